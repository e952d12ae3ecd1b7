// The providers' own libraries as judges: what they take, this package takes, and what was changed both refuse. Where one differs,
// the message was made to show it, and the judge says why.
import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { mock, test } from 'node:test'
import { Generator } from './documents.mjs'
import { JUDGES, NOW, versionOf } from './judges.mjs'
import { createVerifier } from './package.mjs'

const MESSAGES = 2000
// Of 32 bits, since the generator takes no more.
const seed = Number(BigInt.asUintN(32, BigInt(process.env.COUNTERSIGN_SEED ?? randomInt(2 ** 32))))

for (const judge of JUDGES) {
  const messages = judge.messages ?? MESSAGES
  test(`${judge.package} ${versionOf(judge.package)}: ${messages} of ${judge.scheme}, COUNTERSIGN_SEED=${seed}`, async (t) => {
    const verifier = createVerifier(judge.scheme, judge.credentials)
    const inWasm = createVerifier(judge.scheme, judge.credentials, { crypto: 'wasm' })
    const generator = new Generator(seed)
    const counts = { genuine: 0, changed: 0, unsigned: 0 }
    const differed = new Map()
    mock.timers.enable({ apis: ['Date'], now: NOW * 1000 })
    try {
      for (let number = 0; number < messages; number++) {
        const genuine = { is: 'genuine', ...(await judge.genuine(generator)) }
        for (const made of [genuine, await judge.change(generator, genuine)]) {
          const message = await judge.sent(generator, made)
          const [theirs, ours] = [await accepts(judge, message), await verified(judge, verifier, message)]
          const { is, differs } = made
          const [does] = judge.differs[differs] ?? []
          const expected = differs ? [does === 'accepts', does === 'refuses'] : [is !== 'changed', is !== 'changed']
          const told = () => `${is} ${differs ?? ''} ${JSON.stringify(message)}: ${theirs} ${ours.error ?? ours}; message ${number} of COUNTERSIGN_SEED=${seed}`
          assert.deepEqual([theirs, ours.ok], expected, told())
          assert.equal((await verified(judge, inWasm, message)).ok, ours.ok, told())
          counts[is]++
          if (differs) differed.set(differs, (differed.get(differs) ?? 0) + 1)
        }
      }
    } finally {
      mock.timers.reset()
    }
    t.diagnostic(`${counts.genuine} genuine, ${counts.changed} changed, ${counts.unsigned} changed where nothing is signed`)
    for (const [differs, [does, why]] of Object.entries(judge.differs)) {
      t.diagnostic(`${does} ${differed.get(differs) ?? 0}: ${why}`)
      assert.ok(differed.get(differs) > 0, `no message of ${differs}`)
    }
  })
}

async function accepts(judge, message) {
  try {
    return Boolean(await judge.accepts(message))
  } catch {
    return false
  }
}

/** What this package says, by the same clock. */
async function verified({ received = (message) => message }, verifier, message) {
  return verifier.check({ method: 'POST', ...(await received(message)) })
}
