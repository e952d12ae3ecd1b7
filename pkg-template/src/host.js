// The host's own cryptography, where it is synchronous: Node's `crypto`, which Deno, Bun and Workers with `nodejs_compat` have too.
import {
  HASH_MD5, HASH_SHA1, HASH_SHA256, HASH_SHA384, HASH_SHA512, KEY_FORM_BOTH, KEY_FORM_FIRST, KEY_FORM_HMAC, KEY_FORM_LAST, KEY_FORM_PRIVATE,
  KEY_FORM_PKCS8, KEY_FORM_SPKI, METHOD_ECDSA, METHOD_EDDSA, METHOD_PKCS1, METHOD_PSS, VERDICT_NO, VERDICT_UNKNOWN, VERDICT_YES,
} from '#slots'

/**
 * The keys of one core that the host computes with, and the functions that this core calls. None of them throws, and none calls the core;
 * the arrays are views of its memory. What a host answers is judged by the core.
 */
export class HostKeys {
  #keys = new Map()
  #last = 0

  /** Takes a copy of a key. Returns its number; 0 if there is no such host, or it cannot use the key. */
  take(form, hash, bytes) {
    try {
      const crypto = globalThis.process?.getBuiltinModule?.('node:crypto')
      if (crypto === undefined) return 0
      this.#keys.set(++this.#last, MAKERS[form](crypto, HASHES[hash], bytes))
      return this.#last
    } catch {
      return 0
    }
  }

  /** Writes the MAC over `input`; false if that is not possible. */
  mac(number, input, mac) {
    try {
      return fill(mac, this.#keys.get(number).mac(input))
    } catch {
      return false
    }
  }

  /** Writes the signature over `input`, which for RSA the host verifies, too; false if that is not possible. */
  sign(number, method, hash, salt, input, signature) {
    try {
      const { crypto, key, half } = this.#keys.get(number)
      const [digest, ask] = METHODS[method](crypto, HASHES[hash], salt)
      const made = crypto.sign(digest, input, ask(key))
      return (half === undefined || crypto.verify(digest, input, ask(half), made) === true) && fill(signature, made)
    } catch {
      return false
    }
  }

  /** Whether a signature over `input` verifies, as a verdict. */
  verify(number, method, hash, salt, input, signature) {
    try {
      const { crypto, key } = this.#keys.get(number)
      const [digest, ask] = METHODS[method](crypto, HASHES[hash], salt)
      const verdict = crypto.verify(digest, input, ask(key), signature)
      return typeof verdict === 'boolean' ? (verdict ? VERDICT_YES : VERDICT_NO) : VERDICT_UNKNOWN
    } catch {
      return VERDICT_UNKNOWN
    }
  }

  /** Drops a key. */
  forget(number) {
    this.#keys.get(number)?.bytes?.fill(0)
    this.#keys.delete(number)
  }

  /** Drops all keys. */
  clear() {
    for (const number of this.#keys.keys()) this.forget(number)
  }
}

/** What is kept of each form of key. The host copies what it takes; the core wipes its own bytes. */
const MAKERS = {
  [KEY_FORM_HMAC](crypto, hash, bytes) {
    const key = crypto.createSecretKey(bytes)
    return { mac: (input) => crypto.createHmac(hash, key).update(input).digest() }
  },
  [KEY_FORM_FIRST]: (crypto, hash, bytes) => keyedDigest(crypto, hash, bytes, true, false),
  [KEY_FORM_LAST]: (crypto, hash, bytes) => keyedDigest(crypto, hash, bytes, false, true),
  [KEY_FORM_BOTH]: (crypto, hash, bytes) => keyedDigest(crypto, hash, bytes, true, true),
  [KEY_FORM_PRIVATE](crypto, _, bytes) {
    const key = crypto.createPrivateKey({ key: bytes, format: 'der', type: 'pkcs1' })
    return { crypto, key, half: crypto.createPublicKey(key) }
  },
  [KEY_FORM_PKCS8]: (crypto, _, bytes) => ({ crypto, key: crypto.createPrivateKey({ key: bytes, format: 'der', type: 'pkcs8' }) }),
  [KEY_FORM_SPKI]: (crypto, _, bytes) => ({ crypto, key: crypto.createPublicKey({ key: bytes, format: 'der', type: 'spki' }) }),
}

/** A hash over key and input: the host has no key object for it. */
function keyedDigest(crypto, hash, bytes, isFirst, isLast) {
  const key = bytes.slice()
  return {
    bytes: key,
    mac(input) {
      const digest = crypto.createHash(hash)
      if (isFirst) digest.update(key)
      digest.update(input)
      if (isLast) digest.update(key)
      return digest.digest()
    },
  }
}

/** What is asked by each method: the hash function, and what the key is given with. PKCS#1 v1.5 is every host's default for RSA. */
const METHODS = {
  [METHOD_PSS]: ({ constants }, hash, saltLength) => [hash, (key) => ({ key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength })],
  [METHOD_PKCS1]: (_, hash) => [hash, (key) => key],
  [METHOD_ECDSA]: (_, hash) => [hash, (key) => ({ key, dsaEncoding: 'ieee-p1363' })],
  [METHOD_EDDSA]: () => [null, (key) => key],
}

/** Copies an answer to its place; false if it is not as long. */
function fill(place, answer) {
  if (answer.length !== place.length) return false
  place.set(answer)
  return true
}

/** The hash functions as Node names them. */
const HASHES = {
  [HASH_MD5]: 'md5',
  [HASH_SHA1]: 'sha1',
  [HASH_SHA256]: 'sha256',
  [HASH_SHA384]: 'sha384',
  [HASH_SHA512]: 'sha512',
}
