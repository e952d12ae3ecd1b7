// Compares two canonical strings, to the byte, and keeps some context around each difference.
import { boundary, glyphs } from './glyphs.js'

/**
 * Compares the `expected` string with the one that was `signed`, both in segments. Returns `undefined` if they are equal, else
 * `{ first, pieces }`. `first` is `{ at, expected, signed }`: the first byte that differs, and the cell of each string there. A piece
 * is a run of cells `{ expected, signed, isSame }`, or something that is not shown: `{ hidden }`, a number of equal bytes, or
 * `{ left }`, the numbers of `expected` and `signed` bytes that differ or were not compared.
 */
export function compared(expected, signed) {
  const [a, b] = [joined(expected), joined(signed)]
  if (a.equals(b)) return undefined
  const start = startOf(a, b)
  const end = commonEnd(a, b, start)
  const [ours, theirs] = [middle(a, start, end, expected), middle(b, start, end, signed)]
  const isWhole = endOf(ours, start) >= a.length - end && endOf(theirs, start) >= b.length - end
  const runs = tidied(aligned(ours, theirs), isWhole).slice(0, MANY)
  const [i, j] = ['expected', 'signed'].map((side) => runs.reduce((count, run) => count + run[side].length, 0))
  const [restA, restB] = [a.subarray(placeOf(ours, i, start)), b.subarray(placeOf(theirs, j, start))]
  const pieces = [...before(a, b, start, expected, signed), ...runs.flatMap(shortened), ...after(restA, restB)]
  return { first: first(ours, theirs, start), pieces: merged(pieces) }
}

/** A single string, as pieces of the same form. */
export function alone(segments) {
  const bytes = joined(segments)
  const shown = labelledCells(bytes, 0, Math.min(bytes.length, WHOLE), segments)
  const left = bytes.length - placeOf(shown, shown.length, 0)
  return [{ expected: shown, signed: shown, isSame: true }, ...(left > 0 ? [{ hidden: left }] : [])]
}

/** The bytes of all segments. */
const joined = (segments) => Buffer.concat(segments.map(({ bytes }) => bytes))

/** The start of the first character that differs. */
function startOf(a, b) {
  let at = 0
  while (at < a.length && at < b.length && a[at] === b[at]) at++
  return Math.min(boundary(a, at), boundary(b, at))
}

/** How many bytes at the end are equal, without going before `start` or splitting a character. */
function commonEnd(a, b, start) {
  const most = Math.min(a.length, b.length) - start
  let count = 0
  while (count < most && a[a.length - 1 - count] === b[b.length - 1 - count]) count++
  return Math.max(count - 3, 0)
}

/** The cells of the part that differs, and a few equal ones after it; at most `MOST` bytes. */
function middle(bytes, start, end, segments) {
  const stop = Math.min(bytes.length - end + 2 * LONG, bytes.length)
  return labelledCells(bytes, start, boundary(bytes, Math.min(stop, start + MOST)), segments)
}

/** Cells with the place and label of their segment. */
function labelledCells(bytes, start, end, segments) {
  let [place, until] = [-1, 0]
  return glyphs(bytes, start, end).map((cell) => {
    while (cell.at >= until && place < segments.length - 1) until += segments[++place].bytes.length
    return { ...cell, place, label: segments[place].label }
  })
}

function first(ours, theirs, start) {
  let i = 0
  while (ours[i] && ours[i].key === theirs[i]?.key) i++
  return { at: placeOf(ours, i, start), expected: ours[i], signed: theirs[i] }
}

/** The equal part before the first difference. */
function before(a, b, start, expected, signed) {
  const from = start <= LONG ? 0 : boundary(a, start - AROUND)
  const shown = { expected: labelledCells(a, from, start, expected), signed: labelledCells(b, from, start, signed), isSame: true }
  return [{ hidden: from }, shown]
}

/** The part after everything that was compared. */
const after = (a, b) => [a.equals(b) ? { hidden: a.length } : { left: { expected: a.length, signed: b.length } }]

/** Alternating runs of equal and different cells: as many equal cells as possible, in few runs. */
function aligned(a, b) {
  const gains = gainsOf(a, b)
  const runs = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    const isOn = runs.at(-1)?.isSame === true
    const best = gains[isOn ? 1 : 0][i][j]
    if (isAlike(a[i], b[j]) && best === (isOn ? ALIKE : ALIKE - BEGUN) + gains[1][i + 1][j + 1]) {
      const { expected, signed } = added(runs, true)
      expected.push(a[i++])
      signed.push(b[j++])
    } else if (j === b.length || (i < a.length && best === gains[0][i + 1][j])) added(runs, false).expected.push(a[i++])
    else added(runs, false).signed.push(b[j++])
  }
  return runs
}

