// Copies the table above with its headings, as cells for a spreadsheet and as text between tabs.
// It knows only what it was given: the columns that stand on the screen. Words stay words where
// they are pasted (an id 007 is no 7); a browser gives the clipboard to https and localhost alone, and
// within the press: what is written is promised then, and comes with the run that the press asks for.

const LONGEST = 30_000 // milliseconds until the rows are there

export default function ({ data, parentElement, setTriggerValue }) {
  const button = parentElement.querySelector("button")
  const said = parentElement.querySelector("output")
  if (button.textContent !== data.label) {
    button.textContent = data.label
    said.textContent = "" // was said of other rows
  }
  if (data.rows) button.arrived?.(data)
  button.onclick = async () => {
    try {
      if (!navigator.clipboard) throw new Error("no clipboard")
      const table = new Promise((resolve, reject) => {
        button.arrived = resolve
        setTimeout(reject, LONGEST)
      })
      const as = (type, write) => table.then((rows) => new Blob([write(rows)], { type }))
      setTriggerValue("pressed", true)
      await navigator.clipboard.write([new ClipboardItem({
        "text/plain": as("text/plain", asText),
        "text/html": as("text/html", asTable),
      })])
      said.textContent = (await table).copied
    } catch {
      said.textContent = data.refused
    }
  }
}

function asText({ headings, rows }) {
  const line = (cells) => cells.map((cell) => cell.replace(/[\t\r\n]+/g, " ")).join("\t")
  return [headings, ...rows].map(line).join("\n")
}

function asTable({ headings, rows, words }) {
  const table = document.createElement("table")
  const row = (cells, kind) => {
    const line = table.insertRow()
    cells.forEach((text, place) => {
      const cell = document.createElement(kind)
      cell.textContent = text
      if (kind === "th" || words[place]) {
        cell.setAttribute("style", "mso-number-format:'\\@'") // Excel
        cell.setAttribute("sdnum", "0;0;@") // LibreOffice, which would make a number or run a formula
      }
      line.append(cell)
    })
  }
  row(headings, "th")
  rows.forEach((cells) => row(cells, "td"))
  return table.outerHTML
}
