// Every vector file through the packed package, stage by stage: a failure names the file and the first wrong stage.
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { whole, withoutRsa } from './package.mjs'

const RANDOM = '{signature}'
const RSA = ['smile-id.sec-key']
const vectors = read(join(dirname(dirname(fileURLToPath(import.meta.url))), 'vectors'))
const apis = {
  'countersign by import': whole.esm,
  'countersign by require': whole.cjs,
  'countersign/hmac by import': withoutRsa.esm,
  'countersign/hmac by require': withoutRsa.cjs,
}

for (const [name, api] of Object.entries(apis)) {
  test(`all files hold: ${name}`, () => {
    const wrong = vectors.map((vector) => check(api, vector, name.includes('hmac'))).filter(Boolean)
    assert.equal(wrong.length, 0, `${wrong.length} of ${vectors.length} wrong:\n${wrong.join('\n')}`)
  })
}

test('every row has a folder', () => {
  const folders = new Set(vectors.map((vector) => vector.scheme))
  assert.deepEqual(
    whole.esm
      .schemes()
      .map((row) => row.id)
      .sort(),
    [...folders].sort(),
  )
})

test('a changed figure fails at its stage', () => {
  for (const vector of vectors.filter((one) => !one.error)) {
    for (const stage of ['canonical', 'signature', 'headers', 'fields', 'url', 'body']) {
      const told = check(whole.esm, { ...vector, [stage]: changed(vector[stage], stage) }, false)
      assert.match(told ?? 'no fault', new RegExp(`^${vector.file}: ${stage}: want `), `${stage} changed`)
    }
  }
})

test('the options of JavaScript reach the core', () => {
  const vector = vectors.find((one) => one.options)
  const told = check(whole.esm, { ...vector, options: undefined }, false)
  assert.match(told, /: headers: want/)
})

/** The first stage that is wrong, as `<file>: <stage>: want …, got …`. */
function check(api, vector, refusesRsa) {
  const tell = (stage, want, got) =>
    `${vector.file}: ${stage}: want ${JSON.stringify(want)}, got ${JSON.stringify(got)}`
  let signed
  try {
    signed = sign(api, vector)
  } catch (error) {
    if (!(error instanceof api.CountersignError))
      return tell('error', vector.error ?? 'a signed request', String(error.stack))
    const want =
      refusesRsa && RSA.includes(vector.scheme) ? { code: 'ERR_ALGORITHM_REFUSED', part: 'apiKey' } : vector.error
    if (!want) return tell('sign', 'a signed request', `${error.code}: ${error.message}`)
    return firstDifference(want, error, ['code', 'part', 'offset'], (stage, ...rest) => tell(`error ${stage}`, ...rest))
  }
  if (vector.error) return tell('error', vector.error, 'a signed request')
  return firstDifference(expected(vector, signed.signature), got(signed), STAGES, tell)
}

const STAGES = ['canonical', 'signature', 'headers', 'fields', 'url', 'body', 'method', 'timestamp']

function sign(api, { scheme, credentials, options, request }) {
  const { nowMs, atMs, bodyBase64, ...given } = request
  if (bodyBase64 !== undefined) given.body = Buffer.from(bodyBase64, 'base64')
  if (atMs !== undefined) given.timestamp = new Date(atMs)
  const clock = Date.now
  if (nowMs !== undefined) Date.now = () => nowMs
  try {
    return api.createSigner(scheme, credentials, options).sign(given)
  } finally {
    Date.now = clock
  }
}

/** What the file says, and what follows from it: headers are merged into the request's own. */
function expected(vector, signature) {
  const { request } = vector
  const added = new Set(Object.keys(vector.headers).map((name) => name.toLowerCase()))
  const kept = Object.entries(request.headers ?? {}).filter(([name]) => !added.has(name.toLowerCase()))
  const body = vector.body ?? request.body ?? Buffer.from(request.bodyBase64 ?? '', 'base64')
  const method = request.method ?? (body.length === 0 ? 'GET' : 'POST')
  return filledIn(
    {
      canonical: vector.canonical,
      signature: vector.signature,
      headers: { ...Object.fromEntries(kept), ...vector.headers },
      fields: vector.fields ?? {},
      url: vector.url ?? request.url ?? '',
      body: Buffer.from(body).toString('latin1'),
      method: method.toUpperCase(),
      timestamp: vector.request.timestamp,
    },
    signature,
  )
}

function got({ canonical, signature, headers, fields = {}, url, body = '', method, timestamp }) {
  return { canonical, signature, headers, fields, url, body: Buffer.from(body).toString('latin1'), method, timestamp }
}

function firstDifference(want, got, stages, tell) {
  for (const stage of stages) {
    if (stage === 'timestamp' && want[stage] === undefined) continue
    if (canonicalText(want[stage]) !== canonicalText(got[stage])) return tell(stage, want[stage], got[stage])
  }
}

const canonicalText = (value) =>
  JSON.stringify(typeof value === 'object' ? Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)) : value)

/** A signature that is random cannot stand in a file, so its mark does, wherever it travels. */
const filledIn = (value, signature) =>
  JSON.parse(JSON.stringify(value).replaceAll(RANDOM, JSON.stringify(signature).slice(1, -1)))

function changed(figure, stage) {
  if (typeof figure === 'object') return { ...figure, x: 'y' }
  return stage === 'fields' ? { x: 'y' } : `~${figure ?? ''}`
}

function read(root) {
  return readdirSync(root).flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => {
      const file = `${folder}/${name}`
      return { file, ...JSON.parse(readFileSync(join(root, file), 'utf8')) }
    }),
  )
}
