// Strings as UTF-8, and the host's encoders.
import { CountersignError } from './error.js'

let shared

/** The UTF-8 of `text`; a lone surrogate is an error of the part and code in `blame`. */
export function utf8(text, blame) {
  if (isWellFormed(text)) return encode(text)
  throw loneSurrogate(text, blame)
}

/** Whether UTF-8 can hold `text`. */
export const isWellFormed = (text) => text.isWellFormed?.() ?? !LONE_SURROGATE.test(text)

/** The error for the first lone surrogate in `text`. */
export function loneSurrogate(text, { part, code }) {
  const offset = encode(text.slice(0, text.search(LONE_SURROGATE))).length
  const message = `\`${part}\`, byte ${offset}: expected a string that UTF-8 can hold, got a lone surrogate`
  return new CountersignError(code, message, { part, offset })
}

/** The UTF-8 of a string with a lone surrogate. */
export const encode = (text) => (shared ??= new (needed('TextEncoder'))()).encode(text)

/** A global of the host, even if Jest's jsdom hides it. */
export const host = (name) => globalThis[name] ?? globalThis.process?.getBuiltinModule?.('node:util')?.[name]

/** A global that the package does not work without; a `vm` context has only what it is given. */
export function needed(name) {
  const found = host(name)
  if (found !== undefined) return found
  const message = `expected the globals \`TextEncoder\`, \`TextDecoder\` and \`atob\`, got no \`${name}\`; a \`vm\` context has only those that it is given`
  throw new CountersignError('ERR_WASM_UNAVAILABLE', message)
}

const LONE_SURROGATE = /\p{Surrogate}/u
