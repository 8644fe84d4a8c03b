// The buttons beside a chart: what they ask for is done by picture.js, sent once a page.
export default function ({ data, parentElement }) {
  for (const kind of ["png", "svg"]) {
    const save = () => globalThis.clearDaysSave(data, kind, parentElement)
    parentElement.querySelector(`.${kind}`).onclick = save
  }
}
