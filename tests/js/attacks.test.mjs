// The attacks of `tests/attacks.rs` on the package, through each module, with and without the host's cryptography.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { at } from '../../pkg-template/tools.mjs'
import { everyWay } from './package.mjs'

const messages = JSON.parse(readFileSync(at('tests', 'attacks.json'), 'utf8'))

for (const [way, { createVerifier }] of await everyWay()) {
  test(`${way} refuses each attack with its code, and what only looks like one stands`, () => {
    const wrong = []
    for (const { name, scheme, credentials, toleranceSeconds, bodyBase64, nowMs, code, ...message } of messages) {
      const options = toleranceSeconds === null ? {} : { toleranceSeconds: Number(toleranceSeconds), allowLongTolerance: true }
      const verifier = createVerifier(scheme, credentials, options)
      // As a server has it; and as a text, where it is one.
      const bodies = bodyBase64 === null ? [message.body, Buffer.from(message.body)] : [Buffer.from(bodyBase64, 'base64')]
      for (const body of bodies) {
        const result = verifier.check({ ...message, body, now: new Date(nowMs) })
        const got = result.ok ? null : result.code
        if (got !== code) wrong.push(`${scheme}: ${name}: want ${code}, got ${got}`)
      }
      verifier[Symbol.dispose ?? Symbol.for('Symbol.dispose')]()
    }
    assert.deepEqual(wrong, [])
  })
}

test('they are as many as are told', () => {
  const attacks = messages.filter(({ code }) => code !== null)
  assert.ok(attacks.length > 400 && messages.length - attacks.length > 50, `${attacks.length} of ${messages.length}`)
})
