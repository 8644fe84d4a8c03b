// What the page does not tell the server, a reader or a printer: which theme it stands in now,
// which link is that of the page one is on, how wide a drawing may be on paper. One watch a tab.

const PAPER = 690 // pixels between the margins of A4 and Letter
const PHONE = 640 // Streamlit's own columns stand below each other on a narrower screen
const DESK = 1300 // from here on a file's columns stand beside each other
const STILL = 300 // milliseconds after which a window that is dragged has its width
let told = "", toldWidth = ""

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.getRootNode()
  const host = root instanceof ShadowRoot ? root.host : parentElement
  const now = getComputedStyle(host).colorScheme
  const tellWidth = () => {
    const desk = data.a_file && innerWidth < DESK ? "medium" : "wide"
    const width = screen.width < PHONE || innerWidth < PHONE ? "narrow" : desk
    if (data.width === width) toldWidth = ""
    else if (toldWidth !== width) {
      toldWidth = width
      setTriggerValue(width, true)
    }
  }
  globalThis.clearDaysWidth = tellWidth // of this run, for a window that becomes another
  tellWidth()
  document.documentElement.classList.toggle("clear-days-dark", now === "dark")
  if (!data.drawn || data.drawn === now) told = ""
  else if (told !== now) {
    told = now
    setTriggerValue("theme", now)
  }
  globalThis.clearDaysHere ??= watch()
  globalThis.clearDaysHere(data.here, data.paper)
}

function watch() {
  let waits = 0, here = "", paper = {}
  const mark = () => {
    for (const link of document.querySelectorAll("[data-testid=stPageLink-NavLink]")) {
      const leadsTo = link.getAttribute("href").split("?")[0].split("/").pop()
      if (leadsTo === here) link.setAttribute("aria-current", "page")
      else link.removeAttribute("aria-current")
    }
  }
  const soon = new MutationObserver(() => {
    cancelAnimationFrame(waits)
    waits = requestAnimationFrame(mark)
  })
  // A drawing keeps the width that it had on the screen; smaller as a whole, it loses nothing.
  let undo = []
  const change = (style, what, value) => {
    undo.push([style, what, style[what]])
    style[what] = value
  }
  // Of columns, which stand beside each other on paper too, each has its share of its width.
  const room = (one) => {
    const column = one.closest("[data-testid=stColumn], [data-testid=stGridCell]")
    if (!column) return PAPER
    const beside = column.parentElement
    const all = [...beside.children].filter((each) => each.offsetTop === column.offsetTop)
    const gaps = (parseFloat(getComputedStyle(beside).columnGap) || 0) * (all.length - 1)
    const share = column.offsetWidth / all.reduce((sum, each) => sum + each.offsetWidth, 0)
    return (room(beside) - gaps) * share
  }
  addEventListener("beforeprint", () => {
    const drawn = "[data-testid=stElementContainer]:has(.js-plotly-plot, canvas)"
    for (const one of document.querySelectorAll(drawn)) {
      change(one.style, "zoom", Math.min(1, room(one) / one.offsetWidth))
    }
    for (const mark of document.querySelectorAll(".main-svg *")) {
      for (const ink of ["fill", "stroke"]) {
        const light = paper[mark.style[ink] || mark.getAttribute(ink)]
        if (light) change(mark.style, ink, light)
      }
    }
  })
  addEventListener("afterprint", () => {
    for (const [style, what, before] of undo) style[what] = before
    undo = []
  })
  // In a list of patients Enter opens the row: the table itself knows Shift+Space alone.
  const LIST = "[class*=st-key-list_], [class*=st-key-patients_]"
  addEventListener("keydown", (pressed) => {
    const plain = !(pressed.shiftKey || pressed.ctrlKey || pressed.altKey || pressed.metaKey)
    const at = pressed.target
    if (pressed.key !== "Enter" || !plain || !at.closest?.(LIST) || !at.closest("canvas")) return
    pressed.preventDefault()
    pressed.stopImmediatePropagation()
    const selects = { key: " ", code: "Space", keyCode: 32, shiftKey: true }
    at.dispatchEvent(new KeyboardEvent("keydown", { ...selects, bubbles: true, cancelable: true }))
  }, true)
  const TYPED = "[data-testid=stNumberInput] input, [data-testid=stTextInput] input"
  // What was typed in a popover counts when a click beside it closes it; Escape takes it back.
  addEventListener("pointerdown", (pressed) => {
    const typed = document.activeElement
    const box = typed?.matches(TYPED) && typed.closest("[data-testid=stPopoverBody]")
    if (box && !box.contains(pressed.target)) typed.blur()
  }, true)
  let resized = 0
  addEventListener("resize", () => {
    clearTimeout(resized)
    resized = setTimeout(() => globalThis.clearDaysWidth(), STILL)
  })
  return (page, colours) => {
    here = page
    paper = colours
    const side = document.querySelector("[data-testid=stSidebar]")
    if (side) soon.observe(side, { childList: true, subtree: true })
    mark()
  }
}
