// What stays in the core's memory once a signer is disposed of, or its core is given up: nothing of a key.
import assert from 'node:assert/strict'
import { createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { memories } from './memories.mjs'
import { createSigner, createVerifier } from './package.mjs'

const dispose = Symbol.dispose ?? Symbol.for('Symbol.dispose')
const pem = (file) => readFileSync(new URL(`../keys/${file}`, import.meta.url), 'utf8')
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
