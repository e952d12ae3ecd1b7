// Vectors through the command line: what it signs is what the API signs, and its exit code is the vector's verdict.
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { at } from '../../pkg-template/tools.mjs'
import { countersign, each, file } from './cli.mjs'
import { whole } from './package.mjs'

const { createSigner, schemes } = whole.esm
const VECTORS = at('tests', 'vectors')
// How many of each kind a scheme contributes: every run is a process.
const OF_A_KIND = 2

/** Whether a command line says these headers as they are: not white space around a value, nor a length of its own. */
const isSaid = ({ headers = {} }) =>
  (Array.isArray(headers) ? headers : Object.entries(headers)).every(
    ([name, value]) => value === value.trim() && name !== 'Content-Length',
  )

/** The schemes in which a client may sign any header. */
const ofStandards = new Set(schemes().filter(({ profile }) => profile !== null).map(({ id }) => id))

/** The vectors whose input a command line can say: not the clock at signing, nor a header without a value. */
const vectors = readdirSync(VECTORS).flatMap((folder) =>
  readdirSync(join(VECTORS, folder)).map((name) => ({
    name: `${folder}/${name}`,
    ...JSON.parse(readFileSync(join(VECTORS, folder, name), 'utf8')),
  })),
).filter(({ scheme, request, received }) => !ofStandards.has(scheme) || isSaid(request ?? received))

test('what is signed is what the API signs', async () => {
  const some = sample(
    vectors.filter(({ request, error }) => request && !error && isTimed(request)),
    () => 'signed',
  )
  assert(some.length > 25, `only ${some.length}`)
  await each(some, async (vector) => {
    const { credentials, options, request } = vector
    const { code, stdout, stderr } = await countersign([
      'sign',
      vector.scheme,
      '--json',
      ...argumentsOf(vector, request),
    ])
    assert.equal(code, 0, `${vector.name}: ${stderr}`)
    const { body, bodyBase64, ...signed } = JSON.parse(stdout)
    const expected = createSigner(vector.scheme, values(credentials), nested(options)).sign(given(request))
    const { body: expectedBody, ...others } = JSON.parse(JSON.stringify(expected))
    // Where a signature is random, so are the places it travels in.
    const isRandom =
      expected.signature !==
      createSigner(vector.scheme, values(credentials), nested(options)).sign(given(request)).signature
    if (isRandom || credentials.privateKey)
      return assert.deepEqual(Object.keys(signed.headers), Object.keys(others.headers), vector.name)
    assert.deepEqual(signed, others, vector.name)
    const bytes = bodyBase64 === undefined ? Buffer.from(body ?? '') : Buffer.from(bodyBase64, 'base64')
    assert.deepEqual(bytes, Buffer.from(expected.body ?? ''), vector.name)
  })
})

test('what cannot be signed ends with 2', async () => {
  const some = sample(
    vectors.filter(({ request, error }) => request && error && isTimed(request)),
    ({ error }) => error.code,
  )
  assert(some.length > 15, `only ${some.length}`)
  await each(some, async (vector) => {
    const { code, stdout, stderr } = await countersign(['sign', vector.scheme, ...argumentsOf(vector, vector.request)])
    assert.deepEqual([code, stdout], [2, ''], `${vector.name}: ${stderr}`)
    assert.match(stderr, /^countersign: /)
  })
})

test('the exit code is the verdict', async () => {
  const kind = ({ error }) => error?.code ?? 'valid'
  const some = sample(
    vectors.filter(({ received }) => received),
    kind,
  )
  assert(some.length > 90, `only ${some.length}`)
  const codes = new Set(some.map(kind))
  await each(some, async (vector) => {
    const { received, verified, error } = vector
    const clock = ['--now', new Date(received.nowMs).toISOString()]
    const args = ['verify', vector.scheme, '--json', ...clock, ...argumentsOf(vector, received)]
    const { code, stdout, stderr } = await countersign(args)
    // Wrong credentials and options are the caller's, all else is the message's.
    const expected = verified ? 0 : /^ERR_(CREDENTIAL|OPTION)_/.test(error.code) ? 2 : 1
    assert.equal(code, expected, `${vector.name}: ${stdout}${stderr}`)
    if (code === 2) return
    const result = JSON.parse(stdout)
    assert.equal(result.ok, code === 0)
    if (error) return assert.equal(result.code, error.code, vector.name)
    for (const figure of ['fingerprint', 'keyIndex', 'canonical'])
      assert.equal(result[figure], verified[figure], vector.name)
    assert.equal(
      result.signedAt,
      verified.atMs === null ? undefined : new Date(verified.atMs).toISOString(),
      vector.name,
    )
  })
  for (const code of ['valid', 'ERR_SIGNATURE_MISMATCH', 'ERR_SIGNATURE_STALE', 'ERR_HEADER_MISSING'])
    assert(codes.has(code))
})

/** The first few of each kind and scheme. */
function sample(list, kindOf) {
  const counts = new Map()
  return list.filter((vector) => {
    const kind = `${vector.scheme} ${kindOf(vector)}`
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
    return counts.get(kind) <= OF_A_KIND
  })
}

/** Whether the same is signed at any time of day. */
function isTimed({ timestamp, atMs, nowMs }) {
  return atMs === undefined && (timestamp !== undefined || nowMs === undefined)
}

/** The flags that say what a vector says; every credential is a file, as is the body. */
function argumentsOf({ credentials, options = {} }, { method, url, headers = [], body, bodyBase64, timestamp }) {
  const pairs = Array.isArray(headers) ? headers : Object.entries(headers)
  const bytes = bodyBase64 === undefined ? body : Buffer.from(bodyBase64, 'base64')
  return [
    ...Object.entries(credentials).flatMap(([name, value]) =>
      [value].flat().map((one) => `--${name}=file:${inFile(one)}`),
    ),
    ...Object.entries(options).flatMap(([name, value]) => optionOf(name, contents(value))),
    ...pairs.map(([name, value]) => `--header=${name}: ${value}`),
    ...(method === undefined ? [] : [`--method=${method}`]),
    ...(url === undefined ? [] : [`--url=${url}`]),
    ...(timestamp === undefined ? [] : [`--timestamp=${timestamp}`]),
    ...(bytes === undefined ? [] : [`--body=@${file(`body-${counter++}`, bytes)}`]),
  ]
}

function optionOf(name, text) {
  if (name === 'toleranceSeconds') return [`--tolerance=${text === 'none' ? 'off' : text}`]
  const values = name === 'jws.alg' ? text.split(' ') : [text]
  return values.map((one) => `--option=${name}=${one}`)
}

let counter = 0
const contents = (value) => {
  if (value?.base64) return Buffer.from(value.base64, 'base64')
  return value?.file ? readFileSync(at('tests', 'keys', value.file), 'utf8') : value
}
// A line break more, which is none of the secret; so one that the vector has at its end stays.
const inFile = (value) => file(`credential-${counter++}`, `${contents(value)}\n`)

const values = (credentials) =>
  Object.fromEntries(
    Object.entries(credentials).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map(contents) : contents(value),
    ]),
  )

/** Options as JavaScript writes them. */
function nested(options = {}) {
  const chosen = {}
  for (const [name, value] of Object.entries(options)) {
    const [outer, inner] = name.split('.')
    if (inner) (chosen[outer] ??= {})[inner] = contents(value)
    else chosen[outer] = contents(value)
  }
  return chosen
}

const given = ({ bodyBase64, nowMs, ...request }) =>
  bodyBase64 === undefined ? request : { ...request, body: Buffer.from(bodyBase64, 'base64') }
