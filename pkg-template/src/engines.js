// The cores that sign and verify, the smallest first: each can do whatever those before it can.
import { loaders } from '#engines'
import { Engine } from './core.js'
import { HostKeys } from './host.js'

export const engines = /* @__PURE__ */ started()

function started() {
  return loaders().map((load) => new Engine(load, () => new HostKeys()))
}
