// The WebAssembly module inside the script: nothing to fetch, copy or configure.
import { needed } from '../text.js'

export function fromBase64(base64) {
  if (typeof Uint8Array.fromBase64 === 'function') return Uint8Array.fromBase64(base64)
  // By way of the global object: for a free `Buffer`, bundlers for browsers add a package of that name.
  if (globalThis.Buffer) return globalThis.Buffer.from(base64, 'base64')
  const chars = needed('atob')(base64)
  const bytes = new Uint8Array(chars.length)
  for (let i = 0; i < bytes.length; i++) bytes[i] = chars.charCodeAt(i)
  return bytes
}
