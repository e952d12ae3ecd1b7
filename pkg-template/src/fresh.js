// Makes fresh credentials of the same shape, and finds the old ones.
import { CountersignError } from './error.js'
import { byteString, lookFor, lookForBytes, standsAt, textIn } from './spellings.js'

/** The parts of a credential, of which `core` is secret: `{ text, lead, core, end }`; undefined for bytes that are not UTF-8. */
export function partsOf(bytes) {
  const text = textIn(byteString(bytes))
  if (text === undefined) return undefined
  const [, before, quote, inner, after] = /^(\s*)(["'`]?)([^]*?)\2(\s*)$/u.exec(text) ?? []
  if (inner === '') return { text, lead: '', core: text, end: '' }
  const prefix = PREFIXES.find((one) => inner.startsWith(one) && inner.length > one.length) ?? ''
  const rest = inner.slice(prefix.length)
  const core = isBase64(rest) ? rest.replace(/=+$/, '') : rest
  return { text, lead: before + quote + prefix, core, end: rest.slice(core.length) + quote + after }
}

/** The search for a credential; with the parts of a fresh one, also its replacement. */
export function wantedOf(parts, own = parts) {
  const isWhole = byteString(parts.core).length < SHORT
  const [old, other] = [parts, own].map(({ text, core }) => (isWhole ? text.trim() || text : core))
  // For values longer than any secret, the beginning is enough.
  if (old.length > LONGEST) return [lookFor(old.slice(0, LONGEST), other.slice(0, LONGEST))]
  const raw = keyOf(parts.core)?.read
  if (!raw || raw(parts.core).length < LONG) return [lookFor(old, other)]
  const [oldText, otherText] = [parts, own].map(({ core }) => printedIn(raw(core)))
  // The decoded value may occur, too.
  const inner = oldText && otherText ? lookFor(oldText, otherText) : lookForBytes(raw(parts.core), raw(own.core))
  return [lookFor(old, other), inner]
}

/** Whether a string or bytes contain the credential `secret` in any spelling. */
export function holds(value, secret) {
  const parts = partsOf(secret)
  const wanted = parts ? wantedOf(parts) : [lookForBytes(byteString(secret))]
  return wanted.some((one) => standsAt(byteString(value), one) !== undefined)
}

/** Bytes as a string, if they are readable UTF-8. */
function printedIn(string) {
  const text = textIn(string)
  return text !== undefined && !/\p{Cc}/u.test(text) ? text : undefined
}

/**
 * Another core of the same shape: letters for letters, digits for digits, punctuation for punctuation; base64 stays base64, and
 * hexadecimal stays hexadecimal. With `isNear`, one punctuation mark of each kind that programs interpret is kept. Undefined if the
 * shape allows no other core.
 */
export function freshOf(core, isNear) {
  for (let tries = 0; tries < TRIES; tries++) {
    const own = shaped(core, isNear)
    if (own !== core) return own
  }
  return undefined
}

function shaped(core, isNear) {
  const key = keyOf(core)
  const inner = key && key.read(core).length >= LONG ? printedIn(key.read(core)) : undefined
  if (key && inner !== undefined) return key.write(byteString(shaped(inner, isNear)), core)
  const ranges = rangesOf(core)
  const isNumber = /^\d*[1-9]\d*$/.test(core)
  const zeros = isNumber ? core.search(/[^0]/) : 0
  const kept = isNear ? hinges(core) : []
  let at = 0
  return Array.from(core, (character, place) => {
    const stays = kept.includes(at) || (isNumber && at < zeros)
    at += character.length
    if (stays) return character
    const range = ranges.find(({ from }) => from.test(character)) ?? OTHERS
    // A number gets no leading zero.
    if (isNumber && place === zeros) return oneOf(NONZERO)
    return oneOf(at === core.length ? lastOf(core, range) : range.to)
  }).join('')
}

/** The places of characters that programs interpret: the first of each kind, and only if they are a small part of the whole. */
function hinges(core) {
  const found = READ_APART.map((kind) => kind.exec(core)).filter((match) => match !== null)
  const places = found.flatMap(({ 0: mark, index }) => Array.from(mark, (_, at) => index + at))
  return places.length * 4 <= core.length ? places : []
}

function rangesOf(core) {
  if (isHex(core)) return HEX
  return isBase64(core) ? [...BASE64, ...RANGES] : RANGES
}

/** The last digit of base64 has bits that must be zero. */
function lastOf(core, { to }) {
  const free = { 2: 16, 3: 4 }[core.length % 4]
  return free && !isHex(core) && isBase64(core) ? ALPHABET.filter((_, value) => value % free === 0) : to
}

const isHex = (text) => /^[\da-f]+$/i.test(text)

/** Whether a string is base64 in either alphabet, with or without padding. */
function isBase64(text) {
  if (!/^(?:[A-Za-z\d+/]+|[\w-]+)={0,2}$/.test(text)) return false
  const digits = text.replace(/=+$/, '')
  if (digits.length % 4 === 1 || (digits !== text && text.length % 4 !== 0)) return false
  return btoa(bytesOfBase64(digits)).replace(/=+$/, '') === standard(digits)
}

const standard = (digits) => digits.replaceAll('-', '+').replaceAll('_', '/')
const bytesOfBase64 = (digits) => atob(standard(digits))

/** Whether bytes contain a private key: PEM, DER, base64 of either, or a JWK. */
export function isPrivateKey(bytes) {
  const string = byteString(bytes)
  const joined = string.replace(/\s+/g, '')
  const inner = isBase64(joined) ? bytesOfBase64(joined) : ''
  return [string, inner].some((one) => /PRIVATE KEY/.test(one) || VERSIONED.test(one) || isPrivateJwk(one))
}

function isPrivateJwk(string) {
  try {
    const { kty, d } = JSON.parse(string)
    return kty !== undefined && d !== undefined
  } catch {
    return false
  }
}

/** A random character of a `range`. */
function oneOf(range) {
  return range.at(random() % range.length)
}

function random() {
  const { crypto } = globalThis
  if (typeof crypto?.getRandomValues === 'function') return crypto.getRandomValues(new Uint32Array(1))[0]
  throw new CountersignError('ERR_RANDOMNESS_UNAVAILABLE', 'expected `crypto.getRandomValues`, to make fresh secrets with, got none')
}

/** The characters from `first` to `last`: some are tens of thousands, and they are never listed. */
const between = (first, last) => ({ length: last - first + 1, at: (place) => String.fromCodePoint(first + place) })
const [UPPER, LOWER, DIGITS] = [[...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'], [...'abcdefghijklmnopqrstuvwxyz'], [...'0123456789']]
const ALPHABET = [...UPPER, ...LOWER, ...DIGITS, '+', '/']
const NONZERO = DIGITS.slice(1)

/** The range of replacements for a character: the same kind and the same length in bytes. */
const RANGES = [
  { from: /\d/, to: DIGITS },
  { from: /[a-z]/, to: LOWER },
  { from: /[A-Z]/, to: UPPER },
  // Punctuation that URLs, forms, JSON and headers leave as it is; that some encoders leave; and the rest, which all of them encode,
  // replaced by two characters that are harmless unencoded.
  { from: /[-_.~]/, to: [...'-_~'] },
  { from: /[!'()*]/, to: [...'!*'] },
  { from: /[\t\n\r -~]/, to: [...'$@'] },
  { from: /[\0-\x7f]/, to: between(0x0e, 0x1b) },
  { from: /(?=\p{Lu})[\x80-\u07ff]/u, to: between(0xc0, 0xd6) },
  { from: /[\x80-\u07ff]/u, to: between(0xe0, 0xf6) },
  { from: /[\u0800-\uffff]/u, to: between(0x4e00, 0x9fa5) },
]
const OTHERS = { to: between(0x1f300, 0x1f3ff) }
const HEX = [RANGES[0], { from: /[a-f]/, to: [...'abcdef'] }, { from: /[A-F]/, to: [...'ABCDEF'] }]
const BASE64 = [{ from: /[+/]/, to: [...'+/'] }, { from: /[-_]/, to: [...'-_'] }]
const KEYS = [
  {
    is: (core) => isHex(core) && core.length % 2 === 0,
    read: (core) => core.replace(/../g, (digits) => String.fromCharCode(parseInt(digits, 16))),
    write: (string, like) => {
      const digits = string.replace(/[^]/g, (one) => one.charCodeAt(0).toString(16).padStart(2, '0'))
      return /[A-F]/.test(like) ? digits.toUpperCase() : digits
    },
  },
  {
    is: isBase64,
    read: bytesOfBase64,
    write: (string, like) => {
      const digits = btoa(string).replace(/=+$/, '')
      return /[-_]/.test(like) ? digits.replaceAll('+', '-').replaceAll('/', '_') : digits
    },
  },
]
/** The encodings of binary keys. */
const keyOf = (core) => KEYS.find(({ is }) => is(core))
/** Characters that programs interpret: in variables, escapes, HTML, URLs and forms. */
const READ_APART = [/\$(?=\w)/, /\\[nrt]/, /[<>&"']/, /[^\w.~!*'()-]/]
/** DER that begins with a version number, as private keys do: RFC 5958, section 2; RFC 8017, appendix A.1.2. */
const VERSIONED = /^0(?:[\0-\x7f]|\x81[^]|\x82[^]{2}|\x83[^]{3})\x02\x01[\0\x01]/

/** Prefixes that only tell the kind of a secret, longer ones first. */
const PREFIXES = [
  // Standard Webhooks, and Svix and Stripe for their webhooks: github.com/standard-webhooks/standard-webhooks, spec.
  'whsec_',
  // Stripe, and others like it: docs.stripe.com/keys.
  ...['sk_live_', 'sk_test_', 'pk_live_', 'pk_test_', 'rk_live_', 'rk_test_'],
  // Others that `explain` knows.
  ...['sk_', 'pk_'],
  // Paddle, for notification settings: developer.paddle.com, signature verification.
  'pdl_ntfset_',
  // Notion: developers.notion.com, authorization.
  'secret_',
  // AWS: docs.aws.amazon.com, IAM identifiers; and the prefix of keys in Signature Version 4.
  ...['AKIA', 'ASIA', 'AWS4'],
  // A JSON object in base64url, with which JWTs begin (RFC 7519), and the scheme name of RFC 6750.
  ...['eyJ', 'Bearer '],
]
/** In bytes: a shorter core is searched together with its prefix; a decoded value must be longer. */
const SHORT = 4
const LONG = 8
/** In characters: the limit of a regular expression is some thousands. */
export const LONGEST = 4096
const TRIES = 32
