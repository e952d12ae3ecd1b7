// createVerifier: a scheme with the keys that may have signed.
import {
  ANSWER_ADDRESS, ANSWER_IS_ASCII, ANSWER_LENGTH, INPUT_END, INPUT_NAME, INPUT_VALUE, SAID_CANONICAL, SAID_END, SAID_FINGERPRINT,
  SAID_HAS_COMPANION, SAID_INPUTS, SAID_INSTANT_HIGH, SAID_INSTANT_LOW, SAID_KEY_INDEX, SAID_SCHEME, SAID_TIMESTAMP, UNCHANGED,
  VERIFIED_BODY, VERIFIED_END,
} from '#slots'
import { piece } from './core.js'
import { choices, secrets } from './credentials.js'
import { onDispose } from './dispose.js'
import { CountersignError } from './error.js'
import { Handle } from './handle.js'
import * as input from './input.js'
import { readReceived, write } from './message.js'
import { put } from './object.js'
import { readScheme } from './scheme.js'
import { signing } from './signing.js'

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

  /** Verifies `{ method, url, headers, body, now }`; throws where it is not valid. */
  verify = (message) => this.#verify(readReceived(message))

  /** The same as `{ ok, … }`: nothing that was received makes it throw, only what the caller does wrong. */
  check = (message) => {
    const given = readReceived(message)
    try {
      return { ok: true, ...this.#verify(given) }
    } catch (error) {
      if (!(error instanceof CountersignError) || NOT_RECEIVED.includes(error.code)) throw error
      return { ok: false, code: error.code, error }
    }
  }

  /** Verifies a fetch Request or Response: reads its bytes, once, and hands them back as `body`. */
  verifyRequest = async (request, options) => {
    const { method, url, status, headers } = request ?? {}
    const body = await input.received(request)
    return this.verify({ method, url: options?.url ?? url, status, headers, body, now: options?.now })
  }

  #verify(given) {
    return signing.call((core) => {
      const { number } = this.#handle.in(core)
      write(core, given)
      const at = core.glue.verify(number, given.nowMs, given.headers.length)
      if (at === 0) throw hinted(core.error(given.headers), given.body)
      return verified(core, core.numbers(at), given.body)
    })
  }
}

/** A mismatch where no body was given is most often a body that nothing read. */
function hinted(error, body) {
  if (error.code !== 'ERR_SIGNATURE_MISMATCH' || body !== undefined) return error
  return new CountersignError(error.code, `${error.message}; no \`body\` was given`)
}

/** What no message can bring about: a verifier that was disposed of, a host that cannot run the core. */
const NOT_RECEIVED = ['ERR_CREDENTIAL_MISSING', 'ERR_WASM_UNAVAILABLE', 'ERR_INTERNAL']

const VERIFIER = {
  name: 'verifier',
  open: (glue, credentials, options) => glue.open_verifier(credentials, options),
  close: (glue, number) => glue.close_verifier(number),
}

/** The answer of the core: for the scheme, and then its companion if there is one. */
function verified(core, numbers, given) {
  const address = numbers[ANSWER_ADDRESS]
  const whole = numbers[ANSWER_IS_ASCII] === 1 ? core.ascii(address, numbers[ANSWER_LENGTH]) : undefined
  let at = 0
  let start = VERIFIED_END
  const text = (slot) => piece(core, whole, address, at, (at += numbers[slot]))
  let body = given
  if (numbers[VERIFIED_BODY] !== UNCHANGED) {
    body = typeof given === 'object' ? core.view(address, (at = numbers[VERIFIED_BODY])).slice() : text(VERIFIED_BODY)
  }
  const next = () => {
    const said = start
    const [scheme, timestamp, canonical, fingerprint] = TEXTS.map((slot) => text(said + slot))
    const inputs = {}
    start += SAID_END
    for (let left = numbers[said + SAID_INPUTS]; left > 0; left--, start += INPUT_END) {
      put(inputs, text(start + INPUT_NAME), text(start + INPUT_VALUE))
    }
    const high = numbers[said + SAID_INSTANT_HIGH]
    const instant = high === UNCHANGED ? undefined : new Date(high * 2 ** 32 + numbers[said + SAID_INSTANT_LOW])
    const keyIndex = numbers[said + SAID_KEY_INDEX]
    const companion = numbers[said + SAID_HAS_COMPANION] === 1 ? next() : undefined
    return { scheme, timestamp: timestamp || undefined, instant, keyIndex, canonical, fingerprint, inputs, companion }
  }
  return { ...next(), body }
}

/** In the order in which they lie. */
const TEXTS = [SAID_SCHEME, SAID_TIMESTAMP, SAID_CANONICAL, SAID_FINGERPRINT]
