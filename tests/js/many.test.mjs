// Very many signers and verifiers that live at once: each does its own work, and takes a bounded part of a memory that rarely grows.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { memories } from './memories.mjs'
import { createSigner, createVerifier } from './package.mjs'

const dispose = Symbol.dispose ?? Symbol.for('Symbol.dispose')
const COUNT = 100_000
const hmac = (secret, input) => createHmac('sha256', secret).update(input).digest('hex')

test('100,000 signers that live at once all sign with their own keys, in a bounded memory that rarely grows', () => {
  const sizes = new Set()
  const signers = Array.from({ length: COUNT }, (_, index) => {
    const signer = createSigner('github.webhook', { secret: `secret ${index}` })
    sizes.add(memories.at(-1).buffer.byteLength)
    return signer
  })
  assert.equal(memories.length, 1, 'one core for all')
  const [{ buffer }] = memories
  assert.ok(buffer.byteLength / COUNT < 4096, `${buffer.byteLength / COUNT} bytes of memory for each`)
  // V8 collects all garbage when a large memory grows, so that growing by the page made each signer cost milliseconds.
  const large = [...sizes].filter((size) => size > 32 << 20)
  assert.ok(large.length < 50, `a large memory has had ${large.length} sizes`)
  for (const [index, signer] of signers.entries()) {
    const { signature } = signer.sign({ body: 'a' })
    if (index % 97 === 0 || index > COUNT - 10) assert.equal(signature, hmac(`secret ${index}`, 'a'))
  }
  for (const signer of signers) signer[dispose]()
  const before = memories[0].buffer.byteLength
  const again = Array.from({ length: COUNT }, (_, index) => createSigner('github.webhook', { secret: `other ${index}` }))
  assert.equal(again.at(-1).sign({ body: 'a' }).signature, hmac(`other ${COUNT - 1}`, 'a'))
  assert.deepEqual([memories.length, memories[0].buffer.byteLength], [1, before], 'their places and memory are used again')
  for (const signer of again) signer[dispose]()
})

test('a place that was given back is used once', () => {
  const verifiers = Array.from({ length: 50 }, (_, index) => createVerifier('github.webhook', { secret: `secret ${index}` }))
  const message = (secret) => ({ headers: { 'x-hub-signature-256': `sha256=${hmac(secret, 'a')}` }, body: 'a' })
  for (const place of [3, 0, 49, 20]) {
    verifiers[place][dispose]()
    verifiers[place][dispose]()
  }
  for (const place of [49, 3, 20, 0]) verifiers[place] = createVerifier('github.webhook', { secret: `new ${place}` })
  for (const [place, verifier] of verifiers.entries()) {
    const own = [3, 0, 49, 20].includes(place) ? `new ${place}` : `secret ${place}`
    assert.equal(verifier.check(message(own)).ok, true)
    assert.equal(verifier.check(message('secret 50')).code, 'ERR_SIGNATURE_MISMATCH')
  }
})
