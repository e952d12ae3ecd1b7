// Schemes of the caller's: a built-in scheme that went through JSON does what it did, and what is wrong with a scheme is said with its path.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { test } from 'node:test'
import { at } from '../../pkg-template/tools.mjs'
import { compare, outcome } from '../runtimes/stages.mjs'
import { readData } from '../runtimes/data.mjs'
import { explain, refusalOf, schemes, whole, coreById } from './package.mjs'

const data = readData()
const { createSigner, createVerifier } = whole.esm
const definitions = Object.fromEntries(JSON.parse(JSON.stringify(schemes())).map((definition) => [definition.id, definition]))
const ACME = {
  id: 'acme.request',
  canonical: '{timestamp}.{body}',
  headers: { 'Acme-Time': '{timestamp}', 'Acme-Signature': 'v1={signature}' },
  timestamp: 'seconds',
}
const SECRET = 'the shared secret key'
const AT = new Date(1747216800_000)

/** The package, with the scheme in the place of its id. */
const byRow = (api) => ({
  ...api,
  createSigner: (id, ...rest) => api.createSigner(definitions[id] ?? id, ...rest),
  createVerifier: (id, ...rest) => api.createVerifier(definitions[id] ?? id, ...rest),
})

test('every vector comes out the same where its scheme is given as data', () => {
  const api = byRow(whole.esm)
  const faults = data.vectors.map((vector) => compare(vector, outcome(api, vector, data.keys))).filter(Boolean)
  assert.deepEqual(faults, [])
})

test('explaining by a scheme given as data says the same', () => {
  const now = { now: new Date(0) }
  for (const { scheme, credentials, request, right, received } of data.explained) {
    const { apiKey, ...others } = credentials
    const given = [others.secret === undefined ? credentials : others, request]
    for (const one of [received, right]) {
      // By its scheme, a scheme has no name to be found in the catalogue, so that its own layout may be named as another's.
      const [byId, byData] = [scheme, definitions[scheme]].map((scheme) => explain(scheme, ...given, one, now))
      assert.deepEqual(byData, byId, scheme)
    }
  }
})

test('a scheme of one owns few members', async () => {
  const signer = createSigner(ACME, { secret: SECRET })
  assert.equal(signer.scheme, 'acme.request')
  const signed = signer.sign({ body: '{"a": 1}', timestamp: AT })
  const expected = createHmac('sha256', SECRET).update('1747216800.{"a": 1}').digest('hex')
  assert.deepEqual([signed.headers['Acme-Signature'], signed.canonical], [`v1=${expected}`, '1747216800.{"a": 1}'])
  const verifier = createVerifier(ACME, { secret: ['another', SECRET] })
  const { scheme, keyIndex, canonical } = verifier.verify({ ...signed, now: AT })
  assert.deepEqual([scheme, keyIndex, canonical], ['acme.request', 1, '{timestamp}.{body}'])
  assert.equal(verifier.check({ ...signed, now: new Date(AT.getTime() + 301_000) }).code, 'ERR_SIGNATURE_STALE')
  const report = explain(ACME, { secret: SECRET }, { body: '{"a": 1}', timestamp: '1747216800' }, `v1=${expected.toUpperCase()}`)
  assert.equal(report.findings[0].causes[0].id, 'output-uppercase-hex')
  assert.equal(coreById.esm.createSigner(ACME, { secret: SECRET }).sign({ body: '{"a": 1}', timestamp: AT }).signature, expected)
})

test('a scheme changed later is still the one that was given', () => {
  const definition = { ...ACME, headers: { ...ACME.headers } }
  const signer = createSigner(definition, { secret: SECRET })
  definition.canonical = 'nothing'
  definition.headers['Acme-Signature'] = 'nothing'
  assert.equal(signer.sign({ body: 'a', timestamp: AT }).canonical, '1747216800.a')
})

test('the rate limit of a scheme is obeyed', async () => {
  const calls = []
  const { fetch } = globalThis
  globalThis.fetch = async (url, init) => {
    calls.push(init.headers)
    return new Response('', { status: calls.length === 1 ? 429 : 200 })
  }
  try {
    const signer = createSigner({ ...ACME, rateLimit: { requestsPerMinute: 600, waitSeconds: 0 } }, { secret: SECRET })
    assert.equal((await signer.fetch('https://api.example.com/', { retry: true })).status, 200)
    assert.equal(calls.length, 2)
  } finally {
    globalThis.fetch = fetch
  }
})

