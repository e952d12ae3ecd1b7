// Handles of signers and verifiers in the core: opened with credentials, reopened when the core is replaced, closed when disposed of.
import { CountersignError } from './error.js'
import { engines } from './engines.js'
import { utf8 } from './text.js'

/** A signer or verifier in the core; `kind` opens and closes it. */
export class Handle {
  #kind
  #scheme
  #secrets
  #options
  #opened
  /** The smallest that can do the scheme. */
  engine

  constructor(kind, scheme, secrets, options) {
    this.#kind = kind
    this.#scheme = scheme
    this.#secrets = secrets
    this.#options = options
    this.engine = engines.find((engine, place) => this.#fits(engine, place === engines.length - 1))
  }

  get scheme() {
    return this.#scheme.id
  }

  get definition() {
    return JSON.parse(this.#scheme.text)
  }

  /** Its number in `core`, and what `kind` knows about it. */
  in(core) {
    return this.#opened?.generation === core.generation ? this.#opened : this.#open(core)
  }

  /** Wipes the key; the owner cannot be used afterwards. */
  dispose() {
    for (const [, secret] of this.#secrets ?? []) secret.fill(0)
    this.#secrets = undefined
    // Once closed, the number may be reused.
    forgotten?.unregister(this)
    if (this.#opened) release(this.#opened)
    this.#opened = undefined
  }

  /** Opens it in the engine; returns false for a scheme that this one lacks, unless it is the last. */
  #fits(engine, isLast) {
    try {
      engine.call((core) => this.in(core))
      return true
    } catch (error) {
      if (isLast || error.code !== 'ERR_UNSUPPORTED') throw error
      return false
    }
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
    this.#opened = { engine: core.engine, generation: core.generation, number, close: kind.close, notes: kind.note?.(core, number) }
    if (typeof FinalizationRegistry === 'function') forgotten ??= new FinalizationRegistry(releaseLater)
    forgotten?.register(this, this.#opened, this)
    return this.#opened
  }
}

let forgotten

/** Closes without reporting an error: a core that fails is given up anyway. */
function releaseLater(opened) {
  try {
    release(opened)
  } catch {}
}

/** Frees a key in the core, unless that core is gone; gives up the core if traces of the key may remain. */
const release = ({ engine, generation, number, close }) =>
  engine.callStill(generation, (core) => {
    if (close(core.glue, number)) core.retire()
  })
