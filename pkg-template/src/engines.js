// The cores that sign and verify, the smallest first: each can do whatever those before it can.
import { modules } from '#engines'
import { Engine } from './core.js'
import { HostKeys } from './host.js'

export const engines = /* @__PURE__ */ started()

function started() {
  return modules().map((module) => new Engine({ ...module, createHostKeys: () => new HostKeys() }))
}
