// One generated JSON document through Securo's and ThirdFi's schemes, against V8 and node:crypto.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { CountersignError, createSigner } from './package.mjs'

const SECRET = 'the shared secret key'
const URL = 'https://api.example.com/api/v1/orders?b=2&a=1'

const signers = ['securo.request', 'thirdfi.request'].map((id) => createSigner(id, { apiKey: 'key', secret: SECRET }))

/** Fails unless the same text is signed, or both refuse it; says whether they do. `number` chooses the scheme and the type. */
export function checkDocument(text, number) {
  const want = expected(text)
  const got = signed(text, number)
  const told = () => `document ${number}: ${JSON.stringify(text)}`
  if (want !== got.canonical) assert.fail(`${difference(want, got)}\nof ${told()}`)
  if (want === undefined) assertRefused(got, Buffer.byteLength(text), told())
  else if (got.signature !== mac(want)) assert.fail(`signature of ${told()}`)
  return want === undefined
}

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

/** What the package signs of a text, which is given as bytes now and then; or why it refuses. */
export function signed(text, number = 1) {
  const body = number % 3 === 0 ? Buffer.from(text) : text
  try {
    return signers[number % 2].sign({ method: 'post', url: URL, body, timestamp: '1747216800' })
  } catch (error) {
    return error
  }
}

function assertRefused(error, length, told) {
  assert.ok(error instanceof CountersignError, told)
  assert.equal(error.code, 'ERR_BODY_INVALID', told)
  assert.ok(Number.isInteger(error.offset) && error.offset >= 0 && error.offset <= length, told)
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
