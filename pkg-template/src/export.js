// A case for others to see: as it was, with fresh secrets of the same shape, and the signature that they make by the same mistakes.
import { CountersignError } from './error.js'
import { encode, host } from './text.js'

/** Credentials of the same shape: [name, bytes] pairs. */
export const freshSecrets = (secrets, names) =>
  secrets.map(([name, bytes], index) => [name, isShown(names[index], bytes) ? bytes.slice() : fresh(bytes)])

/** Whether others may see it: a public key, or an id too short to be found again in the request. */
const isShown = (name, bytes) => PUBLIC.includes(name) || (name !== 'secret' && bytes.length < SHORT)

/** What was given, with every text of `secrets` as that of `others`, however it is written there. */
export function withSecrets({ url, headers, body, received, ...given }, secrets, others) {
  const pairs = secrets.map(([, old], index) => [textOf(old), textOf(others[index][1])])
  const known = pairs.filter(([old, own]) => old?.length >= SHORT && old !== own)
  const spelt = known.flatMap((pair) => SPELLINGS.map((spelling) => pair.map(spelling)))
  const plain = (text) => spelt.reduce((changed, [old, own]) => changed.replaceAll(old, own), text)
  const swap = (text) => plain(text).replace(BASE64, (run) => inside(run, plain))
  const whole = pairs.find(([old]) => old === received.trim())
  const text = typeof body === 'object' ? textOf(body) : body
  return {
    ...given,
    url: swap(url),
    headers: headers.map(([name, value]) => [name, swap(value)]),
    body: text === undefined ? body : swap(text),
    // The secret may have been pasted in its place, and may be short.
    received: whole ? whole[1] : swap(received),
  }
}

/** A run of base64, as of `Authorization: Basic`, with what is said inside it swapped. */
function inside(run, swap) {
  try {
    const text = atob(run)
    const swapped = swap(text)
    return swapped === text ? run : btoa(swapped)
  } catch {
    return run
  }
}

/** The same, with the signature that was received swapped: by the `pair` of texts, or by one at random where nothing made it. */
export function withSignature({ url, headers, body, received, ...given }, pair, secrets) {
  const made = new Map()
  const texts = secrets.map(([, bytes]) => textOf(bytes) ?? '')
  const random = (one) => {
    if (texts.some((text) => text.includes(one))) return one
    return made.get(one) ?? made.set(one, textOf(fresh(encode(one)))).get(one)
  }
  const swap = pair ? (text) => text.replaceAll(...pair) : (text) => text.replace(LABELLED.test(text) ? LABELLED : DIGESTS, random)
  return {
    ...given,
    received: swap(received),
    url: pair ? swap(url) : url,
    headers: headers.map(([name, value]) => [name, OF_BODY.includes(name.toLowerCase()) ? value : swap(value)]),
    body: pair && typeof body === 'string' ? swap(body) : body,
  }
}

/** The case as plain data. */
export function asCase(scheme, secrets, names, options, { method, url, timestamp, headers, body, received }, isFound) {
  const texts = Object.fromEntries([...new Set(names)].map((name) => [name, ringOf(name, secrets, names)]))
  const { secret, ...credentials } = texts
  const bytes = typeof body === 'object' ? { bodyBase64: btoa(binary(body)) } : { body }
  return tidied({
    name: isFound ? 'exported, with fresh secrets' : 'exported, with fresh secrets; nothing found makes the signature, so it is random',
    scheme,
    request: tidied({ method, url, timestamp, headers: tidied(Object.fromEntries(headers)), ...bytes }),
    secret,
    credentials: tidied(credentials),
    receivedSignature: received,
    ...options,
  })
}

function ringOf(name, secrets, names) {
  const all = secrets.filter((_, index) => names[index] === name).map(([, bytes]) => textOf(bytes) ?? refuse(name))
  return all.length > 1 ? all : all[0]
}

function refuse(name) {
  const message = `\`${name}\`: expected text, which a case in JSON can hold, got other bytes`
  throw new CountersignError('ERR_CREDENTIAL_INVALID', message, { part: name })
}

