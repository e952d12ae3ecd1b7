// What differs between two strings, of bytes or of numbers for characters: runs that are equal, missing or added; no matter how long.

/** Runs of `{ kind, due, signed }`: parts of the two typed arrays, of which equal runs have both. */
export function diff(due, signed) {
  const start = commonStart(due, signed)
  const end = commonEnd(due, signed, start)
  const [left, right] = [due.subarray(start, due.length - end), signed.subarray(start, signed.length - end)]
  const runs = []
  push(runs, 'equal', due.subarray(0, start), signed.subarray(0, start))
  const isSmall = left.length * right.length <= MOST_CELLS
  if (isSmall) for (const run of inner(left, right)) push(runs, run.kind, run.due, run.signed)
  else push(runs, 'changed', left, right)
  push(runs, 'equal', due.subarray(due.length - end), signed.subarray(signed.length - end))
  return runs
}

/** Where they first differ; undefined where they do not. */
export function firstDifference(due, signed) {
  const at = commonStart(due, signed)
  return at === due.length && at === signed.length ? undefined : at
}

/** The longest common subsequence, joined to runs. */
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
      runs.push({ kind: 'equal', due: left.subarray(fromI, i), signed: right.subarray(fromJ, j) })
    } else {
      while ((i < left.length || j < right.length) && (i >= left.length || j >= right.length || left[i] !== right[j])) {
        if (j >= right.length || (i < left.length && lengths[(i + 1) * width + j] >= lengths[i * width + j + 1])) i++
        else j++
      }
      runs.push({ kind: 'changed', due: left.subarray(fromI, i), signed: right.subarray(fromJ, j) })
    }
  }
  return runs
}

/** Equal runs of a byte or two between changes say nothing: they join them. */
function push(runs, kind, due, signed) {
  if (due.length === 0 && signed.length === 0) return
  const last = runs.at(-1)
  if (last?.kind === kind) Object.assign(last, { due: both(last.due, due), signed: both(last.signed, signed) })
  else runs.push({ kind, due, signed })
}

function both(first, second) {
  const whole = new first.constructor(first.length + second.length)
  whole.set(first)
  whole.set(second, first.length)
  return whole
}

function commonStart(due, signed) {
  let at = 0
  while (at < due.length && at < signed.length && due[at] === signed[at]) at++
  return at
}

function commonEnd(due, signed, start) {
  let count = 0
  while (count < due.length - start && count < signed.length - start && due.at(-1 - count) === signed.at(-1 - count))
    count++
  return count
}

/** 4 MB of table at most. */
const MOST_CELLS = 1 << 21
