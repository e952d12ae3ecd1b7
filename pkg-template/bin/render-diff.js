// Draws two canonical strings one above the other, in columns that are readable without colour.
import { dim, green, red, visible } from './terminal.js'

/**
 * Lines of at most `width` columns for the pieces of a comparison: the labels of the segments, the expected string, marks under the
 * differences, and the signed string. Each string follows its name in `names`; a single name is for a single string.
 */
export function rendered(pieces, names, width) {
  const head = Math.max(...names.map((name) => name.length)) + 2
  const room = Math.max(width - head, LEAST)
  return lines(pieces.flatMap((piece) => columnsOf(piece, names)), room).flatMap(({ text, columns }, index, all) => (
    text ? [' '.repeat(head) + dim(text)] : block(columns, all[index - 1]?.columns ?? [], names, head, room)
  ))
}

/** The columns of a piece; hidden bytes are a text on a line of its own. */
function columnsOf({ expected, signed, isSame, hidden, left }, [scheme, owner]) {
  if (hidden) return [{ text: `… ${bytes(hidden)} ${owner ? 'the same' : 'more'} …` }]
  if (left) {
    return [{ text: `… ${scheme} ${bytes(left.expected)} more, ${owner} ${left.signed} …` }]
  }
  return Array.from({ length: Math.max(expected.length, signed.length) }, (_, at) => {
    const [one, other] = [expected[at], signed[at]]
    return { expected: one, signed: other, width: Math.max(one?.width ?? 0, other?.width ?? 0), isOther: !isSame }
  })
}

/** Splits columns into lines that fit into `room`. */
function lines(columns, room) {
  const all = []
  let used = Infinity
  for (const column of columns) {
    used += column.width
    if (column.text || used > room) all.push(column.text ? column : { columns: [] })
    if (column.text) used = Infinity
    else if (used > room) used = column.width
    all.at(-1).columns?.push(column)
  }
  return all
}

/** The rows of one line; `before` are the columns of the line above. */
function block(columns, before, [scheme, owner], head, room) {
  const [above, below] = ['expected', 'signed'].map((side) => labels(columns, before, side))
  const isOther = String(above.names) !== String(below.names)
  const rows = [['', dim(above.text.slice(0, room))], [scheme, row(columns, 'expected', green)]]
  if (owner) {
    const marks = columns.map(({ width, isOther }) => (isOther ? '^' : ' ').repeat(width)).join('')
    rows.push(['', red(marks.trimEnd())], [owner, row(columns, 'signed', red)])
    if (isOther) rows.push(['', dim(below.text.slice(0, room))])
  }
  return rows.filter(([name, text]) => name || text).map(([name, text]) => (name.padEnd(head) + text).trimEnd())
}

/** The label of each segment, above its start; a label without room is left out. */
function labels(columns, before, side) {
  let [text, at, last] = ['', 0, before.findLast((column) => column[side])?.[side].place]
  const names = []
  for (const { [side]: cell, width } of columns) {
    if (cell && cell.place !== last && cell.label !== 'literal') {
      names.push(cell.label)
      if (at === 0 || text.length < at) text = text.padEnd(at) + visible(cell.label)
    }
    last = cell?.place ?? last
    at += width
  }
  return { text, names }
}

/** The cells of one string, in colour where they differ. */
function row(columns, side, style) {
  const end = columns.findLastIndex((column) => column[side]) + 1
  const runs = []
  for (const { [side]: cell, width, isOther } of columns.slice(0, end)) {
    const text = (cell?.shown ?? '') + ' '.repeat(width - (cell?.width ?? 0))
    if (runs.length > 0 && runs.at(-1).isOther === isOther) runs.at(-1).text += text
    else runs.push({ text, isOther })
  }
  return runs.map(({ text, isOther }) => (isOther ? style(text) : text)).join('')
}

const bytes = (count) => `${count} byte${count === 1 ? '' : 's'}`
// The fewest columns in which strings can be compared.
const LEAST = 22
