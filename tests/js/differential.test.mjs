// Securo and ThirdFi against V8 and node:crypto, on generated JSON documents: the same text, the same refusals.
import assert from 'node:assert/strict'
import { createHmac, randomInt } from 'node:crypto'
import { test } from 'node:test'
import { Generator } from './documents.mjs'
import { CountersignError, createSigner } from './package.mjs'

const DOCUMENTS = 300_000
const SECRET = 'the shared secret key'
const URL = 'https://api.example.com/api/v1/orders?b=2&a=1'
const seed = Number(process.env.COUNTERSIGN_SEED ?? randomInt(2 ** 32))

const signers = ['securo.request', 'thirdfi.request'].map((id) => createSigner(id, { apiKey: 'key', secret: SECRET }))

test(`${DOCUMENTS} documents, COUNTERSIGN_SEED=${seed}`, (t) => {
  const generator = new Generator(seed)
  let refused = 0
  for (let number = 0; number < DOCUMENTS; number++) {
    const text = generator.document()
    const want = expected(text)
    const got = signed(signers[number % 2], number % 3 === 0 ? Buffer.from(text) : text)
    if (want === undefined) refused++
    const told = () => `document ${number} of COUNTERSIGN_SEED=${seed}: ${JSON.stringify(text)}`
    if (want !== got.canonical) assert.fail(`${difference(want, got)}\n${told()}`)
    if (want === undefined) assertRefused(got, Buffer.byteLength(text), told)
    else if (got.signature !== mac(want)) assert.fail(`signature of ${told()}`)
  }
  t.diagnostic(`seed ${seed}: ${DOCUMENTS} documents, ${refused} of them refused by both`)
  assert.ok(refused > DOCUMENTS / 5 && refused < DOCUMENTS / 2, `a third or so is invalid, got ${refused}`)
})

test(`numbers halfway between two doubles, COUNTERSIGN_SEED=${seed}`, () => {
  const generator = new Generator(seed)
  const told = ['10089978734643875089527865344', '10321444225727950999760404480', '11342556659691219759589752832']
  const wrong = [...told, ...Array.from({ length: 50_000 }, () => halfway(generator))].filter((text) => {
    const want = String(JSON.parse(text))
    return signed(signers[0], text).body !== want || signed(signers[0], `-${text}.0`).body !== `-${want}`
  })
  assert.deepEqual(wrong.slice(0, 5), [], `${wrong.length} wrong`)
})

test('a generator with the same seed gives the same documents', () => {
  const [one, other] = [new Generator(seed), new Generator(seed)]
  for (let number = 0; number < 1000; number++) assert.equal(one.document(), other.document())
})

/** What the provider's own code signs; undefined where V8 refuses the body. */
function expected(text) {
  const head = `${URL}&method=POST&timestamp=1747216800`
  if (text === '') return head
  try {
    return `${head}&body=${JSON.stringify(JSON.parse(text))}`
  } catch {
    return undefined
  }
}

function signed(signer, body) {
  try {
    return signer.sign({ method: 'post', url: URL, body, timestamp: '1747216800' })
  } catch (error) {
    return error
  }
}

function assertRefused(error, length, told) {
  assert.ok(error instanceof CountersignError, told())
  assert.equal(error.code, 'ERR_BODY_INVALID', told())
  assert.ok(Number.isInteger(error.offset) && error.offset >= 0 && error.offset <= length, told())
}

/** A whole number of 17 to 40 digits that lies between two doubles, spelled out. */
function halfway(generator) {
  const mantissa = 2n ** 52n + BigInt(generator.one(2 ** 26)) * 2n ** 26n + BigInt(generator.one(2 ** 26))
  return String((2n * mantissa + 1n) * 2n ** BigInt(generator.one(75)))
}

/** What is around the first character that differs. */
function difference(want = 'a refusal', { canonical, message }) {
  const got = canonical ?? `refused: ${message}`
  let at = 0
  while (at < got.length && got[at] === want[at]) at++
  const around = (text) => JSON.stringify(text.slice(Math.max(0, at - 40), at + 40))
  return `want …${around(want)}…, got …${around(got)}…`
}

const mac = (text) => createHmac('sha256', SECRET).update(text).digest('hex')
