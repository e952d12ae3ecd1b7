// createVerifier: a scheme with the keys that may have signed.
import { piece } from './core.js'
import { choices, secrets } from './credentials.js'
import { onDispose } from './dispose.js'
import { CountersignError } from './error.js'
import { Handle } from './handle.js'
import * as input from './input.js'
import { readCall, readReceived, write } from './message.js'
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
  verify = (message) => this.#verify(readCall(message))

  /** The same as `{ ok, … }`: nothing that was received makes it throw, whatever its type; only what `readCall` checks does. */
  check = (message) => {
    const call = readCall(message)
    try {
      return { ok: true, ...this.#verify(call) }
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

  #verify(call) {
    const given = readReceived(call)
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

/** The answer of the core: for the scheme, and then its companion if there is one, as `src/js/answer.rs` lays it out. */
function verified(core, numbers, given) {
  const address = numbers[0]
  const whole = numbers[2] === 1 ? core.ascii(address, numbers[1]) : undefined
  let at = 0
  let slot = 3
  const text = () => piece(core, whole, address, at, (at += numbers[slot++]))
  let body = given
  if (numbers[3] === NONE) slot++
  else if (typeof given !== 'object') body = text()
  else body = core.view(address, (at = numbers[slot++])).slice()
  const next = () => {
    const keyIndex = numbers[slot++]
    const [scheme, timestamp, canonical, fingerprint] = [text(), text(), text(), text()]
    const [high, low] = [numbers[slot++], numbers[slot++]]
    const inputs = {}
    for (let left = numbers[slot++]; left > 0; left--) inputs[text()] = text()
    const instant = high === NONE ? undefined : new Date(high * 2 ** 32 + low)
    const companion = numbers[slot++] === 1 ? next() : undefined
    return { scheme, timestamp: timestamp || undefined, instant, keyIndex, canonical, fingerprint, inputs, companion }
  }
  return { ...next(), body }
}

const NONE = 0xffffffff
