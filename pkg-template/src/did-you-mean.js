// Which names somebody may have meant: the library and the command line ask the same.

/** The question after `typed`, as the end of a sentence; empty where none of `names` is near. */
export function meant(typed, names) {
  const near = nearest(typed, names)
  return near.length > 0 ? `: ${didYouMean(near)}` : ''
}

/** The question after the names `near`. */
export const didYouMean = (near) => `did you mean ${near.map((name) => `\`${name}\``).join(' or ')}?`

/**
 * The one of `names` that `typed` is nearly, at most two slips away, or up to three that begin with it. So a secret in
 * the wrong place is near to none, and is not repeated.
 */
export function nearest(typed, names) {
  const lower = typed.toLowerCase()
  const most = typed.length < 4 ? 1 : 2
  const near = names.map((name) => [name, slips(lower, name.toLowerCase())]).filter(([, count]) => count <= most)
  if (near.length > 0) return [near.reduce((best, one) => (one[1] < best[1] ? one : best))[0]]
  return typed.length < 2 ? [] : names.filter((name) => name.toLowerCase().startsWith(lower)).slice(0, 3)
}

/** How many characters are left out, added, changed or swapped: the optimal string alignment distance. */
function slips(a, b) {
  if (Math.abs(a.length - b.length) > 2) return Infinity
  const rows = [[...Array(b.length + 1).keys()]]
  for (let i = 1; i <= a.length; i++) {
    rows[i] = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      rows[i][j] = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + same)
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (isSwapped) rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1)
    }
  }
  return rows[a.length][b.length]
}
