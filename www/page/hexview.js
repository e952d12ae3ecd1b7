// Canonical strings byte by byte: offset, hexadecimal and glyph, grouped by the input that they came from.
import { SPACE, glyphs } from '../../pkg-template/bin/glyphs.js'
import { grouped, hexOf, joined, plural } from './bytes.js'
import { button, fill, h } from './dom.js'

/** A table of `segments`, each `{ label, bytes }`; a long one shows more rows on demand. */
export class ByteTable {
  constructor(caption) {
    this.caption = caption
    this.element = h('div', { class: 'bytes-scroll', tabindex: '0', role: 'region', 'aria-label': caption })
    this.narrow = matchMedia('(max-width: 30rem)')
    this.narrow.addEventListener('change', () => this.show(this.segments))
    this.segments = []
  }

  show(segments, rows = FIRST_ROWS) {
    this.segments = segments
    const width = this.narrow.matches ? 8 : 16
    const total = segments.reduce((sum, { bytes }) => sum + bytes.length, 0)
    if (total === 0) return fill(this.element, h('p', { class: 'hint' }, 'No bytes.'))
    let [at, left] = [0, rows]
    const bodies = []
    for (const { label, bytes } of segments) {
      if (bytes.length === 0) continue
      if (left <= 0) break
      const taken = Math.min(Math.ceil(bytes.length / width), left)
      bodies.push(section(label, bytes, at, width, taken))
      left -= taken
      at += bytes.length
    }
    const table = h(
      'table',
      { class: 'bytes' },
      h('caption', {}, `${this.caption}: ${plural(total, 'byte')}`),
      head(width),
      bodies,
    )
    const more =
      left <= 0 &&
      button(`Show ${MORE_ROWS} more rows`, () => this.show(segments, rows + MORE_ROWS), { class: 'quiet' })
    fill(this.element, table, more)
  }
}

/** The name of the input in a label such as `method|upper`. */
export const sourceOf = (label) => (label === 'literal' ? 'literal of the scheme' : label.replaceAll('|', ' → '))

function head(width) {
  const places = Array.from({ length: width }, (_, place) => h('th', { scope: 'col' }, hexOf(place, 1)))
  return h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'offset'), places))
}

function section(label, bytes, start, width, rows) {
  const cells = cellsOf(bytes)
  const title = h(
    'tr',
    { class: 'source' },
    h(
      'th',
      { scope: 'rowgroup', colspan: String(width + 1) },
      h('span', {}, sourceOf(label)),
      ` ${grouped(bytes.length)}`,
    ),
  )
  const lines = Array.from({ length: rows }, (_, row) => {
    const from = row * width
    const shown = Array.from(bytes.subarray(from, from + width), (byte, index) => cell(byte, cells[from + index]))
    const rest = width - shown.length
    return h(
      'tr',
      {},
      h('th', { scope: 'row' }, hexOf(start + from, 4)),
      shown,
      rest > 0 && h('td', { class: 'void', colspan: String(rest) }),
    )
  })
  return h('tbody', { class: label === 'literal' ? 'of-scheme' : 'of-input' }, title, lines)
}

function cell(byte, { text, title, isOdd }) {
  return h('td', isOdd ? { class: 'odd', title } : {}, h('b', {}, hexOf(byte, 2)), h('i', {}, text))
}

/** The glyph under each byte: a character or its name under its first byte, nothing under continuation bytes. */
function cellsOf(bytes) {
  const cells = []
  for (const { key, name, shown } of glyphs(bytes)) {
    const isByte = name?.startsWith('\\x')
    const text = shown === SPACE ? SPACE : isByte ? '??' : (name ?? shown)
    const title = isByte ? 'not UTF-8' : name
    cells.push({ text, title, isOdd: name !== undefined })
    for (let next = 1; next < key.length; next++) cells.push({ text: '', title, isOdd: name !== undefined })
  }
  return cells
}

/** The bytes of all segments. */
export const whole = (segments) => joined(segments.map(({ bytes }) => bytes))

const FIRST_ROWS = 64
const MORE_ROWS = 256
