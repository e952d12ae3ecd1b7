// The result of a verification, and the body if all of it was signed.
import {
  ANSWER_ADDRESS, ANSWER_IS_ASCII, ANSWER_LENGTH, COVERAGE_NONE, COVERAGE_PART, COVERAGE_WHOLE, INPUT_END, INPUT_NAME, INPUT_VALUE,
  RESULT_CANONICAL, RESULT_COVERS, RESULT_END, RESULT_FINGERPRINT, RESULT_HAS_COMPANION, RESULT_INPUTS, RESULT_SIGNED_AT_HIGH, RESULT_SIGNED_AT_LOW,
  RESULT_KEY_INDEX, RESULT_SCHEME, RESULT_TIMESTAMP, UNCHANGED, VERIFIED_BODY, VERIFIED_END,
} from '#slots'
import { piece } from './core.js'
import { CountersignError, refused } from './error.js'
import { put } from './object.js'
import { host } from './text.js'
/** @import { Coverage, Covers, VerifiedSignature } from '../index.js' */

/** Reads the core's result: of the scheme, then of its companion, if there is one; `given` is the received body. */
export function verified(core, numbers, given) {
  const address = numbers[ANSWER_ADDRESS]
  const whole = numbers[ANSWER_IS_ASCII] === 1 ? core.ascii(address, numbers[ANSWER_LENGTH]) : undefined
  let at = 0
  let start = VERIFIED_END
  const text = (slot) => piece(core, whole, address, at, (at += numbers[slot]))
  let body = given
  if (numbers[VERIFIED_BODY] !== UNCHANGED) {
    body = typeof given === 'object' ? core.view(address, (at = numbers[VERIFIED_BODY])).slice() : text(VERIFIED_BODY)
  }
  /** @returns {VerifiedSignature<any> & { companion: VerifiedSignature<any> | undefined }} with the inputs that the scheme names */
  const next = () => {
    const first = start
    const [scheme, timestamp, canonical, fingerprint] = TEXTS.map((slot) => text(first + slot))
    const inputs = {}
    start += RESULT_END
    for (let left = numbers[first + RESULT_INPUTS]; left > 0; left--, start += INPUT_END) {
      put(inputs, text(start + INPUT_NAME), text(start + INPUT_VALUE))
    }
    const high = numbers[first + RESULT_SIGNED_AT_HIGH]
    const signedAt = high === UNCHANGED ? undefined : new Date(high * 2 ** 32 + numbers[first + RESULT_SIGNED_AT_LOW])
    const [keyIndex, covers] = [numbers[first + RESULT_KEY_INDEX], coverage(numbers[first + RESULT_COVERS])]
    const companion = numbers[first + RESULT_HAS_COMPANION] === 1 ? next() : undefined
    return { scheme, timestamp: timestamp || undefined, signedAt, keyIndex, canonical, fingerprint, inputs, covers, companion }
  }
  const result = next()
  return /** @type {Verified & typeof result} */ (new Verified(result, given, body))
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

class Verified {
  constructor(result, given, body) {
    Object.assign(this, result)
    this.received = { body: given }
    if (result.covers.body === 'whole' || result.companion?.covers.body === 'whole') this.body = body
    // Not enumerable, so that printing or copying the result does not throw.
    else Object.defineProperty(this, 'body', { get: () => refuse(result) })
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
/** In the order of the core's result. */
const TEXTS = [RESULT_SCHEME, RESULT_TIMESTAMP, RESULT_CANONICAL, RESULT_FINGERPRINT]
