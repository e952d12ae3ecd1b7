// The result of a verification, and the body if all of it was signed.
import {
  ANSWER_ADDRESS, ANSWER_IS_ASCII, ANSWER_LENGTH, COVERAGE_NONE, COVERAGE_PART, COVERAGE_WHOLE, INPUT_END, INPUT_NAME, INPUT_VALUE,
  RESULT_CANONICAL, RESULT_COVERS, RESULT_END, RESULT_FINGERPRINT, RESULT_HAS_COMPANION, RESULT_INPUTS, RESULT_SIGNED_AT_HIGH, RESULT_SIGNED_AT_LOW,
  RESULT_KEY_INDEX, RESULT_SCHEME, RESULT_TIMESTAMP, UNCHANGED, VERIFIED_BODY, VERIFIED_END, VERIFIED_FINGERPRINTED,
} from '#slots'
import { piece } from './core.js'
import { CountersignError, refused } from './error.js'
import { put } from './object.js'
import { encode, host } from './text.js'
/** @import { Coverage, Covers } from '../index.js' */

/** Reads the core's result; `texts` are those of the verifier, and `given` is the received body, which lies at `bodyAt`. */
export function verified(core, numbers, texts, given, bodyAt) {
  return new Verified(new Reader(core, numbers, texts), given, bodyAt)
}

/** Reads the strings of an answer one after the other, and then the bytes behind them. */
class Reader {
  constructor(core, numbers, texts) {
    const behind = numbers[VERIFIED_FINGERPRINTED]
    this.core = core
    this.numbers = numbers
    this.texts = texts
    this.address = numbers[ANSWER_ADDRESS]
    this.end = numbers[ANSWER_LENGTH]
    this.length = behind === UNCHANGED ? this.end : this.end - behind
    this.all = this.end === 0 ? '' : core.latin1(this.address, this.end)
    this.whole = numbers[ANSWER_IS_ASCII] === 1 ? this.all ?? core.ascii(this.address, this.length) : undefined
    this.at = 0
    this.start = VERIFIED_END
  }

  text(slot) {
    const from = this.at
    return piece(this.core, this.whole, this.address, from, (this.at = from + this.numbers[slot]))
  }

  /** The bytes that stand in place of the text at `slot`. */
  bytes(slot) {
    const from = this.at
    this.at = from + this.numbers[slot]
    return this.core.keep(this.address + from, this.at - from)
  }

  /** The bytes behind all strings. */
  behind() {
    return this.all?.slice(this.length) ?? this.core.keep(this.address + this.length, this.end - this.length)
  }

  /** The next scheme's facts, as members of `result`; the function `fingerprint` returns one that the core has not computed. */
  facts(result, fingerprint) {
    const { numbers, start } = this
    result.scheme = this.texts[numbers[start + RESULT_SCHEME]]
    result.timestamp = this.text(start + RESULT_TIMESTAMP) || undefined
    const high = numbers[start + RESULT_SIGNED_AT_HIGH]
    result.signedAt = high === UNCHANGED ? undefined : new Date(high * 2 ** 32 + numbers[start + RESULT_SIGNED_AT_LOW])
    result.keyIndex = numbers[start + RESULT_KEY_INDEX]
    const template = numbers[start + RESULT_CANONICAL]
    result.canonical = template === UNCHANGED ? '' : this.texts[template]
    if (numbers[start + RESULT_FINGERPRINT] === UNCHANGED) addGetter(result, 'fingerprint', fingerprint)
    else result.fingerprint = this.text(start + RESULT_FINGERPRINT)
    result.inputs = {}
    this.start = start + RESULT_END
    for (let left = numbers[start + RESULT_INPUTS]; left > 0; left--, this.start += INPUT_END) {
      const name = this.text(this.start + INPUT_NAME)
      put(result.inputs, name, this.text(this.start + INPUT_VALUE))
    }
    result.covers = coverage(numbers[start + RESULT_COVERS])
    result.companion = numbers[start + RESULT_HAS_COMPANION] === 1 ? this.facts({}) : undefined
    return result
  }
}

/**
 * How much of each part of the message is covered.
 *
 * @returns {Covers}
 */
export function coverage(bits) {
  const known = COVERS.get(bits)
  if (known) return known
  const of = (place) => WORDS[(bits >> (2 * place)) & 3]
  const covers = Object.freeze({ method: of(0), url: of(1), query: of(2), headers: of(3), body: of(4) })
  COVERS.set(bits, covers)
  return covers
}

/**
 * A result. The fingerprint and the copies of bytes are made when they are read, since each costs as much as all else. They are own
 * members all the same, so that whoever copies or prints the result gets them.
 */
