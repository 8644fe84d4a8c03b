// Copies the table above with its headings, as cells for a spreadsheet and as text between tabs.
// It knows only what it was given: the columns that stand on the screen. Words stay words where
// they are pasted (an id 007 is no 7); a browser gives the clipboard to https and localhost alone.

export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button")
  const said = parentElement.querySelector("output")
  button.onclick = async () => {
    try {
      if (!navigator.clipboard) throw new Error("no clipboard")
      await navigator.clipboard.write([new ClipboardItem({
        "text/plain": new Blob([asText(data)], { type: "text/plain" }),
        "text/html": new Blob([asTable(data)], { type: "text/html" }),
      })])
      said.textContent = data.copied
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
      if (kind === "th" || words[place]) cell.setAttribute("style", "mso-number-format:'\\@'")
      line.append(cell)
    })
  }
  row(headings, "th")
  rows.forEach((cells) => row(cells, "td"))
  return table.outerHTML
}
