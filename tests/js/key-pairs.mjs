// Pairs of keys for tests.
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'

/**
 * A pair as `generateKeyPairSync` makes it, read from text. Node 20 stops forever where garbage is collected while a key of that function is
 * exported: the job that made the key, if it is among the garbage, waits for the lock that the export holds.
 */
export function keyPair(type, options) {
  const [publicKeyEncoding, privateKeyEncoding] = ['spki', 'pkcs8'].map((type) => ({ type, format: 'pem' }))
  const made = generateKeyPairSync(type, { ...options, publicKeyEncoding, privateKeyEncoding })
  return { publicKey: createPublicKey(made.publicKey), privateKey: createPrivateKey(made.privateKey) }
}

/** The files in `tests/keys` of a pair that signs by an algorithm of a scheme. */
export function filesFor(algorithm = '') {
  const [, curve] = /^ecdsa-([^-]*)/.exec(algorithm) ?? []
  const name = curve ? `ec-${curve}` : algorithm === 'ed25519' ? 'ed25519' : 'rsa-2048'
  return { privateKey: `${name}.pkcs8.pem`, publicKey: `${name}.spki.pem` }
}
