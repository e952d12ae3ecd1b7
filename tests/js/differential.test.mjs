// Securo and ThirdFi against V8 and node:crypto, on generated JSON documents: the same text, the same refusals.
import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { test } from 'node:test'
import { checkDocument, signed } from './differential.mjs'
import { Generator } from './documents.mjs'

const DOCUMENTS = 300_000
const seed = Number(process.env.COUNTERSIGN_SEED ?? randomInt(2 ** 32))

test(`${DOCUMENTS} documents, COUNTERSIGN_SEED=${seed}`, (t) => {
  const generator = new Generator(seed)
  let refused = 0
  for (let number = 0; number < DOCUMENTS; number++) refused += checkDocument(generator.document(), number)
  t.diagnostic(`seed ${seed}: ${DOCUMENTS} documents, ${refused} of them refused by both`)
  assert.ok(refused > DOCUMENTS / 5 && refused < DOCUMENTS / 2, `a third or so is invalid, got ${refused}`)
})

test(`numbers halfway between two doubles, COUNTERSIGN_SEED=${seed}`, () => {
  const generator = new Generator(seed)
  const told = ['10089978734643875089527865344', '10321444225727950999760404480', '11342556659691219759589752832']
  const wrong = [...told, ...Array.from({ length: 50_000 }, () => halfway(generator))].filter((text) => {
    const want = String(JSON.parse(text))
    return signed(text, 2).body !== want || signed(`-${text}.0`, 2).body !== `-${want}`
  })
  assert.deepEqual(wrong.slice(0, 5), [], `${wrong.length} wrong`)
})

test('a generator with the same seed gives the same documents', () => {
  const [one, other] = [new Generator(seed), new Generator(seed)]
  for (let number = 0; number < 1000; number++) assert.equal(one.document(), other.document())
})

/** A whole number of 17 to 40 digits that lies between two doubles, spelled out. */
function halfway(generator) {
  const mantissa = 2n ** 52n + BigInt(generator.one(2 ** 26)) * 2n ** 26n + BigInt(generator.one(2 ** 26))
  return String((2n * mantissa + 1n) * 2n ** BigInt(generator.one(75)))
}
