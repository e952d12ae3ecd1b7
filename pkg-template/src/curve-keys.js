// Keys on elliptic curves, for the core that explains: it has no arithmetic of them, which would make it a quarter larger.
import { createSigner, createVerifier } from '#signing'
import { dispose } from './dispose.js'

/**
 * What this core asks the one that signs and verifies. None of its functions throws, and none calls this core; the arrays are views of
 * its memory.
 */
export class CurveKeys {
  #verifiers = new Map()

  /** Whether `point` is a public key for signatures by `algorithm`. */
  isKey(algorithm, point) {
    try {
      return this.#verifierOf(algorithm, hex(point)) !== undefined
    } catch {
      return false
    }
  }

  /** Whether `signature` (for ECDSA, r and s) over `input` was made with the key pair of `point`. */
  verifies(algorithm, point, input, signature) {
    try {
      const message = { headers: { signature: hex(signature) }, body: input }
      return this.#verifierOf(algorithm, hex(point)).check(message).ok
    } catch {
      return false
    }
  }

  /** Writes the public half of the private `key`, in any form, into `point`; false if that is not possible. */
  writePublicHalf(algorithm, key, point) {
    try {
      const signer = createSigner(schemeOf(algorithm), { privateKey: key })
      const spki = Uint8Array.from(atob(signer.publicKey), (char) => char.charCodeAt(0))
      dispose(signer)
      // The point stands at the end.
      point.set(spki.subarray(spki.length - point.length))
      return true
    } catch {
      return false
    }
  }

  /** Drops all keys. */
  clear() {
    for (const verifier of this.#verifiers.values()) dispose(verifier)
    this.#verifiers.clear()
  }

  #verifierOf(algorithm, point) {
    const name = `${algorithm} ${point}`
    if (!this.#verifiers.has(name)) this.#verifiers.set(name, createVerifier(schemeOf(algorithm), { publicKeys: point }))
    return this.#verifiers.get(name)
  }
}

/** A signature over the body, in a header. */
const schemeOf = (algorithm) => ({
  id: 'explain.curve',
  algorithm,
  credentials: ['privateKey'],
  key: '{privateKey}',
  canonical: '{body}',
  encoding: 'hex',
  headers: { signature: '{signature}' },
  ...(algorithm !== 'ed25519' && { dsaEncoding: 'ieee-p1363' }),
})

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
