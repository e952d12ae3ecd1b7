// Every cell of the matrix, as a row of data: what runs where, in which version, and how.
import { cells as alone } from './families/alone.mjs'
import { cells as browsers } from './families/browsers.mjs'
import { cells as bundlers } from './families/bundlers.mjs'
import { cells as checkers } from './families/checkers.mjs'
import { cells as cloudflare } from './families/cloudflare.mjs'
import { cells as installers } from './families/installers.mjs'
import { cells as jest } from './families/jest.mjs'
import { cells as metro } from './families/metro.mjs'
import { cells as next } from './families/next.mjs'
import { cells as node } from './families/node.mjs'
import { cells as readme } from './families/readme.mjs'
import { cells as transpilers } from './families/transpilers.mjs'
import { cells as vitest } from './families/vitest.mjs'
import { cells as workers } from './families/workers.mjs'

/**
 * A cell has its `id`; its `tier`, 'fast' or 'matrix'; the `runtime`, its `version` and `how` it is run, as the table
 * says them (not for what `isTool`); the browsers that it `needs`; why it `cannot` run on this machine; what it has to have `alone`; and
 * `run(home)`, which gives `{ passed, failed }`, and may give the `version` that it met and a `note`.
 */
export const cells = [...node, ...installers, ...alone, ...workers, ...cloudflare, ...next, ...jest, ...vitest, ...bundlers, ...transpilers, ...metro, ...browsers, ...checkers, ...readme]

/** The cells that are called so: a tier, where the matrix holds the fast one too, or an id. */
export function named(names) {
  const found = names.flatMap((name) =>
    cells.filter(({ id, tier }) => name === 'matrix' || name === tier || name === id),
  )
  const unknown = names.find((name) => name !== 'matrix' && !found.some(({ id, tier }) => [id, tier].includes(name)))
  if (names.length > 0 && unknown === undefined) return [...new Set(found)]
  const known = ['fast', 'matrix', ...cells.map(({ id }) => id)].join(' ')
  throw new Error(`expected some of ${known}, got \`${unknown ?? 'nothing'}\``)
}
