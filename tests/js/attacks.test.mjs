// The attacks of `tests/attacks.rs` on the package, through each module, with and without the host's cryptography.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { at } from '../../pkg-template/tools.mjs'
import { everyWay } from './package.mjs'

const pairs = JSON.parse(readFileSync(at('tests', 'attacks-pairs.json'), 'utf8'))
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

// The engine has no public keys.
for (const [way, { createVerifier }] of (await everyWay()).filter(([way]) => !way.startsWith('the engine'))) {
  test(`${way} refuses each attack on a key pair with its code`, () => {
    const wrong = []
    for (const { name, scheme, credentials, signature, body, nowMs, code } of pairs) {
      // The second time and the third, the host may be asked alone.
      for (const times of [1, 3]) {
        const got = outcome(() => {
          const verifier = createVerifier(scheme, credentials)
          if (times > 1) accustom(verifier, scheme, credentials)
          const results = Array.from({ length: times }, () => verifier.check({ method: 'POST', headers: { 'x-signature': signature }, body, now: new Date(nowMs) }))
          verifier[Symbol.dispose ?? Symbol.for('Symbol.dispose')]()
          return results.map((result) => (result.ok ? null : result.code))
        })
        if (got.some((own) => own !== code)) wrong.push(`${name}: want ${code}, got ${got}`)
      }
    }
    assert.deepEqual(wrong, [])
  })
}

/** Lets the host agree with the core on a signature that is right, if one is known. */
function accustom(verifier, { id, algorithm, dsaEncoding }, { publicKeys }) {
  const right = pairs.find(({ scheme, code, ...other }) =>
    code === null && publicKeys !== undefined && other.credentials.publicKeys === publicKeys && scheme.id === id && scheme.algorithm === algorithm && scheme.dsaEncoding === dsaEncoding)
  if (right === undefined) return
  assert.equal(verifier.check({ method: 'POST', headers: { 'x-signature': right.signature }, body: right.body, now: new Date(0) }).ok, true)
}

function outcome(run) {
  try {
    return run()
  } catch (error) {
    return [error.code]
  }
}

test('they are as many as are told', () => {
  assert.ok(pairs.filter(({ code }) => code !== null).length > 60, `${pairs.length}`)
  const attacks = messages.filter(({ code }) => code !== null)
  assert.ok(attacks.length > 400 && messages.length - attacks.length > 50, `${attacks.length} of ${messages.length}`)
})
