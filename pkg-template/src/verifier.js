// createVerifier: a scheme with the keys that may have signed.
import { choices, secrets } from './credentials.js'
import { onDispose } from './dispose.js'
import { CountersignError } from './error.js'
import { Handle } from './handle.js'
import * as input from './input.js'
import { readCall, readReceived, write } from './message.js'
import { readScheme } from './scheme.js'
import { signing } from './signing.js'
import { coverage, verified } from './verified.js'

/** A verifier for the scheme called `scheme`. */
export function createVerifier(scheme, credentials, options) {
  const read = readScheme(scheme)
  return new Verifier(new Handle(VERIFIER, read, secrets(read.id, credentials), choices(options)))
}

// Its methods are members of each object, so that they can be taken out of it: `const { check } = createVerifier(…)`.
class Verifier {
  #handle

  constructor(handle) {
    this.#handle = handle
    // Forgets the keys; it is of no use after that.
    onDispose(this, () => handle.dispose())
  }

  /** The scheme's id. */
  get scheme() {
    return this.#handle.scheme
  }

  /** What every message that verifies covers at least. */
  get covers() {
    return signing.call((core) => this.#handle.in(core).notes)
  }

  /** Verifies `{ method, url, headers, body, now }`; throws where it is not valid. */
  verify = (message) => this.#verify(readCall(message))

  /** The same as `{ ok, … }`: nothing that was received makes it throw, whatever its type; only what `readCall` checks does. */
  check = (message) => {
    const call = readCall(message)
    try {
      const verified = this.#verify(call)
      verified.ok = true
      return verified
    } catch (error) {
      if (!(error instanceof CountersignError) || NOT_RECEIVED.includes(error.code)) throw error
      return { ok: false, code: error.code, error }
    }
  }

  /** Verifies a fetch Request or Response: reads its bytes, once, and hands them back. */
  verifyRequest = async (request, options) => {
    const { method, url, status, headers } = request ?? {}
    const body = await input.received(request)
    return this.verify({ method, url: options?.url ?? url, status, headers, body, now: options?.now })
  }

  #verify(call) {
    const given = readReceived(call)
    // What is given out is what was verified, whatever the caller writes into the bytes meanwhile.
    if (typeof given.body === 'object') given.body = given.body.slice()
    return signing.call((core) => {
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
