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
      return Object.assign(this.#verify(call), { ok: /** @type {const} */ (true) })
    } catch (error) {
      if (!(error instanceof CountersignError) || NOT_RECEIVED.includes(error.code)) throw error
      return /** @type {Refused} */ ({ ok: false, code: error.code, error })
    }
  }

  /** Verifies a fetch Request or Response: reads its body, and returns it. */
  verifyRequest = async (request, options) => {
    const { method, url, status, headers } = request ?? {}
    const body = await input.received(request)
    return this.verify({ method, url: options?.url ?? url, status, headers, body, now: options?.now })
  }

  #verify(call) {
    const given = readReceived(call)
    return this.#handle.engine.call((core) => {
      const { number } = this.#handle.in(core)
      write(core, given)
      const at = core.glue.verify(number, given.nowMs, given.headers.length)
      if (at === 0) throw core.error(given.headers)
      return verified(core, core.numbers(at), given.body)
    })
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
