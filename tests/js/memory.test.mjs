// What stays in the core's memory once a signer is disposed of, or its core is given up: nothing of a key.
import assert from 'node:assert/strict'
import { createPrivateKey, createPublicKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { memories } from './memories.mjs'
import { createSigner, createVerifier } from './package.mjs'

const dispose = Symbol.dispose ?? Symbol.for('Symbol.dispose')
const pem = (file) => readFileSync(new URL(`../keys/${file}`, import.meta.url), 'utf8')
/** The algorithm of each key on a curve. */
const CURVES = {
  'ec-p256': 'ecdsa-p256-sha256', 'ec-p384': 'ecdsa-p384-sha384', 'ec-p521': 'ecdsa-p521-sha512', 'ec-secp256k1': 'ecdsa-secp256k1-sha256',
  ed25519: 'ed25519',
}
const SECRET = 'a secret of more than thirty-two letters'

/** Where each of `texts` stands in any memory there has been; the scan sees what is there. */
const places = (texts) =>
  Object.entries(texts).flatMap(([name, bytes]) => memories.filter((memory) => Buffer.from(memory.buffer).includes(bytes)).map(() => name))

/** The secret numbers of a key, as the core's arithmetic holds them. */
function numbers(key) {
  const jwk = createPrivateKey(key).export({ format: 'jwk' })
  return Object.fromEntries(['d', 'p', 'q', 'dp', 'dq'].map((name) => [name, Buffer.from(jwk[name], 'base64url').reverse()]))
}

for (const file of ['rsa-2048.pkcs8.pem', 'rsa-2048-e3.pkcs8.pem', 'rsa-4096.pkcs8.pem']) {
  for (const scheme of ['tu-cambio.jws', 'tu-cambio.request']) {
    test(`${scheme}: no number of ${file} stays after the signer is disposed of`, () => {
      const key = pem(file)
      const others = scheme === 'tu-cambio.jws' ? {} : { apiKey: 'key', secret: SECRET }
      const signer = createSigner(scheme, { privateKey: key, ...others })
      signer.sign({ method: 'POST', body: '{}' })
      const wanted = { ...numbers(key), pem: Buffer.from(key.slice(100, 200)) }
      assert.ok(places(wanted).includes('p'), 'while the signer lives its key is there, so the scan can find it')
      signer[dispose]()
      assert.deepEqual(places(wanted), [])
    })
  }
}

/** The order of each curve, and the bits by which its arithmetic shifts a private key. */
const ORDERS = {
  'ec-p256': [0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n, 256n],
  'ec-p384': [0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n, 384n],
  'ec-p521': [0x1fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409n, 544n],
  'ec-secp256k1': [0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n, 256n],
  ed25519: [1n << 256n, 0n],
}

for (const [file, [order, bits]] of Object.entries(ORDERS)) {
  for (const options of [{}, { crypto: 'wasm' }]) {
    test(`no number of ${file} stays after a signer with ${options.crypto ?? 'the host'} is disposed of`, () => {
      const key = pem(`${file}.pkcs8.pem`)
      const scheme = {
        id: 'test.curve', algorithm: CURVES[file], credentials: ['privateKey'], key: '{privateKey}', canonical: '{body}', headers: { Sig: '{signature}' },
      }
      const d = Buffer.from(createPrivateKey(key).export({ format: 'jwk' }).d, 'base64url')
      const reversed = (number) => Buffer.from(number.toString(16).padStart(2 * d.length, '0'), 'hex').reverse()
      const shifted = ((BigInt(`0x${d.toString('hex')}`) << bits) % order)
      const wanted = { d, reversed: Buffer.from(d).reverse(), shifted: reversed(shifted), pem: Buffer.from(key.slice(60, 100)) }
      const signer = createSigner(scheme, { privateKey: key }, options)
      const verifier = createVerifier(scheme, { publicKeys: createPublicKey(key) }, options)
      for (let i = 0; i < 3; i++) verifier.verify(signer.sign({ method: 'POST', body: '{}' }))
      assert.ok(places(wanted).length > 0, 'while the signer lives its key is there, so the scan can find it')
      signer[dispose]()
      assert.deepEqual(places(wanted), [])
      verifier[dispose]()
    })
  }
}

test('a core that is given up after a huge body keeps no key', () => {
  const signer = createSigner('tu-cambio.request', { apiKey: 'key', secret: SECRET })
  const verifier = createVerifier('moneroo.webhook', { secret: SECRET })
  signer.sign({ method: 'POST', body: 'x'.repeat(5 << 20) })
  const before = memories.length
  signer.sign({ method: 'POST', body: 'x' })
  assert.equal(memories.length, before + 1, 'a fresh core')
  signer[dispose]()
  verifier[dispose]()
  assert.deepEqual(places({ secret: Buffer.from(SECRET) }), [])
})
