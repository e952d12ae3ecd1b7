// createVerifier: a scheme with the keys that may have signed.
import { choices, secrets } from './credentials.js'
import { onDispose } from './dispose.js'
import { CountersignError } from './error.js'
import { Handle } from './handle.js'
import * as input from './input.js'
import { readCall, readReceived, write } from './message.js'
import { readScheme } from './scheme.js'
import { coverage, verified } from './verified.js'
/** @import { Refused } from '../index.js' */

/** A verifier for `scheme`. */
export function createVerifier(scheme, credentials, options) {
  const read = readScheme(scheme)
  return new Verifier(new Handle(VERIFIER, read, secrets(read.id, credentials), choices(options)))
}

// Its methods are members of each object, so that they can be destructured: `const { check } = createVerifier(…)`.
class Verifier {
  #handle
  /** What all messages have in common; unknown before the first one. */
  #common

  constructor(handle) {
    this.#handle = handle
    // Wipes the keys; the object cannot be used afterwards.
    onDispose(this, () => handle.dispose())
  }

  /** The scheme's id. */
  get scheme() {
    return this.#handle.scheme
  }

  /** The least that the signature of a valid message covers. */
  get covers() {
    return this.#handle.engine.call((core) => this.#handle.in(core).notes)
  }

  /** Verifies `{ method, url, headers, body, now }`; throws if it is not valid. */
  verify = (message) => this.#verify(readCall(message))

  /** The same as `{ ok, … }`: no received value of any type makes it throw, only the arguments that `readCall` checks. */
  check = (message) => {
    const call = readCall(message)
    try {
      const result = this.#verify(call)
      result.ok = true
      return result
    } catch (error) {
      if (!(error instanceof CountersignError) || NOT_RECEIVED.includes(error.code)) throw error
      return /** @type {Refused} */ ({ ok: false, code: error.code, error })
    }
  }

  /** The key to fetch before `message` can be verified; null if a key at hand may have signed it. */
  needs = (message) => {
    const call = readCall(message)
    const running = this.#handle.engine.core()
    try {
      const { number } = this.#handle.in(running)
      const given = readReceived(call, (this.#common ??= commonOf(running, number)).headers)
      write(running, given)
      if (!running.glue.needs(number, given.headers.length)) throw running.error(given.headers)
      const need = running.taken()
      return running.done(need === undefined ? null : Object.fromEntries(need))
    } catch (cause) {
      throw running.failed(cause)
    }
  }

  /** Verifies a fetch Request or Response: reads its body, and returns it. */
  verifyRequest = async (request, options) => {
    const { method, url, status, headers } = request ?? {}
    const body = await input.received(request)
    return this.verify({ method, url: options?.url ?? url, status, headers, body, now: options?.now })
  }

  #verify(call) {
    const given = readReceived(call, this.#common?.headers)
    const running = this.#handle.engine.core()
    try {
      const { number } = this.#handle.in(running)
      const { texts } = (this.#common ??= commonOf(running, number))
      const bodyAt = write(running, given)
      // Verifying may move the memory, and with it the buffer's view, but not the buffer.
      const start = running.area.byteOffset
      const at = running.glue.verify(number, given.nowMs, given.headers.length)
      if (at === 0) throw running.error(given.headers)
      return running.done(verified(running, running.numbers(at), texts, given.body, start + bodyAt))
    } catch (cause) {
      throw running.failed(cause)
    }
  }
}

/** What the core says of a verifier: the headers that it reads, if these are not all, and the texts of its results. */
function commonOf(core, number) {
  const facts = core.objectOf((glue) => glue.verifier(number))
  const headers = facts.get('headers')
  return { headers: headers && new Names(headers), texts: facts.get('texts') }
}

/** The names of the headers that a verifier reads, so that no others cross into the core. */
class Names {
  constructor(names) {
    this.names = new Set(names.map((name) => name.toLowerCase()))
    // The core compares ASCII only, in which both cases have the same length; most names end here.
    this.lengths = new Set(names.map((name) => name.length))
  }

  has(name) {
    return this.lengths.has(name.length) && this.names.has(name.toLowerCase())
  }
}

/** What no message can bring about: a clock before 2001, a verifier that was disposed of, a host that cannot run the core. */
const NOT_RECEIVED = ['ERR_ARGUMENT_INVALID', 'ERR_DISPOSED', 'ERR_WASM_UNAVAILABLE', 'ERR_INTERNAL']

const VERIFIER = {
  name: 'verifier',
  open: (glue, credentials, options) => glue.open_verifier(credentials, options),
  close: (glue, number) => glue.close_verifier(number),
  note: ({ glue }, number) => coverage(glue.covers(number)),
}
