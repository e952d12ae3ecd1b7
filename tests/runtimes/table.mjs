// The matrix as a table for the README, from the cells themselves.
import { readFileSync, writeFileSync } from 'node:fs'
import { at } from '../../pkg-template/tools.mjs'

const FILE = 'pkg-template/README.md'
const MARKED = /(<!-- runtimes -->\n)[^]*?(<!-- \/runtimes -->)/

/** The table of the cells that have a version, which those of this machine's own Node have not, and are no tools that only look. */
export function table(cells) {
  const listed = cells.filter(({ version, isTool }) => version !== undefined && !isTool)
  const byHow = merged(
    listed.map(({ runtime, version, how }) => ({ runtime, versions: [version], hows: [how] })),
    'hows',
    'versions',
  )
  const rows = merged(byHow, 'versions', 'hows')
  return (
    row(['runtime', 'versions', 'how it is run']) +
    row(['---', '---', '---']) +
    rows.map(({ runtime, versions, hows }) => row([runtime, versions.join(', '), hows.join('; ')])).join('')
  )
}

/** Writes the table between its markers; `isCheck` only says whether it is up to date. */
export function writeTable(cells, { isCheck }) {
  const before = readFileSync(at(FILE), 'utf8')
  if (!MARKED.test(before)) throw new Error(`\`${FILE}\`: expected the markers of the runtime table, got none`)
  const after = before.replace(MARKED, (_, start, end) => start + table(cells) + end)
  if (after === before) return
  if (isCheck)
    throw new Error(`\`${FILE}\`: the runtime table is out of date: run \`node tests/runtimes/run.mjs table\``)
  writeFileSync(at(FILE), after)
  console.log(`wrote the runtime table of ${FILE}`)
}

/** The rows of one runtime that have the same `same`, as one, with all that they say of `other`. */
function merged(rows, same, other) {
  const found = new Map()
  for (const one of rows) {
    const key = JSON.stringify([one.runtime, one[same]])
    const before = found.get(key)
    if (before) before[other] = [...new Set([...before[other], ...one[other]])]
    else found.set(key, { ...one })
  }
  return [...found.values()]
}

const row = (cells) => `| ${cells.join(' | ')} |\n`
