// explain for the schemes whose senders choose what is signed, through the package.
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { test } from 'node:test'
import { at } from '../../pkg-template/tools.mjs'
import { explain, createExplainer, explaining, refusalOf, whole } from './package.mjs'

const NOW = { now: new Date(0) }
const { cases } = JSON.parse(readFileSync(at('tests', 'explain', 'planted-standards.json'), 'utf8'))
const AWS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', sessionToken: 'FwoGZXIvYXdzEXAMPLEtoken' }
const WHERE = { region: 'eu-central-1', service: 'execute-api' }
const REQUEST = { method: 'POST', url: 'https://api.example.com/a?b=2&a=1', body: '{ "a": 1 }', headers: { 'X-One': '1' } }
const ids = ({ findings }) => findings.map(({ causes }) => causes.map(({ id }) => id).join(' + '))

test('what is planted is named, first or in a tie', () => {
  for (const one of cases.filter((_, index) => index % 5 === 0)) {
    const { scheme, request, received, options, also = [] } = one
    const report = explain(scheme, keysOf(one.credentials), request, received, { ...options, ...NOW })
    const named = report.findings.flatMap(({ causes, alternatives }) => [causes, ...alternatives]).map((causes) => causes.map(({ id }) => id).sort().join(' '))
    const wanted = [[...one.ids].sort().join(' '), ...also]
    assert.ok(wanted.some((id) => named.includes(id)), `${wanted}: ${named} of ${JSON.stringify(one)}`)
    assert.equal(JSON.stringify(report).includes(AWS.secretAccessKey), false)
  }
})

test('what is hashed on the way is the canonical request that AWS publishes', () => {
  const folder = at('tests', 'vectors', 'aws.request')
  const vectors = readdirSync(folder).map((name) => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')))
  const published = vectors.filter(({ intermediate, request }) => intermediate && request)
  for (const { credentials, options, request, signature, intermediate } of published) {
    const { verdict, preimages } = explain('aws.request', credentials, request, signature, { ...options, ...NOW })
    assert.equal(verdict, 'stale')
    assert.deepEqual(preimages.map(({ label, text }) => [label, text]), [['wholeRequest', intermediate]])
  }
  assert.ok(published.length > 15, `${published.length} were compared`)
  const one = cases.find(({ scheme, ids, received }) => scheme === 'aws.request' && ids.join() === 'query-not-sorted' && received)
  const report = explain('aws.request', keysOf(one.credentials), one.request, one.received, { ...one.options, ...NOW })
  const [expected, signed] = [report.preimages, report.findings[0].preimages].map(([{ text }]) => text.split('\n'))
  assert.deepEqual(expected.map((line, place) => line === signed[place] || place), expected.map((_, place) => place !== 2 || 2))
  assert.deepEqual(expected[2].split('&').sort(), signed[2].split('&').sort())
})

test('what the package signs is a match, as it is sent and as it is asked', () => {
  for (const [scheme, credentials, options] of [
    ['aws.request', AWS, WHERE],
    ['aws.request', AWS, { ...WHERE, service: 's3', payload: 'sent', pathEncoding: 'once', pathForm: 'as-sent' }],
    ['rfc9421.hmac-sha256', { secret: 'hush' }, {}],
    ['rfc9421.hmac-sha256', { secret: 'hush' }, { components: ['@status', 'content-digest'], keyid: 'k' }],
  ]) {
    const request = { ...REQUEST, ...(options.components && { status: 201 }) }
    const signed = whole.esm.createSigner(scheme, credentials, options).sign(request)
    const headers = { ...request.headers, ...signed.headers }
    for (const api of [{ explain }, explaining.esm]) {
      const asked = { ...request, timestamp: signed.timestamp }
      assert.equal(api.explain(scheme, credentials, asked, signed.signature, { ...options, ...NOW }).verdict, 'stale')
      const report = api.explain(scheme, credentials, { ...request, headers }, undefined, options)
      assert.equal(report.verdict, 'match', JSON.stringify(report))
      const other = api.explain(scheme, credentials, { ...request, headers, body: `${REQUEST.body}\n` }, undefined, options)
      assert.equal(other.verdict, 'explained')
    }
  }
})

test('a case for others holds no secret, and is explained alike', () => {
  const signer = whole.esm.createSigner('aws.request', { ...AWS, secretAccessKey: Buffer.from(`${AWS.secretAccessKey} `) }, WHERE)
  const { headers, timestamp } = signer.sign(REQUEST)
  const sent = { ...REQUEST, headers: { ...REQUEST.headers, ...headers } }
  const search = createExplainer('aws.request', AWS, sent, undefined, WHERE)
  search.step()
  assert.deepEqual(ids(search.report()), ['secret-trailing-space'])
  const saved = search.export()
  const text = JSON.stringify(saved)
  for (const secret of [...Object.values(AWS), headers.Authorization.split('Signature=')[1]]) assert.equal(text.includes(secret), false)
  const { request, credentials, options } = saved
  assert.deepEqual(ids(explain('aws.request', credentials, request, undefined, options)), ['secret-trailing-space'])
  // Where nothing is found, only the signature is random.
  const lost = createExplainer('aws.request', { ...AWS, secretAccessKey: 'another' }, sent, undefined, { ...WHERE, budgetBytes: 100_000 })
  lost.step()
  assert.equal(lost.report().verdict, 'unexplained')
  const { Authorization, 'X-Amz-Security-Token': token } = lost.export().request.headers
  assert.match(Authorization, new RegExp(`/${timestamp.slice(0, 8)}/eu-central-1/execute-api/aws4_request, SignedHeaders=`))
  assert.equal(Authorization.includes(headers.Authorization.slice(-64)), false)
  assert.notEqual(token, AWS.sessionToken)
})

test('what is wrong with a call is said', () => {
  const { code, part } = refusalOf(() => explain('aws.request', AWS, REQUEST, '00', {}))
  assert.deepEqual([code, part], ['ERR_OPTION_INVALID', 'region'])
  assert.equal(refusalOf(() => explain('aws.request', AWS, REQUEST, '00', WHERE)).code, 'ERR_TIMESTAMP_INVALID')
  assert.equal(refusalOf(() => explain('rfc9421.hmac-sha256', { secret: 'a' }, REQUEST)).part, 'received')
})

/** Keys in files, as their texts. */
function keysOf(credentials) {
  const text = (value) => (value.file ? readFileSync(at('tests', 'keys', value.file), 'utf8') : value)
  return Object.fromEntries(Object.entries(credentials).map(([name, value]) => [name, text(value)]))
}
