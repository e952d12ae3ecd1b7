// Compares two strings of any length, of bytes or of numbers for characters, as runs that are equal or changed.

/** Runs `{ kind, expected, signed }`: parts of the two typed arrays. */
export function diff(expected, signed) {
  const start = commonStart(expected, signed)
  const end = commonEnd(expected, signed, start)
  const [left, right] = [expected.subarray(start, expected.length - end), signed.subarray(start, signed.length - end)]
  const runs = []
  push(runs, 'equal', expected.subarray(0, start), signed.subarray(0, start))
  const isSmall = left.length * right.length <= MOST_CELLS
  if (isSmall) for (const run of inner(left, right)) push(runs, run.kind, run.expected, run.signed)
  else push(runs, 'changed', left, right)
  push(runs, 'equal', expected.subarray(expected.length - end), signed.subarray(signed.length - end))
  return runs
}

/** The index of the first difference; undefined if there is none. */
export function firstDifference(expected, signed) {
  const at = commonStart(expected, signed)
  return at === expected.length && at === signed.length ? undefined : at
}

/** Runs from the longest common subsequence. */
function inner(left, right) {
  const width = right.length + 1
  const lengths = new Uint16Array((left.length + 1) * width)
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      lengths[i * width + j] =
        left[i] === right[j]
          ? lengths[(i + 1) * width + j + 1] + 1
          : Math.max(lengths[(i + 1) * width + j], lengths[i * width + j + 1])
    }
  }
  const runs = []
  for (let i = 0, j = 0; i < left.length || j < right.length;) {
    const [fromI, fromJ] = [i, j]
    if (left[i] === right[j] && i < left.length && j < right.length) {
      while (i < left.length && j < right.length && left[i] === right[j]) (i++, j++)
      runs.push({ kind: 'equal', expected: left.subarray(fromI, i), signed: right.subarray(fromJ, j) })
    } else {
      while ((i < left.length || j < right.length) && (i >= left.length || j >= right.length || left[i] !== right[j])) {
        if (j >= right.length || (i < left.length && lengths[(i + 1) * width + j] >= lengths[i * width + j + 1])) i++
        else j++
      }
      runs.push({ kind: 'changed', expected: left.subarray(fromI, i), signed: right.subarray(fromJ, j) })
    }
  }
  return runs
}

/** Appends a run, or extends the last one of the same kind. */
function push(runs, kind, expected, signed) {
  if (expected.length === 0 && signed.length === 0) return
  const last = runs.at(-1)
  if (last?.kind === kind) Object.assign(last, { expected: both(last.expected, expected), signed: both(last.signed, signed) })
  else runs.push({ kind, expected, signed })
}

function both(first, second) {
  const whole = new first.constructor(first.length + second.length)
  whole.set(first)
  whole.set(second, first.length)
  return whole
}

function commonStart(expected, signed) {
  let at = 0
  while (at < expected.length && at < signed.length && expected[at] === signed[at]) at++
  return at
}

function commonEnd(expected, signed, start) {
  let count = 0
  while (count < expected.length - start && count < signed.length - start && expected.at(-1 - count) === signed.at(-1 - count))
    count++
  return count
}

/** 4 MB of table at most. */
const MOST_CELLS = 1 << 21