/**
 * The score of the best alignment of the rest, from `i` and `j` on: in the first table if an equal run has to begin there, in the
 * second if one continues.
 */
function gainsOf(a, b) {
  const table = () => Array.from({ length: a.length + 1 }, () => new Int16Array(b.length + 1))
  const [fresh, going] = [table(), table()]
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const other = Math.max(fresh[i + 1][j], fresh[i][j + 1])
      const next = isAlike(a[i], b[j]) ? ALIKE + going[i + 1][j + 1] : -1
      fresh[i][j] = Math.max(other, next - BEGUN)
      going[i][j] = Math.max(other, next)
    }
  }
  return [fresh, going]
}

const isAlike = (one, other) => one !== undefined && one.key === other?.key

/** The last run if it is of that kind, else a new one. */
function added(runs, isSame) {
  if (runs.at(-1)?.isSame !== isSame) runs.push({ expected: [], signed: [], isSame })
  return runs.at(-1)
}

/**
 * Runs as people see them: a few cells that are equal by chance between larger differences become part of these. If the strings are
 * not `isWhole`, a difference at their end is dropped, since its other side may have been cut off.
 */
function tidied(runs, isWhole) {
  const all = []
  for (const run of runs) {
    all.push(run)
    while (all.length > 2 && isByChance(all.at(-3), all.at(-2), all.at(-1))) {
      const three = all.splice(-3)
      const whole = (side) => three.flatMap((run) => run[side])
      all.push({ expected: whole('expected'), signed: whole('signed'), isSame: false })
    }
  }
  if (!isWhole && all.at(-1)?.isSame === false) all.pop()
  return all.flatMap((run) => (run.isSame ? [run] : withoutEnd(run)))
}

function isByChance(one, same, other) {
  if (one.isSame || !same.isSame || other.isSame) return false
  return 8 * same.expected.length <= longest(one) + longest(other)
}

/** Splits equal cells at the end of a difference into a run of their own. */
function withoutEnd({ expected, signed }) {
  let count = 0
  while (count < Math.min(expected.length, signed.length) && isAlike(expected.at(-1 - count), signed.at(-1 - count))) count++
  const run = (start, end, isSame) => ({
    expected: expected.slice(start(expected), end(expected)),
    signed: signed.slice(start(signed), end(signed)),
    isSame,
  })
  const [begin, cut, end] = [() => 0, ({ length }) => length - count, ({ length }) => length]
  return [run(begin, cut, false), run(cut, end, true)]
}

/** Hides the middle of a long equal run, or the end of a long difference. */
function shortened(run, index, runs) {
  const part = (start, end) => ({ ...run, expected: run.expected.slice(start, end), signed: run.signed.slice(start, end) })
  if (!run.isSame) {
    const rest = part(OTHER)
    return [part(0, OTHER), { left: { expected: sizeOf(rest.expected), signed: sizeOf(rest.signed) } }]
  }
  const { length } = run.expected
  if (length <= LONG) return [run]
  const tail = index === runs.length - 1 ? length : length - AROUND
  return [part(0, AROUND), { hidden: sizeOf(run.expected.slice(AROUND, tail)) }, part(tail)]
}

/** Drops empty pieces, and joins neighbours of the same kind. */
function merged(pieces) {
  const all = []
  for (const piece of pieces.filter(isSomething)) {
    const last = all.at(-1)
    if (piece.isSame && last?.isSame) {
      last.expected = [...last.expected, ...piece.expected]
      last.signed = [...last.signed, ...piece.signed]
    } else if (piece.hidden && last?.hidden) last.hidden += piece.hidden
    else all.push({ ...piece })
  }
  return all
}

const isSomething = ({ expected, signed, hidden, left }) =>
  expected ? expected.length + signed.length > 0 : left ? left.expected + left.signed > 0 : hidden > 0

const longest = ({ expected, signed }) => Math.max(expected.length, signed.length)

/** The start of the cell at `index`, or the end of the last one. */
const placeOf = (run, index, start) => (index < run.length ? run[index].at : endOf(run, start))

function endOf(run, start) {
  const last = run.at(-1)
  return last === undefined ? start : last.at + last.key.length
}

const sizeOf = (run) => run.reduce((size, { key }) => size + key.length, 0)

// The score of an equal cell, and the cost of beginning a run of them.
const ALIKE = 4
const BEGUN = 3
// How many cells are shown around a difference; the longest equal run that is shown whole; how many cells of a difference are shown;
// how many bytes of a single string; how many runs; and how many bytes are compared.
const AROUND = 24
const LONG = 160
const OTHER = 160
const WHOLE = 480
const MANY = 32
const MOST = 2048
