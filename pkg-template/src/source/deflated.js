// The same, deflated: a third of the size, but some milliseconds slower to start where the host does not inflate.
import { inflateSync } from 'fflate'
import { fromBase64 } from './base64.js'

export function fromDeflated(base64) {
  const inflate = globalThis.process?.getBuiltinModule?.('node:zlib')?.inflateRawSync ?? inflateSync
  return inflate(fromBase64(base64))
}
