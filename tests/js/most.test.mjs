// A scheme with as many members as one may have, of which some are called `__proto__`, in every direction.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { countersign } from './cli.mjs'
import { write } from './cli-custom-schemes.mjs'
import { explain, createExplainer, refusalOf, whole } from './package.mjs'

const MOST = 64
const AT = new Date(1747216800_000)
const TIME = '1747216800'

/** So many of them, of which the last is called as the member that every object inherits. */
const names = (letter, count = MOST) => Array.from({ length: count }, (_, n) => (n === count - 1 ? '__proto__' : `${letter}${n}`))
const object = (names, value) => Object.fromEntries(names.map((name, n) => [name, value(name, n)]))

const CREDENTIALS = ['secret', ...names('c', MOST - 1)]
const OPTIONS = names('o').map((name) => `${name}.`)
const INPUTS = names('i').map((name) => `${name}!`)
const BINDINGS = names('b').map((name) => `${name}?`)
/** Where each input is taken from: a header, the query or the body by turns. */
const places = (n) => [`header:x-in-${n}`, `query:q-in-${n}`, `field:f-in-${n}`][n % 3]
const value = (name) => `{${name}}`
/** Of those that make no key. */
const credential = (n) => CREDENTIALS[1 + (n % (MOST - 1))]
/** A value of every kind: of a credential, of an option and a credential, and the same for all. */
const placed = (_, n) => [`{${credential(n)}}`, `a{${OPTIONS[n]}}-{${credential(n)}}`, 'fixed'][n % 3]

const FULL = {
  id: 'acme.most',
  credentials: CREDENTIALS,
  options: object(OPTIONS, (name) => `default of ${name}`.replaceAll(' ', '-')),
  bindings: object(BINDINGS, (_, n) => `{${INPUTS[n]}}`),
  inputs: object(INPUTS, (_, n) => places(n)),
  canonical: `{timestamp}\n${BINDINGS.map(value).join('\n')}\n{query}\n{body}`,
  acceptedCanonicals: Array.from({ length: 8 }, (_, n) => `${n}{timestamp}\n{body}`),
  headers: {
    ...object(names('h', MOST - 2), placed),
    'x-time': '{timestamp}',
    'x-signature': 'v1={signature}',
  },
  query: object(names('q'), placed),
  fields: object(names('f'), placed),
  listSeparators: object(names('l'), () => ','),
  acceptedPlacements: Array.from({ length: MOST }, (_, n) => ['header:x-signature', `v${n + 2}={signature}`]),
  timestamp: 'seconds',
  acceptedTimestamps: Array.from({ length: MOST }, () => 'milliseconds'),
  notes: Array.from({ length: MOST }, (_, n) => `note ${n}`),
  misreadings: Array.from({ length: MOST }, (_, n) => ({ id: `reading-${n}`, template: `{timestamp}${n}{body}` })),
}
const second = (name) => `second-${name}`
const companion = {
  ...FULL,
  id: 'acme.most-companion',
  credentials: CREDENTIALS.map(second),
  key: '{second-secret}',
  headers: { ...object(names('k', MOST - 1).map(second), (_, n) => `{${second(CREDENTIALS[n])}}`), 'x-second': '{signature}' },
  query: {},
  fields: {},
  listSeparators: {},
  acceptedPlacements: [],
  timestamp: 'none',
  toleranceSeconds: null,
  acceptedTimestamps: [],
  misreadings: [],
  notes: [],
  canonical: `${INPUTS.map(value).join('\n')}\n{body}`,
  acceptedCanonicals: [],
  bindings: {},
}
const SECRETS = object(CREDENTIALS, (name) => `value-of-${name}`)
const SECOND = object(companion.credentials, (name) => `value-of-${name}`)

/** A request from which all inputs can be taken. */
const REQUEST = {
  method: 'POST',
  url: `https://api.example.com/a?${INPUTS.map((_, n) => `q-in-${n}=query-${n}`).join('&')}`,
  headers: Object.fromEntries(INPUTS.map((_, n) => [`x-in-${n}`, `header-${n}`])),
  body: JSON.stringify(Object.fromEntries(INPUTS.map((_, n) => [`f-in-${n}`, `field-${n}`]))),
}
const EXPECTED_INPUTS = object(INPUTS, (_, n) => [`header-${n}`, `query-${n}`, `field-${n}`][n % 3])

/** What `placed` makes. */
const made = (n) => {
  const [option, secret] = [FULL.options[OPTIONS[n]], SECRETS[credential(n)]]
  return [secret, `a${option}-${secret}`, 'fixed'][n % 3]
}

