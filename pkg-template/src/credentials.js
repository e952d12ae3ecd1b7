// Copies credentials and options as bytes, so that the core can be restarted.
import { CountersignError, nameOr, refused } from './error.js'
import * as input from './input.js'
import { utf8 } from './text.js'

/** Names, values, and how each value was given; a list of keys becomes several values under the same name. */
export function secrets(scheme, credentials) {
  if (typeof credentials !== 'object' || credentials === null) {
    const message = `\`${scheme}\` needs credentials: expected an object of them, got ${input.kind(credentials)}`
    throw new CountersignError('ERR_CREDENTIAL_MISSING', message)
  }
  return Object.entries(credentials).flatMap(([given, value]) => {
    const name = nameOr(given, 'credentials')
    const key = utf8(given, { part: name, code: 'ERR_CREDENTIAL_INVALID' })
    const values = Array.isArray(value) ? value : [value]
    if (values.length > 0) return values.map((one) => [key, secret(scheme, name, one), typeof one === 'string' ? TEXT : BYTES])
    throw missing(scheme, name, 'an empty array')
  })
}

/** Options by name: members of an inner object as `name.inner`, lists joined by spaces. */
export function choices(options, prefix = '') {
  if (options === undefined) return []
  if (input.tag(options) !== 'Object') {
    const part = prefix.slice(0, -1) || 'options'
    throw refused('ERR_OPTION_INVALID', part, 'an object', input.kind(options))
  }
  return Object.entries(options).filter(([, value]) => value !== undefined).flatMap(([inner, value]) => {
    const given = prefix + inner
    if (given === 'jws') return choices(value, 'jws.')
    const name = nameOr(given, 'options')
    const blame = { part: name, code: 'ERR_OPTION_INVALID' }
    return [[utf8(given, blame), utf8(choice(name, value), blame)]]
  })
}

function secret(scheme, name, value) {
  // A name with the value undefined is most likely an unset variable; leave out the name to leave out the credential.
  if (value === undefined || value === null) throw missing(scheme, name, String(value))
  const exported = exportOf(value)
  const raw = input.bytes(exported ?? value)
  // The exported bytes belong to us alone, so they can be wiped.
  if (raw) return exported === undefined ? raw.slice() : raw
  const text = exported ?? (typeof value === 'string' ? value : asJwk(value))
  if (typeof text === 'string') return utf8(text, { part: name, code: 'ERR_CREDENTIAL_INVALID' })
  throw refused('ERR_CREDENTIAL_INVALID', name, 'a string or bytes', input.kind(value) + (MENDS[input.tag(value)] ?? ''))
}

function missing(scheme, name, got) {
  const message = `\`${scheme}\` needs the credential \`${name}\`: expected a string or bytes, got ${got}`
  return new CountersignError('ERR_CREDENTIAL_MISSING', message, { part: name })
}

/** The key in a KeyObject of Node: a secret as bytes, a private or public key as PEM; undefined for anything else. */
function exportOf(value) {
  if (typeof value?.export !== 'function') return undefined
  const type = { secret: undefined, private: 'pkcs8', public: 'spki' }[value.type]
  return value.export(type && { type, format: 'pem' })
}

/** A JWK or a set of them as JSON; undefined for anything else. */
function asJwk(value) {
  try {
    return typeof value?.kty === 'string' || Array.isArray(value?.keys) ? JSON.stringify(value) : undefined
  } catch {
    return undefined
  }
}

function choice(name, value) {
  if (SWITCHES.includes(name)) return aSwitch(name, value)
  if (name === 'toleranceSeconds') return value === Infinity ? 'none' : seconds(name, value)
  if (name === 'expiresAfterSeconds' && typeof value === 'number') return seconds(name, value)
  if (LISTS.includes(name) && Array.isArray(value)) return value.map((one) => choice(name, one)).join(' ')
  const raw = name === 'jws.certificate' ? input.bytes(value) : undefined
  if (raw) return btoa(String.fromCharCode(...raw))
  if (typeof value === 'string') return value
  const expected = typeof value === 'number' ? 'a string; a number is what `toleranceSeconds` takes' : 'a string'
  throw refused('ERR_OPTION_INVALID', name, expected, input.kind(value))
}

function aSwitch(name, value) {
  if (typeof value === 'boolean') return String(value)
  throw refused('ERR_OPTION_INVALID', name, '`true` or `false`', input.kind(value))
}

function seconds(name, value) {
  if (Number.isSafeInteger(value) && value >= 0) return String(value)
  const got = typeof value === 'number' ? String(value) : input.kind(value)
  throw refused('ERR_OPTION_INVALID', name, 'whole seconds, or Infinity', got)
}

/** Options that are on or off. */
const SWITCHES = ['allowHttp', 'allowLongTolerance']
/** Options that take several values. */
const LISTS = ['jws.alg', 'components']
const EXTERNAL = "sign with `key: 'external'`, `prepare` and `finish`"
/** How a credential was given: strings are checked for quotes and white space, bytes are not. */
const TEXT = /* @__PURE__ */ Uint8Array.of(0x74, 0x65, 0x78, 0x74)
export const BYTES = /* @__PURE__ */ new Uint8Array(0)
/** How to pass keys of other libraries. */
const MENDS = {
  __proto__: null,
  CryptoKey: `: pass what \`crypto.subtle.exportKey\` gives, or, where it gives nothing, ${EXTERNAL}`,
}
