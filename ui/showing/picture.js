// Saves the chart beside which it stands as it is seen: with its finding, how to read it and what
// it rests on, in the colours of the theme. Nothing is asked of the server or of anybody outside.
// The buttons of every chart of the page call it.
globalThis.clearDaysSave = save

const PAD = 24
const SHARPNESS = 3 // pixels of the PNG for one of the screen
// A picture cannot bring the page's font along: its words are measured and drawn with what every
// machine has, and their measured lengths are written down for a machine that draws another.
const LETTERS = "'Helvetica Neue', Arial, sans-serif"
const SVG = "http://www.w3.org/2000/svg"

async function save(data, kind, near) {
  const root = near.getRootNode()
  const host = root instanceof ShadowRoot ? root.host : near
  const chart = chartBefore(host)
  if (!chart) return
  const drawn = draw(data, chart, getComputedStyle(host))
  const text = new XMLSerializer().serializeToString(drawn)
  const file = new Blob([text], { type: "image/svg+xml" })
  hand(kind === "svg" ? file : await asPng(file, drawn), `${data.name}.${kind}`)
}

function chartBefore(host) {
  for (let at = host; at; at = at.parentElement) {
    const found = at.querySelectorAll(".js-plotly-plot")
    if (found.length) return found[found.length - 1]
  }
  return null
}

function draw(data, chart, theme) {
  const colour = (name) => theme.getPropertyValue(`--st-${name}`).trim()
  const box = chart.getBoundingClientRect()
  const width = Math.round(box.width) + 2 * PAD
  const picture = element("svg", { xmlns: SVG, "font-family": LETTERS })
  const paper = element("rect", { fill: colour("background-color") })
  picture.append(paper)
  let top = PAD
  const say = (words, size, ink, weight) => {
    const pen = penFor(size, weight)
    for (const line of lines(words, pen, width - 2 * PAD)) {
      top += size
      const text = element("text", { x: PAD, y: top, fill: ink, "font-size": size,
        "font-weight": weight })
      text.textContent = line
      keepLength(text, pen.measureText(line).width)
      picture.append(text)
      top += size * 0.35
    }
  }
  say(data.title, 20, colour("text-color"), 600)
  say(data.subtitle, 13, colour("gray-text-color"), 400)
  top += 8
  for (const layer of chart.querySelectorAll("svg.main-svg")) {
    const copy = layer.cloneNode(true)
    keepWords(layer, copy)
    for (const passing of copy.querySelectorAll(".hoverlayer, .zoomlayer")) passing.remove()
    for (const mark of copy.querySelectorAll("[style]")) mark.style.vectorEffect = "none"
    copy.setAttribute("x", PAD)
    copy.setAttribute("y", top)
    copy.removeAttribute("style")
    picture.append(copy)
  }
  top += Math.round(box.height) + 10
  say(data.foot, 11, colour("gray-text-color"), 400)
  const height = Math.ceil(top + PAD)
  const size = { width, height }
  for (const [name, value] of Object.entries(size)) {
    picture.setAttribute(name, value)
    paper.setAttribute(name, value)
  }
  picture.setAttribute("viewBox", `0 0 ${width} ${height}`)
  const named = element("title", {})
  named.textContent = data.title
  picture.prepend(named)
  return picture
}

function element(name, attributes) {
  const made = document.createElementNS(SVG, name)
  for (const [key, value] of Object.entries(attributes)) {
    if (key !== "xmlns") made.setAttribute(key, value)
  }
  return made
}

// The words of the chart take the room that they have on the screen, in the picture's letters.
function keepWords(layer, copy) {
  const seen = layer.querySelectorAll("text, tspan")
  copy.querySelectorAll("text, tspan").forEach((words, place) => {
    words.style.fontFamily = LETTERS
    const isLine = words.matches(".line") || (words.matches("text") && !words.querySelector(".line"))
    if (isLine) keepLength(words, seen[place].getComputedTextLength())
  })
}

function keepLength(text, length) {
  if (!(length > 0)) return
  text.setAttribute("textLength", length.toFixed(2))
  text.setAttribute("lengthAdjust", "spacingAndGlyphs")
}

function penFor(size, weight) {
  const pen = document.createElement("canvas").getContext("2d")
  pen.font = `${weight} ${size}px ${LETTERS}`
  return pen
}

function lines(words, pen, width) {
  const fits = (text) => pen.measureText(text).width <= width
  const found = []
  for (const word of words.split(/\s+/).filter(Boolean)) {
    const longer = found.length ? `${found[found.length - 1]} ${word}` : word
    if (found.length && fits(longer)) found[found.length - 1] = longer
    else found.push(...pieces(word, fits))
  }
  return found
}

function pieces(word, fits) {
  const found = [""]
  for (const letter of word) {
    if (found[found.length - 1] && !fits(found[found.length - 1] + letter)) found.push("")
    found[found.length - 1] += letter
  }
  return found
}

async function asPng(file, drawn) {
  const image = new Image()
  const address = URL.createObjectURL(file)
  image.src = address
  await image.decode()
  const canvas = document.createElement("canvas")
  canvas.width = SHARPNESS * drawn.getAttribute("width")
  canvas.height = SHARPNESS * drawn.getAttribute("height")
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height)
  URL.revokeObjectURL(address)
  return new Promise((done) => canvas.toBlob(done, "image/png"))
}

function hand(file, name) {
  const link = document.createElement("a")
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10000)
}
