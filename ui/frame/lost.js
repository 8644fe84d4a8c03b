// Says across the top that the server is gone, for as long as it is. One watch for the whole tab:
// pages come and go. Streamlit writes the state of its connection on its own element, and that
// alone is read; what a server elsewhere cannot tell while this machine has no network, the
// browser does. When the server is there again the page is asked for anew: Streamlit leaves the old
// one standing, and a server that has started again knows nothing of what it shows.

const HERE = ["localhost", "127.0.0.1", "[::1]"]

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.getRootNode()
  const host = root instanceof ShadowRoot ? root.host : parentElement
  globalThis.clearDaysLost ??= watch()
  globalThis.clearDaysLost.say(data.words, getComputedStyle(host), () => setTriggerValue("back", true))
}

function watch() {
  const line = document.createElement("div")
  line.setAttribute("role", "alert")
  line.dataset.testid = "lost"
  let words = "", closing = 0, again = () => {}, wasCut = false

  function look() {
    const app = document.querySelector("[data-testid=stApp]")
    const isCut = (app?.dataset.testConnectionState ?? "CONNECTED") !== "CONNECTED"
    if (wasCut && !isCut) again()
    wasCut = isCut
    const isAway = !navigator.onLine && !HERE.includes(location.hostname)
    if ((isCut || isAway) === line.isConnected) return
    if (line.isConnected) {
      line.remove()
      clearInterval(closing)
      return
    }
    const time = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })
    line.textContent = words.replace("{time}", time)
    document.body.append(line)
    closing = setInterval(closeTheirs, 250)
  }

  // Streamlit's own box tells a developer what to type; the line has said it already.
  function closeTheirs() {
    for (const box of document.querySelectorAll("[role=dialog]")) {
      if (box.textContent.includes("Connection error")) box.querySelector("[aria-label=Close]")?.click()
    }
  }

  new MutationObserver(look).observe(document.documentElement, {
    attributes: true, attributeFilter: ["data-test-connection-state"], subtree: true,
  })
  // Who signs out in one tab leaves nothing on the screen of the others: each asks anew, and is refused.
  const tabs = new BroadcastChannel("clear-days")
  let leaves = false
  const OUT = "[class*=st-key-sign_out] button"
  addEventListener("click", (pressed) => { leaves ||= Boolean(pressed.target.closest?.(OUT)) }, true)
  addEventListener("pagehide", () => { if (leaves) tabs.postMessage("signed out") })
  tabs.onmessage = () => again()

  addEventListener("offline", look)
  addEventListener("online", look)
  return {
    say(told, theme, ask) {
      words = told
      again = ask
      const of = (name) => theme.getPropertyValue(`--st-${name}`)
      line.style.cssText = `position: fixed; inset: 0 0 auto 0; z-index: 10000000; padding: 8px 24px;
        font: 600 16px ${of("font")}; text-align: center; color: ${of("text-color")};
        background: ${of("orange-background-color")}; border-bottom: 1px solid ${of("border-color")}`
      look()
    },
  }
}
