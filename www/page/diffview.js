// A diff as lines under each other, with carets under what differs: read without colour, and byte for byte.
import { characters, GLYPHS, grouped, nameOf, hexOf, shown } from './bytes.js'
import { diff, firstDifference } from './diff.js'
import { fill, h, prose } from './dom.js'

/** A diff of two strings of bytes; `names` are what the two are called. */
export class DiffView {
  constructor(names) {
    this.names = names
    this.widths = WIDTHS.map(([query, width]) => [matchMedia(query), width])
    for (const [media] of this.widths) media.addEventListener('change', () => this.show(this.due, this.signed))
    this.element = h('div', { class: 'diff' })
  }

  clear() {
    this.due = this.signed = undefined
    fill(this.element)
  }

  show(due, signed) {
    if (due === undefined) return
    Object.assign(this, { due, signed })
    const at = firstDifference(due, signed)
    if (at === undefined)
      return fill(
        this.element,
        h(
          'p',
          {},
          `The strings are the same, ${grouped(due.length)} bytes: what differs is the key, or how the signature is made or written.`,
        ),
      )
    const cells = trimmed(cellsOf(diff(due, signed)))
    const [, width] = this.widths.find(([media]) => media.matches) ?? [undefined, 28]
    const lines = []
    for (let from = 0; from < cells.length; from += width) lines.push(this.#block(cells.slice(from, from + width)))
    fill(
      this.element,
      h('p', { class: 'first-difference' }, prose(sentence(due, signed, at, this.names))),
      h('div', { class: 'diff-lines', role: 'group', 'aria-label': 'The two strings, line by line' }, lines),
    )
  }

  #block(cells) {
    const isSame = cells.every(({ kind }) => kind === 'equal')
    const line = (name, side, mark) =>
      h('div', { class: `line ${side}` }, h('span', { class: 'side' }, name), h('code', {}, runs(cells, side, mark)))
    const carets = cells
      .map((cell) => (cell.kind === 'equal' ? ' ' : '^').repeat(widthOf(cell)))
      .join('')
      .trimEnd()
    const [first, second] = this.names
    return h(
      'div',
      { class: `block${isSame ? ' same' : ''}` },
      line(isSame ? 'both' : first, 'due', 'del'),
      !isSame && line(second, 'signed', 'ins'),
      !isSame &&
        h('div', { class: 'line carets', 'aria-hidden': 'true' }, h('span', { class: 'side' }), h('code', {}, carets)),
    )
  }
}

/** The first byte that differs, in words. */
export function sentence(due, signed, at, [first, second]) {
  const place = `At byte ${grouped(at)}`
  if (at >= due.length)
    return `${place} ${first} ends; ${second} goes on with \`${sign(signed, at)}\`, ${grouped(signed.length - at)} bytes more.`
  if (at >= signed.length)
    return `${place} ${second} ends; ${first} goes on with \`${sign(due, at)}\`, ${grouped(due.length - at)} bytes more.`
  return `${place} ${first} has \`${sign(due, at)}\`, ${second} has \`${sign(signed, at)}\`.`
}

/** The character that begins at a byte, with its name where it is not seen. */
function sign(bytes, at) {
  // A character may have begun before the byte that differs.
  let start = at
  while (start > 0 && at - start < 3 && (bytes[start] & 0xc0) === 0x80) start--
  const piece = bytes.subarray(start, start + 4)
  const [{ text, length }] = characters(piece)
  if (text === undefined) return `\\x${hexOf(bytes[at], 2)}`
  return nameOf(text) ?? shown(piece.subarray(0, length))
}

/** One cell a character: what each side has there, of which one may have nothing. */
function cellsOf(runs) {
  const cells = []
  for (const { kind, due, signed } of runs) {
    const [left, right] = [glyphs(due), glyphs(signed)]
    for (let at = 0; at < Math.max(left.length, right.length); at++)
      cells.push({ kind, due: left[at] ?? '', signed: right[at] ?? '' })
  }
  return cells
}

/** Long equal stretches are left out in the middle. */
function trimmed(cells) {
  const found = []
  for (let from = 0; from < cells.length;) {
    let end = from
    while (end < cells.length && (cells[end].kind === 'equal') === (cells[from].kind === 'equal')) end++
    const run = cells.slice(from, end)
    const limit = cells[from].kind === 'equal' ? KEPT : 20 * KEPT
    if (run.length <= 2 * limit + 24) found.push(...run)
    else {
      const left = [...`⋯ ${grouped(run.length - 2 * limit)} more ⋯`].map((sign) => ({
        kind: 'equal',
        due: sign,
        signed: sign,
      }))
      found.push(...run.slice(0, limit), ...left, ...run.slice(-limit))
    }
    from = end
  }
  return found
}

const glyphs = (bytes) =>
  characters(bytes).map(({ at, text }) =>
    text === undefined ? `\\x${hexOf(bytes[at], 2)}` : (GLYPHS[text] ?? (nameOf(text) ? `⟨${nameOf(text)}⟩` : text)),
  )

/** Cells of one kind as one element; what a side lacks is a gap as wide as what the other has. */
function runs(cells, side, mark) {
  const found = []
  for (const cell of cells) {
    const width = widthOf(cell)
    const text = cell[side] === '' ? '·'.repeat(width) : cell[side] + ' '.repeat(width - [...cell[side]].length)
    const kind = cell.kind === 'equal' ? 'equal' : cell[side] === '' ? 'gap' : 'changed'
    const last = found.at(-1)
    if (last?.kind === kind) last.text += text
    else found.push({ kind, text })
  }
  return found.map(({ kind, text }) =>
    kind === 'equal' ? text : kind === 'gap' ? h('span', { class: 'gap' }, text) : h(mark, {}, text),
  )
}

const widthOf = ({ due, signed }) => Math.max([...due].length, [...signed].length)

/** How many characters go into a line. */
const WIDTHS = [
  ['(min-width: 80rem)', 88],
  ['(min-width: 62rem)', 56],
  ['(min-width: 40rem)', 48],
]
const KEPT = 40