test('what is wrong with a scheme is said with the path of the member', () => {
  const own = (changes) => ({ ...ACME, ...changes })
  const cyclic = own({})
  cyclic.notes = [cyclic]
  for (const [definition, code, part, offset] of [
    [[], 'ERR_ARGUMENT_INVALID', 'scheme'],
    [null, 'ERR_ARGUMENT_INVALID', 'scheme'],
    [new Map(), 'ERR_ARGUMENT_INVALID', 'scheme'],
    [JSON.stringify(ACME), 'ERR_ARGUMENT_INVALID', 'scheme'],
    [{}, 'ERR_SCHEME_INVALID', 'id'],
    [{ id: 'a' }, 'ERR_SCHEME_INVALID', 'canonical'],
    [own({ canonical: '{timestamp}.{nothing}' }), 'ERR_SCHEME_INVALID', 'canonical', 13],
    [own({ headers: { 'Acme-Signature': '{signature' } }), 'ERR_SCHEME_INVALID', 'headers.Acme-Signature', 10],
    [own({ headers: { 'Acme-Signature': 7 } }), 'ERR_SCHEME_INVALID', 'headers.Acme-Signature'],
    [own({ encoding: 'HEX' }), 'ERR_SCHEME_INVALID', 'encoding'],
    [own({ toleranceSeconds: 1.5 }), 'ERR_SCHEME_INVALID', 'toleranceSeconds'],
    [own({ tolerance: 5 }), 'ERR_SCHEME_INVALID', 'tolerance'],
    [own({ bindings: { a: '{a}' } }), 'ERR_SCHEME_INVALID', 'bindings.a', 1],
    [own({ companion: { id: 'b', canonical: '{' } }), 'ERR_SCHEME_INVALID', 'companion.canonical', 1],
    [own({ key: () => SECRET }), 'ERR_SCHEME_INVALID', 'key'],
    [own({ toleranceSeconds: 5n }), 'ERR_SCHEME_INVALID', 'toleranceSeconds'],
    [own({ notes: ['\ud800'] }), 'ERR_SCHEME_INVALID', 'scheme'],
    [cyclic, 'ERR_SCHEME_INVALID', 'scheme'],
  ]) {
    for (const run of [createSigner, createVerifier, (...given) => explain(...given, { body: '' }, 'a')]) {
      const error = refusalOf(() => run(definition, { secret: SECRET }))
      assert.deepEqual([error.code, error.part, error.offset], [code, part, offset], error.message)
    }
  }
})

test('hostile schemes are refused, or end', () => {
  const bindings = Object.fromEntries(Array.from({ length: 64 }, (_, n) => [`b${n}`, n === 0 ? '{body}' : `{b${n - 1}}{b${n - 1}}`]))
  for (const changes of [
    { canonical: '['.repeat(10_000) + '{body}' + ']'.repeat(10_000) },
    { canonical: 'a'.repeat(1 << 20) },
    { notes: Array.from({ length: 100_000 }, () => 'a') },
    { headers: Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`h${n}`, '{signature}'])) },
  ]) {
    assert.equal(refusalOf(() => createSigner({ ...ACME, ...changes }, { secret: SECRET })).code, 'ERR_SCHEME_INVALID')
  }
  const doubling = { ...ACME, bindings, canonical: '{b63}', timestamp: 'none', headers: { X: '{signature}' } }
  const signer = createSigner(doubling, { secret: SECRET })
  assert.equal(refusalOf(() => signer.sign({ body: 'a'.repeat(1000) })).code, 'ERR_SCHEME_INVALID')
  const received = '0'.repeat(64)
  const told = outcomeOf(() => explain(doubling, { secret: SECRET }, { body: 'a'.repeat(1000) }, received))
  assert.ok(['unexplained', 'ERR_SCHEME_INVALID'].includes(told), told)
  const many = { ...ACME, canonical: Array.from({ length: 80 }, () => '[{body}]').join('.') }
  assert.equal(explain(many, { secret: SECRET }, { body: 'a', timestamp: '1747216800' }, received).verdict, 'unexplained')
})

test('the planted cases of a scheme are explained by that scheme as data', () => {
  const folder = at('tests', 'explain', 'planted')
  for (const file of readdirSync(folder)) {
    const { scheme, cases } = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'))
    const { credentials, request, options, planted } = cases[0]
    const { apiKey, ...others } = credentials
    const given = [definitions[scheme], others.secret === undefined ? credentials : others, request]
    for (const { received } of planted.slice(0, 10)) {
      assert.equal(explain(...given, received, options).verdict, 'explained', scheme)
    }
  }
})

function outcomeOf(run) {
  try {
    return run().verdict
  } catch (error) {
    return error.code
  }
}
