// Preloaded into a recipe: says on file descriptor 3 which port it listens on, so that the recipe need not.
import { writeSync } from 'node:fs'
import { Server } from 'node:net'

const { emit } = Server.prototype
Server.prototype.emit = function (event, ...args) {
  const address = event === 'listening' ? this.address() : undefined
  // Not a pipe, which has a name.
  if (typeof address?.port === 'number') writeSync(3, `${address.port}\n`)
  return emit.call(this, event, ...args)
}
