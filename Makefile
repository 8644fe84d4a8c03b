# Two commands are enough: make run, make test. Each of them does all the set-up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
unexport PYTHONDONTWRITEBYTECODE # else every worker, server and command compiles everything anew

.PHONY: run test test-fast coverage check lint setup lock sample pictures perf perf-full fuzz clean

run: $(VENV)/.installed
	$(BIN)/streamlit run server.py

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest

# Without what needs a browser or a server or takes long: a few minutes.
test-fast: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -m "not browser and not server and not slow"

# The lines that no test ran. Counting them makes the tests longer: not a part of every run.
coverage: $(VENV)/.installed-dev
	$(BIN)/python -m pytest --cov --cov-report=term

check: lint test

lint: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/bandit --quiet --recursive --configfile pyproject.toml .

setup: $(VENV)/.installed-dev

# Versions stay where they still fit; `make lock upgrade=--upgrade` takes the newest that pyproject.toml allows.
LOCK = $(BIN)/uv pip compile pyproject.toml --quiet --universal --generate-hashes --python-version 3.11 \
  --no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command "make lock" $(upgrade)
lock: $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv~=0.13.9"
	$(LOCK) --extra dev --output-file requirements-dev.txt
	$(LOCK) --constraints requirements-dev.txt --extra server --output-file requirements-server.txt
	$(LOCK) --constraints requirements-dev.txt --extra spark --output-file requirements-spark.txt
	$(LOCK) --constraints requirements-dev.txt --output-file requirements.txt

sample: $(VENV)/.installed
	$(BIN)/python -m data.sample.make_sample

# The pictures of the README and the tours, as the product looks now: needs Chromium.
pictures: $(VENV)/.installed-dev
	$(BIN)/python -m docs.make_pictures

perf: $(VENV)/.installed-dev
	$(BIN)/python -m perf.start
	$(BIN)/python -m perf.registry 1000 10000
	$(BIN)/python -m perf.records_to_outcomes
	$(BIN)/python -m perf.csv_to_records
	$(BIN)/python -m perf.pages 150
	$(BIN)/python -m perf.patient 150
	$(BIN)/python -m perf.sessions 10 20

perf-full: $(VENV)/.installed-dev
	$(BIN)/python -m perf.start
	$(BIN)/python -m perf.registry
	$(BIN)/python -m perf.records_to_outcomes
	$(BIN)/python -m perf.csv_to_records
	$(BIN)/python -m perf.pages
	$(BIN)/python -m perf.patient
	$(BIN)/python -m perf.sessions
	$(BIN)/python -m perf.keeping
	$(BIN)/python -m perf.page_computations

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("Clear Days needs Python 3.11 or newer") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/.installed-dev: requirements-dev.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@ $(VENV)/.installed

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis

fuzz: $(VENV)/.installed-dev
	$(BIN)/python -m tests.fuzz 20000
	$(BIN)/python -m tests.door_fuzz 2000
	$(BIN)/python -m perf.look_back 2000
	CLEAR_DAYS_EXAMPLES=20 $(BIN)/python -m pytest $$(grep -lE "from (hypothesis|tests.examples) import" tests/test_*.py) tests/test_door_cases.py
