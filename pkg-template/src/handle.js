// What the core holds for a caller: opened with credentials, opened again when the core is replaced, closed when forgotten.
import { CountersignError } from './error.js'
import { signing } from './signing.js'
import { utf8 } from './text.js'

/** A signer or verifier in the core; `kind` is how it is opened and closed there. */
export class Handle {
  #kind
  #scheme
  #secrets
  #options
  #opened

  constructor(kind, scheme, secrets, options) {
    this.#kind = kind
    this.#scheme = scheme
    this.#secrets = secrets
    this.#options = options
    signing.call((core) => this.in(core))
  }

  get scheme() {
    return this.#scheme.id
  }

  /** The scheme, where the caller brought it along. */
  get definition() {
    return this.#scheme.definition
  }

  /** Its number in `core`, and what the kind notes about it. */
  in(core) {
    return this.#opened?.generation === core.generation ? this.#opened : this.#open(core)
  }

  /** Forgets the key; the owner is of no use after that. */
  dispose() {
    for (const [, secret] of this.#secrets ?? []) secret.fill(0)
    this.#secrets = undefined
    // Once closed, the number may be another's.
    forgotten?.unregister(this)
    if (this.#opened) release(this.#opened)
    this.#opened = undefined
  }

  #open(core) {
    const kind = this.#kind
    if (this.#secrets === undefined) {
      const message = `the ${kind.name} for \`${this.scheme}\` was disposed of: it holds no key any more, so create another`
      throw new CountersignError('ERR_DISPOSED', message)
    }
    const scheme = utf8(this.#scheme.text, { part: 'scheme', code: 'ERR_SCHEME_UNKNOWN' })
    core.writeBytes([scheme, ...this.#secrets.flat(), ...this.#options.flat()])
    const number = kind.open(core.glue, this.#secrets.length, this.#options.length)
    if (number === 0) throw core.error()
    this.#opened = { generation: core.generation, number, close: kind.close, notes: kind.note?.(core, number) }
    if (typeof FinalizationRegistry === 'function') forgotten ??= new FinalizationRegistry(releaseLater)
    forgotten?.register(this, this.#opened, this)
    return this.#opened
  }
}

let forgotten

/** Where nobody is left to be told: a core that fails is given up in any case. */
function releaseLater(opened) {
  try {
    release(opened)
  } catch {}
}

/** Frees a key in the core, unless that core is gone; where traces of it may be left, the core goes with it. */
const release = ({ generation, number, close }) =>
  signing.callStill(generation, (core) => {
    if (close(core.glue, number)) core.retire()
  })