class Verified {
  #engine
  #isBytes
  /** The received body, and the signed one: a string, or bytes as they are kept. */
  #received
  #signed
  /** The bytes of which the fingerprint is the digest; undefined if that is the received body. */
  #fingerprinted
  /** What was made. */
  #fingerprint
  #given
  #body

  constructor(reader, given, bodyAt) {
    const { core, numbers } = reader
    const isBytes = typeof given === 'object'
    this.#engine = core.engine
    this.#isBytes = isBytes
    this.#received = isBytes ? core.keep(bodyAt, given.length) : given
    this.#signed = this.#received
    if (numbers[VERIFIED_BODY] !== UNCHANGED) this.#signed = isBytes ? reader.bytes(VERIFIED_BODY) : reader.text(VERIFIED_BODY)
    if (numbers[VERIFIED_FINGERPRINTED] !== UNCHANGED) this.#fingerprinted = reader.behind()
    const facts = reader.facts(this, this.#fingerprintOf)
    if (isBytes) addGetter(this, 'received', this.#givenOf)
    else this.received = { body: given }
    // Not enumerable, so that printing or copying the result does not throw.
    if (facts.covers.body !== 'whole' && facts.companion?.covers.body !== 'whole') Object.defineProperty(this, 'body', { get: () => refuse(facts) })
    else if (isBytes) addGetter(this, 'body', this.#bodyOf)
    else this.body = this.#signed
    // Named in its own body, the class would be called `_Verified` in the bundles.
    if (!(INSPECT in this)) Object.defineProperty(Object.getPrototypeOf(this), INSPECT, { value: inspected })
  }

  #fingerprintOf() {
    const bytes = this.#fingerprinted ?? (this.#isBytes ? this.#received : encode(this.#received ?? ''))
    return (this.#fingerprint ??= fingerprint(this.#engine, bytesOf(bytes)))
  }

  #givenOf() {
    return (this.#given ??= { body: bytesOf(this.#received) })
  }

  #bodyOf() {
    if (this.#signed === this.#received) return this.#givenOf().body
    return (this.#body ??= bytesOf(this.#signed))
  }

  /** The body as a string. */
  text() {
    const { body } = this
    if (typeof body !== 'object') return body ?? ''
    try {
      return new (host('TextDecoder'))('utf-8', { fatal: true, ignoreBOM: true }).decode(body)
    } catch {
      throw refused('ERR_BODY_INVALID', 'body', 'UTF-8', 'other bytes: read `body`')
    }
  }

  /** The body as JSON. */
  json() {
    const text = this.text()
    try {
      return JSON.parse(text)
    } catch {
      throw refused('ERR_BODY_INVALID', 'body', 'JSON', text === '' ? 'an empty body' : 'a body that is not JSON: read `text()`')
    }
  }
}

/** Adds an own member that is made when it is read. With the same function for all results, V8 gives them all the same shape. */
function addGetter(result, name, get) {
  // Half the time of `Object.defineProperty`.
  result.__defineGetter__(name, get)
}

/** The fingerprint of a verified message; any core knows it. */
const fingerprint = (engine, canonical) =>
  engine.call((core) => {
    core.writeBytes([canonical])
    return core.glue.fingerprint()
  })

/** A copy of bytes that were kept. */
function bytesOf(kept) {
  if (typeof kept !== 'string') return kept.slice()
  const bytes = new Uint8Array(kept.length)
  globalThis.Buffer?.from(bytes.buffer).latin1Write(kept)
  return bytes
}

/**
 * What Node's `console.log` shows: the values of all members.
 *
 * @this {object}
 */
function inspected() {
  for (const name of Object.keys(this)) Reflect.defineProperty(this, name, { value: this[name] })
  return this
}

/** The error for reading a body that was not signed. */
function refuse({ scheme, canonical }) {
  const signs = canonical === '' ? 'nothing' : `\`${canonical.replaceAll('\n', '\\n')}\``
  const message = `\`body\`: expected a scheme that signs the whole body, got \`${scheme}\`, which signs ${signs}: ` +
    'read what was signed in `inputs`; what came is `received.body`'
  throw new CountersignError('ERR_BODY_NOT_SIGNED', message, { part: 'body' })
}

/** @type {Map<number, Covers>} */
const COVERS = /* @__PURE__ */ new Map()
/** @type {Record<number, Coverage>} */
const WORDS = { [COVERAGE_NONE]: 'none', [COVERAGE_PART]: 'part', [COVERAGE_WHOLE]: 'whole' }
const INSPECT = /* @__PURE__ */ Symbol.for('nodejs.util.inspect.custom')