/** Other bytes of the same shape; the same only where the shape allows no others. */
function fresh(bytes) {
  for (let tries = 1; ; tries++) {
    const made = shaped(bytes)
    if (tries === TRIES || made.some((byte, place) => byte !== bytes[place])) return made
  }
}

/** Random bytes of the same shape: letters for letters, digits for digits, and the rest as it is. */
function shaped(bytes) {
  const { crypto } = globalThis
  if (typeof crypto?.getRandomValues !== 'function') {
    throw new CountersignError('ERR_RANDOMNESS_UNAVAILABLE', 'expected `crypto.getRandomValues`, to make fresh secrets with, got none')
  }
  const random = crypto.getRandomValues(new Uint8Array(bytes.length))
  const text = textOf(bytes)
  if (text === undefined) return random.fill(255, 0, 1)
  const kept = /^(?:[A-Za-z]{1,8}_){1,3}/.exec(text)?.[0].length ?? 0
  // The last letter of base64 holds bits that have to be zero.
  const end = /[\w+/-]{3}={0,2}\s*$/.exec(text)?.index + 2
  const isHex = /^[\da-f]+$/i.test(text)
  let place = 0
  return encode(
    Array.from(text, (letter) => {
      const at = place
      place += letter.length
      return at < kept || at === end || text[at - 1] === '\\' ? letter : other(letter, random[at], isHex, at === kept)
    }).join(''),
  )
}

function other(letter, random, isHex, isFirst) {
  const range = (isHex ? HEX : RANGES).find((range) => range.includes(letter))
  if (range === undefined) return foreign(letter, random)
  // A number keeps its leading zero, and gets none.
  if (isFirst && letter === '0') return letter
  const from = isFirst && range === DIGITS ? range.slice(1) : range
  return from[random % from.length]
}

/** A letter outside ASCII for another that takes as many bytes. */
function foreign(letter, random) {
  const code = letter.codePointAt(0)
  const start = [[0xffff, 0x1f300], [0x7ff, 0x4e00], [0x7f, 0xe0]].find(([over]) => code > over)?.[1]
  return start === undefined ? letter : String.fromCodePoint(start + (random % (start === 0xe0 ? 32 : 256)))
}

/** The text that bytes are; undefined for other bytes. */
function textOf(bytes) {
  const text = new (host('TextDecoder'))('utf-8', { ignoreBOM: true }).decode(bytes)
  const again = encode(text)
  return again.length === bytes.length && again.every((byte, place) => byte === bytes[place]) ? text : undefined
}

/** One letter for each byte. */
const binary = (bytes) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')

/** Without what is empty. */
const tidied = (object) =>
  Object.fromEntries(
    Object.entries(object).filter(([, value]) => value !== undefined && value !== '' && (typeof value !== 'object' || Object.keys(value).length > 0)),
  )

/** How a secret may stand in a request. */
const SPELLINGS = [
  (text) => text,
  (text) => encodeURIComponent(text.toWellFormed?.() ?? text),
  (text) => JSON.stringify(text).slice(1, -1),
  (text) => btoa(binary(encode(text))),
  (text) => btoa(binary(encode(text))).replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_'),
  (text) => Array.from(encode(text), (byte) => byte.toString(16).padStart(2, '0')).join(''),
]
const BASE64 = /[A-Za-z0-9+/]{8,}={0,2}/g
const PUBLIC = ['publicKeys', 'certificates']
const SHORT = 6
const TRIES = 16
/** What may be a digest in a text. */
const DIGESTS = /[\w+/-]{22,}={0,2}/g
/** The same where the text says which it is. */
const LABELLED = /(?<=\bSignature=)[\w+/-]{22,}={0,2}/
/** Headers that say what anybody can make of the body, or what is signed. */
const OF_BODY = ['content-digest', 'x-amz-content-sha256', 'signature-input']
const DIGITS = '0123456789'
const RANGES = [DIGITS, 'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
const HEX = [DIGITS, 'abcdef', 'ABCDEF']