/** What is checked of a signed request: every header, parameter and field, one by one. */
function assertSigned(signed) {
  const { url, body, headers, fields, canonical, signature } = signed
  const text = typeof body === 'string' ? body : Buffer.from(body).toString()
  for (const [n, name] of names('h', MOST - 2).entries()) {
    assert.ok(Object.hasOwn(headers, name), name)
    assert.equal(headers[name], made(n), name)
  }
  assert.equal(headers['x-time'], TIME)
  assert.equal(headers['x-signature'], `v1=${signature}`)
  const query = new URL(url).searchParams
  for (const [n, name] of names('q').entries()) assert.equal(query.get(name), made(n), name)
  const sent = JSON.parse(text)
  for (const [n, name] of names('f').entries()) {
    assert.ok(Object.hasOwn(fields, name) && Object.hasOwn(sent, name), name)
    assert.deepEqual([fields[name], sent[name]], [made(n), made(n)], name)
  }
  for (const one of [headers, fields]) assert.equal(Object.getPrototypeOf(one), Object.prototype)
  assert.equal(canonical, `${TIME}\n${INPUTS.map((name) => EXPECTED_INPUTS[name]).join('\n')}\n${url.split('?')[1]}\n${text}`)
  assert.equal(signature, createHmac('sha256', SECRETS.secret).update(canonical).digest('hex'))
}

function assertVerified(verified, signed) {
  assert.deepEqual(Object.entries(verified.inputs), Object.entries(EXPECTED_INPUTS))
  assert.equal(Object.getPrototypeOf(verified.inputs), Object.prototype)
  assert.deepEqual([verified.scheme, verified.timestamp, verified.canonical], [FULL.id, TIME, FULL.canonical])
  assert.deepEqual(verified.signedAt, AT)
  assert.deepEqual(verified.body, signed.body)
}

const bytes = { ...REQUEST, body: new TextEncoder().encode(REQUEST.body) }

for (const [kind, { createSigner, createVerifier }] of Object.entries(whole)) {
  test(`${kind}: a scheme of ${MOST} members each signs and verifies`, () => {
    const [signer, verifier] = [createSigner(FULL, SECRETS), createVerifier(FULL, SECRETS)]
    for (const request of [REQUEST, bytes]) {
      const signed = signer.sign({ ...request, timestamp: AT })
      assertSigned(signed)
      assertVerified(verifier.verify({ ...signed, now: AT }), signed)
      const { ok, ...checked } = verifier.check({ ...signed, now: AT })
      assert.equal(ok, true)
      assertVerified(checked, signed)
    }
  })

  test(`${kind}: the same where the key is elsewhere`, () => {
    const { secret, ...others } = SECRETS
    const signer = createSigner(FULL, others, { key: 'external' })
    const prepared = signer.prepare({ ...REQUEST, timestamp: AT })
    const signed = prepared.finish(createHmac('sha256', secret).update(prepared.signingInput).digest())
    assertSigned(signed)
    assert.deepEqual(signed, createSigner(FULL, SECRETS).sign({ ...REQUEST, timestamp: AT }))
  })

  test(`${kind}: the same with a companion that has as many`, () => {
    const both = { ...FULL, companion }
    const [signer, verifier] = [createSigner, createVerifier].map((create) => create(both, { ...SECRETS, ...SECOND }))
    const signed = signer.sign({ ...REQUEST, timestamp: AT })
    for (const [n, name] of names('k', MOST - 1).map(second).entries()) {
      assert.equal(signed.headers[name], SECOND[second(CREDENTIALS[n])], name)
    }
    const verified = verifier.verify({ ...signed, now: AT })
    assertVerified(verified, signed)
    assert.deepEqual(Object.entries(verified.companion.inputs), Object.entries(EXPECTED_INPUTS))
  })
}

test('a scheme of as many members is explained, and the case exported', () => {
  const { headers, url, body, signature } = whole.esm.createSigner(FULL, SECRETS).sign({ ...REQUEST, timestamp: AT })
  const request = { method: 'POST', url, headers: REQUEST.headers, body, timestamp: TIME }
  const right = explain(FULL, SECRETS, request, headers['x-signature'], { now: AT })
  assert.equal(right.verdict, 'match', JSON.stringify(right).slice(0, 500))
  const report = explain(FULL, SECRETS, request, `v1=${signature.toUpperCase()}`, { now: AT })
  assert.equal(report.findings[0].causes[0].id, 'output-uppercase-hex')
  const opened = createExplainer(FULL, SECRETS, request, `v1=${signature.toUpperCase()}`, { now: AT })
  opened.step()
  const exported = opened.export()
  assert.deepEqual(Object.keys(exported.credentials), CREDENTIALS.slice(1))
  assert.ok(Object.hasOwn(exported.credentials, '__proto__'))
  const { scheme, secret, credentials, request: again, receivedSignature } = exported
  const given = { ...object(CREDENTIALS.slice(1), (name) => credentials[name]), secret }
  assert.equal(explain(scheme, given, again, receivedSignature, { now: AT }).findings[0].causes[0].id, 'output-uppercase-hex')
})

test('a scheme of as many members is told by the command line, and one of more is not', async () => {
  const path = write('most.json', { ...FULL, companion })
  const { code, stdout, stderr } = await countersign(['schemes', 'check', path])
  assert.deepEqual([code, stderr], [0, ''], stdout)
  for (const name of names('h', MOST - 2)) assert.ok(stdout.includes(`${name}: `), name)
  for (const member of ['headers', 'query', 'fields', 'inputs', 'options', 'bindings', 'listSeparators']) {
    const more = { ...FULL, [member]: { ...FULL[member], one: 'header:one', more: 'header:more', again: 'header:again' } }
    const error = refusalOf(() => whole.esm.createSigner(more, SECRETS))
    assert.deepEqual([error.code, error.part], ['ERR_SCHEME_INVALID', member])
  }
})
