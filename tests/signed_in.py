"""A server for tests: a real OpenID Connect provider, the app as ``server.py``, a browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browsers import Profile, has_run
from tests.databases import free_port
from ui.frame.navigation import BY_LABEL

ROOT = Path(__file__).parent.parent
PROVIDER = ROOT / "tests" / "oidc"
MODULES = PROVIDER / "node_modules"
COOKIE_SECRET = "a cookie secret of the tests alone, long enough"


def provider_is_there() -> bool:
    """Can the provider run here? In CI it must; what it needs is installed where it begins."""
    if shutil.which("node") and (shutil.which("npm") or MODULES.exists()):
        return True
    assert os.environ.get("CI") != "true", "Node is missing: .ci/run installs it"
    return False


def _install() -> None:
    """Beside its place, then moved there whole: two workers of a new checkout begin at once."""
    if MODULES.exists():
        return
    npm = shutil.which("npm")
    assert npm
    with tempfile.TemporaryDirectory(dir=PROVIDER, prefix=".install-") as made:
        for name in (".npmrc", "package.json", "package-lock.json"):
            shutil.copy(PROVIDER / name, made)
        subprocess.run([npm, "ci"], cwd=made, check=True, capture_output=True, timeout=300)
        with suppress(OSError):  # the other worker was first
            (Path(made) / "node_modules").rename(MODULES)


class Clinic:
    """Provider and app; ``public`` is the address that browsers use, if it is another."""

    def __init__(
        self, folder: Path, database: str, public: str = "", port: int = 0, *, waits: bool = False
    ) -> None:
        self.folder, self.database = folder, database
        self.port, self.provider_port = port or free_port(), free_port()
        self.address = f"http://localhost:{self.port}"
        self.public = public or self.address
        self.processes: list[subprocess.Popen] = []
        self.log = folder / "server.log"
        redirect = f"{self.public}/oauth2callback"
        self.secrets = folder / "secrets.toml"
        self.secrets.write_text(
            f"""
[auth]
redirect_uri = "{redirect}"
cookie_secret = "{COOKIE_SECRET}"
client_id = "clear-days"
client_secret = "a secret of the tests alone"
client_kwargs = {{ prompt = "login" }}
server_metadata_url = "http://localhost:{self.provider_port}/.well-known/openid-configuration"

[clinic]
roles_claim = "roles"
sites_claim = "sites"
{"records_wait = true" if waits else ""}
""",
            encoding="utf-8",
            newline="",
        )
        node = shutil.which("node")
        assert node
        _install()
        self._start([node, "provider.js", str(self.provider_port), redirect], PROVIDER)
        self._wait(f"http://localhost:{self.provider_port}/.well-known/openid-configuration")
        self.start()

    def _start(self, command: list[str], cwd: Path) -> subprocess.Popen:
        environment = {**os.environ, "CLEAR_DAYS_DATABASE": self.database}
        with self.log.open("a", encoding="utf-8", newline="") as out:
            process = subprocess.Popen(command, cwd=cwd, stdout=out, stderr=out, env=environment)
        self.processes.append(process)
        return process

    def start(self) -> None:
        """Start the app; it has its own last place among the processes."""
        options = [
            "--server.headless=true",
            f"--server.port={self.port}",
            f"--secrets.files={self.secrets}",
        ]
        self._start([sys.executable, "-m", "streamlit", "run", "server.py", *options], ROOT)
        self._wait(f"{self.address}/health")

    def restart(self) -> None:
        app = self.processes.pop()
        app.kill()
        app.wait(10)
        self.start()

    def stop(self) -> None:
        for process in reversed(self.processes):
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()

    def _wait(self, url: str) -> None:
        for _ in range(160):
            try:
                urllib.request.urlopen(url, timeout=2)
                return
            except OSError:
                time.sleep(0.25)
        raise RuntimeError(f"{url} does not answer: {self.log.read_text(encoding='utf-8')[-2000:]}")

    def sign_in(self, profile: Profile, who: str) -> Page:
        """A tab in which this person has signed in, and nobody else."""
        page = profile.visitor()
        page.goto(self.public)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_placeholder("Enter any login").fill(who)
        page.get_by_placeholder("and password").fill("any")
        page.get_by_role("button", name="Sign-in").click()
        page.get_by_role("button", name="Continue").click()
        page.wait_for_url(f"{self.public}/**")
        page.wait_for_selector("h2")
        return page


PAGES = {"", *(path.stem for path in (ROOT / "pages").glob("*.py"))}
SHARED = {"all_pages", "kept", "report", "presentation", "definitions"}
RESEARCH = {
    "by_itself",
    "plan",
    "who",
    "change",
    "spread",
    "subgroups",
    "models",
    "onset",
    "sensitivity",
    "quality",
    "compared",
}
SEES = {  # what each role may open: written down here, not read from the code
    "viewer": SHARED,
    "researcher": SHARED | RESEARCH,
    "clinician": PAGES - {"trail"},
    "administrator": {"all_pages", "kept", "trail", "definitions"},
    "nobody": set(),
}


LABELS = {Path(page.file).stem: page.label for page in BY_LABEL.values()}


def go(page, path: str) -> None:
    """To a page by its address, as the browser's own back button does: nothing offers it."""
    page.evaluate(
        "p => { history.pushState({}, '', p); dispatchEvent(new PopStateEvent('popstate')) }",
        f"/{path}",
    )
    page.wait_for_function("l => document.title.startsWith(l)", arg=LABELS[path or "app"])


@pytest.fixture(scope="module")
def clinic(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clinic")
    running = Clinic(folder, f"sqlite:///{folder / 'kept.db'}")
    yield running
    running.stop()
    told = running.log.read_text(encoding="utf-8")
    assert "Traceback" not in told, told
    assert "P-0001" not in told


@pytest.fixture(scope="module")
def profile(browser, clinic):
    profile = Profile(browser, f"{clinic.address}/health")
    yield profile
    profile.close()


def shown(page) -> str:
    has_run(page)
    return page.locator("[data-testid=stMain]").inner_text()
