// Draws a diff as two lines, one above the other, with carets under the differences: readable without colour.
import { boundary, glyphs } from '../../pkg-template/bin/glyphs.js'
import { grouped } from './bytes.js'
import { diff, firstDifference } from './diff.js'
import { fill, h, prose } from './dom.js'

/** A diff of two byte strings called `names`. */
export class DiffView {
  constructor(names) {
    this.names = names
    this.widths = WIDTHS.map(([query, width]) => [matchMedia(query), width])
    for (const [media] of this.widths) media.addEventListener('change', () => this.show(this.expected, this.signed))
    this.element = h('div', { class: 'diff' })
  }

  clear() {
    this.expected = this.signed = undefined
    fill(this.element)
  }

  show(expected, signed) {
    if (expected === undefined) return
    Object.assign(this, { expected, signed })
    const at = firstDifference(expected, signed)
    if (at === undefined)
      return fill(
        this.element,
        h(
          'p',
          {},
          `The strings are equal, ${grouped(expected.length)} bytes: the key, the algorithm or the encoding of the signature differs.`,
        ),
      )
    const [, width] = this.widths.find(([media]) => media.matches) ?? [undefined, 28]
    const lines = linesOf(trimmed(columnsOf(expected, signed)), width)
    fill(
      this.element,
      h('p', { class: 'first-difference' }, prose(sentence(expected, signed, at, this.names))),
      h(
        'div',
        { class: 'diff-lines', role: 'group', 'aria-label': 'The two strings, line by line' },
        lines.map((line) => this.#block(line)),
      ),
    )
  }

  #block(columns) {
    const [{ omitted }] = columns
    if (omitted) return h('p', { class: 'omitted' }, omitted)
    const isSame = columns.every(({ kind }) => kind === 'equal')
    const line = (name, side, mark) =>
      h('div', { class: `line ${side}` }, h('span', { class: 'side' }, name), h('code', {}, runs(columns, side, mark)))
    const carets = columns
      .map(({ kind, width }) => (kind === 'equal' ? ' ' : '^').repeat(width))
      .join('')
      .trimEnd()
    const [first, second] = this.names
    return h(
      'div',
      { class: `block${isSame ? ' same' : ''}` },
      line(isSame ? 'both' : first, 'expected', 'del'),
      !isSame && line(second, 'signed', 'ins'),
      !isSame &&
        h('div', { class: 'line carets', 'aria-hidden': 'true' }, h('span', { class: 'side' }), h('code', {}, carets)),
    )
  }
}

/** A sentence about the first byte that differs. */
export function sentence(expected, signed, at, [first, second]) {
  const place = `At byte ${grouped(at)}`
  if (at >= expected.length)
    return `${place}, ${first} ends; ${second} has ${grouped(signed.length - at)} more bytes, from \`${glyph(signed, at)}\` on.`
  if (at >= signed.length)
    return `${place}, ${second} ends; ${first} has ${grouped(expected.length - at)} more bytes, from \`${glyph(expected, at)}\` on.`
  return `${place}, ${first} has \`${glyph(expected, at)}\`, ${second} has \`${glyph(signed, at)}\`.`
}

/** The character that the byte belongs to, or its name if it is invisible. */
function glyph(bytes, at) {
  const start = boundary(bytes, at)
  const [{ name, shown }] = glyphs(bytes, start, Math.min(start + 4, bytes.length))
  return name ?? shown
}

/** One column per character: the glyph of each string, if it has one there. */
function columnsOf(expected, signed) {
  const [ours, theirs] = [glyphs(expected), glyphs(signed)]
  // Compared by character, so that none is split.
  const numbers = new Map()
  const numberOf = ({ key }) => numbers.get(key) ?? numbers.set(key, numbers.size).size - 1
  const all = [ours, theirs].map((side) => Uint32Array.from(side, numberOf))
  let [i, j] = [0, 0]
  return diff(...all).flatMap((run) =>
    Array.from({ length: Math.max(run.expected.length, run.signed.length) }, (_, at) => {
      const one = at < run.expected.length ? ours[i++] : undefined
      const other = at < run.signed.length ? theirs[j++] : undefined
      return { kind: run.kind, expected: one, signed: other, width: Math.max(one?.width ?? 0, other?.width ?? 0) }
    }),
  )
}

/** Hides the middle of long runs. */
function trimmed(columns) {
  const found = []
  for (let from = 0; from < columns.length;) {
    const { kind } = columns[from]
    let end = from
    while (end < columns.length && columns[end].kind === kind) end++
    const run = columns.slice(from, end)
    const limit = kind === 'equal' ? KEPT : 20 * KEPT
    if (run.length <= 2 * limit + 24) found.push(...run)
    else {
      const omitted = `… ${grouped(run.length - 2 * limit)} ${kind === 'equal' ? 'equal characters' : 'more'} …`
      found.push(...run.slice(0, limit), { omitted }, ...run.slice(-limit))
    }
    from = end
  }
  return found
}

/** Splits columns into lines that fit; a mark for hidden characters has a line of its own. */
function linesOf(columns, room) {
  const lines = []
  let used = Infinity
  for (const column of columns) {
    used += column.width ?? Infinity
    if (used > room) {
      lines.push([])
      used = column.width ?? Infinity
    }
    lines.at(-1).push(column)
  }
  return lines
}

/** Columns of one kind as one element; a missing glyph is as wide as the other string's. */
function runs(columns, side, mark) {
  const found = []
  for (const { kind, width, [side]: cell } of columns) {
    const text = (cell?.shown ?? '') + ' '.repeat(width - (cell?.width ?? 0))
    const isMarked = kind !== 'equal' && cell !== undefined
    const last = found.at(-1)
    if (last?.isMarked === isMarked) last.text += text
    else found.push({ isMarked, text })
  }
  return found.map(({ isMarked, text }) => (isMarked ? h(mark, {}, text) : text))
}

/** Characters per line. */
const WIDTHS = [
  ['(min-width: 80rem)', 88],
  ['(min-width: 62rem)', 56],
  ['(min-width: 40rem)', 48],
]
const KEPT = 40
