// Every vector file through the packed package, stage by stage: a failure names the file and the first wrong stage.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { at } from '../../pkg-template/tools.mjs'
import { whole, withoutRsa } from './package.mjs'

const RANDOM = '{signature}'
const RSA_ROWS = ['smile-id.sec-key', 'tu-cambio.jws']
const RSA_KEYS = ['privateKey', 'publicKeys', 'certificates']
// Signed with texts that are no time.
const UNREADABLE = ['securo.request/timestamp-verbatim.json']
const SIGNED = ['canonical', 'signature', 'headers', 'fields', 'url', 'body', 'method', 'timestamp']
const VERIFIED = ['timestamp', 'atMs', 'keyIndex', 'canonical', 'fingerprint', 'inputs', 'companion']
const ERROR = ['code', 'part', 'offset', 'ageSeconds', 'limitSeconds']

const vectors = read(at('tests', 'vectors'))
const apis = {
  'countersign by import': whole.esm,
  'countersign by require': whole.cjs,
  'countersign/hmac by import': withoutRsa.esm,
  'countersign/hmac by require': withoutRsa.cjs,
}

for (const [name, api] of Object.entries(apis)) {
  const isWhole = !name.includes('hmac')
  const possible = vectors.filter((vector) => isWhole || !needsRsa(vector))

  test(`all files hold: ${name}`, () => {
    const wrong = possible.map((vector) => compare(vector, outcome(api, vector))).filter(Boolean)
    assert.equal(wrong.length, 0, `${wrong.length} of ${possible.length} wrong:\n${wrong.join('\n')}`)
  })

  test(`bodies as bytes hold as texts do: ${name}`, () => {
    const vectorsOfText = possible.filter((vector) => input(vector).body !== undefined)
    const wrong = vectorsOfText.map((vector) => compare(vector, outcome(api, withBytes(vector)))).filter(Boolean)
    assert.equal(wrong.length, 0, `${wrong.length} of ${vectorsOfText.length} wrong:\n${wrong.join('\n')}`)
  })

  test(`what was signed is read back: ${name}`, () => {
    const unreadable = []
    let count = 0
    // A Sec Key is encrypted on the way there, and signed only on the way back.
    const signing = possible.filter((one) => one.request && !one.error && one.scheme !== 'smile-id.sec-key')
    for (const vector of signing) {
      if (isReadBack(api, vector)) count++
      else unreadable.push(vector.file)
    }
    assert.ok(count > 100, `only ${count} were read back`)
    assert.deepEqual(unreadable, UNREADABLE)
  })
}

test('the build without RSA refuses what needs it, or for the reason in the file', () => {
  const refused = { code: 'ERR_ALGORITHM_REFUSED' }
  let count = 0
  for (const api of Object.values(withoutRsa)) {
    for (const vector of vectors.filter(needsRsa)) {
      const { error } = outcome(api, vector)
      assert.ok(error, `${vector.file}: expected a refusal`)
      if (error.code === refused.code) count++
      else assert.equal(compare(vector, { error }), undefined)
    }
  }
  assert.ok(count > 100, `only ${count} were refused for RSA`)
})

test('every row has a folder', () => {
  const folders = [...new Set(vectors.map((vector) => vector.file.split('/')[0]))]
  const rows = whole.esm.schemes().map((row) => row.id)
  assert.deepEqual(rows.sort(), folders.sort())
  for (const { file, scheme } of vectors) assert.equal(file.split('/')[0], scheme, file)
})

test('a changed figure fails at its stage', () => {
  const changes = new Map()
  for (const vector of vectors) {
    const result = outcome(whole.esm, vector)
    // One that is wrong as it stands is told by the test of all files.
    if (compare(vector, result)) continue
    for (const [stage, changed] of withFiguresChanged(vector)) {
      const told = compare(changed, result) ?? 'no fault'
      assert.ok(told.startsWith(`${vector.file}: ${stage}: want `), `${stage} changed: ${told}`)
      changes.set(stage, (changes.get(stage) ?? 0) + 1)
    }
  }
  const stages = [
    ...SIGNED.slice(0, 6),
    ...VERIFIED.map((stage) => `verified ${stage}`),
    ...ERROR.map((stage) => `error ${stage}`),
  ]
  assert.deepEqual([...changes.keys()].sort(), stages.sort())
})

test('the options of JavaScript reach the core', () => {
  for (const [option, stage] of [
    ['authorizationPrefix', 'headers'],
    ['toleranceSeconds', 'error'],
    ['jws.alg', 'canonical'],
  ]) {
    const told = vectors
      .filter((vector) => vector.options?.[option] && !vector.error)
      .map((vector) => compare(vector, outcome(whole.esm, { ...vector, options: undefined })) ?? '')
    assert.ok(
      told.some((one) => one.includes(`: ${stage}: want `)),
      `${option}: ${told}`,
    )
  }
})

/** What the package makes of a file's input: figures, or the error. */
function outcome(api, vector) {
  try {
    return vector.request ? { signed: sign(api, vector) } : { verified: verify(api, vector) }
  } catch (error) {
    if (error instanceof api.CountersignError) return { error }
    return { error: { code: String(error.stack), message: 'no CountersignError' } }
  }
}

/** The first stage that is wrong, as `<file>: <stage>: want …, got …`. */
function compare(vector, { signed, verified, error }) {
  const tell = (stage, want, got) =>
    `${vector.file}: ${stage}: want ${JSON.stringify(want)}, got ${JSON.stringify(got)}`
  if (error && !vector.error) return tell('error', null, `${error.code}: ${error.message}`)
  if (error)
    return (
      firstDifference(vector.error, error, ERROR, (stage, ...rest) => tell(`error ${stage}`, ...rest)) ??
      blamed(error, tell)
    )
  if (vector.error) return tell('error', vector.error, null)
  if (signed) return firstDifference(expected(vector, signed.signature), signedFigures(signed), SIGNED, tell)
  return firstDifference(vector.verified, verifiedFigures(verified), VERIFIED, (stage, ...rest) =>
    tell(`verified ${stage}`, ...rest),
  )
}

function firstDifference(want, got, stages, tell) {
  for (const stage of stages) {
    if (['timestamp', 'method'].includes(stage) && want[stage] === undefined) continue
    if (sorted(want[stage]) !== sorted(got[stage])) return tell(stage, want[stage], got[stage])
  }
}

/** The header to blame is the part to blame, where it is a header. */
function blamed({ code, part, header }, tell) {
  if (code.startsWith('ERR_HEADER_') && header !== part) return tell('error header', part, header)
}

function sign(api, { scheme, credentials, options, request }) {
  const { nowMs, atMs, bodyBase64, ...given } = request
  if (bodyBase64 !== undefined) given.body = Buffer.from(bodyBase64, 'base64')
  if (atMs !== undefined) given.timestamp = new Date(atMs)
  const clock = Date.now
  if (nowMs !== undefined) Date.now = () => nowMs
  try {
    const signer = api.createSigner(scheme, values(credentials), choices(options))
    const signed = signer.sign(given)
    // A signer with a companion makes two signatures.
    const input = credentials.privateKey && credentials.secret ? signed.canonical : signer.prepare(given).signingInput
    return { ...signed, input }
  } finally {
    Date.now = clock
  }
}

function verify(api, { scheme, credentials, options, received }) {
  const { nowMs, bodyBase64, ...given } = received
  if (bodyBase64 !== undefined) given.body = Buffer.from(bodyBase64, 'base64')
  const verified = api
    .createVerifier(scheme, values(credentials), choices(options))
    .verify({ ...given, now: new Date(nowMs) })
  assert.equal(verified.scheme, scheme)
  const row = api.schemes().find((one) => one.id === scheme)
  const isCanonical = row.body === 'as-signed' && given.body?.length > 0
  const body = isCanonical ? JSON.stringify(JSON.parse(given.body)) : (given.body ?? '')
  assert.deepEqual(Buffer.from(verified.body ?? ''), Buffer.from(body))
  return verified
}

/** Verifies what a file signs at the time it says; `false` where that cannot be read. */
function isReadBack(api, vector) {
  const { scheme, file } = vector
  const row = api.schemes().find((one) => one.id === scheme)
  const signed = sign(api, vector)
  const { privateKey, ...others } = vector.credentials
  // A private key gives way to its public half.
  const publicKeys = privateKey && { file: privateKey.file.replace('pkcs8', 'spki') }
  const { 'jws.certificate': _, ...options } = vector.options ?? {}
  const verifier = api.createVerifier(scheme, values({ ...others, publicKeys }), choices(options))
  let now = new Date(0)
  const early = verifier.check({ ...signed, now })
  if (early.code === 'ERR_TIMESTAMP_INVALID') return false
  if (early.code === 'ERR_SIGNATURE_STALE') now = new Date(-1000 * early.error.ageSeconds)
  const verified = verifier.verify({ ...signed, now })
  const signs = row.algorithm !== 'none'
  assert.equal(verified.canonical, row.canonical, file)
  assert.equal(verified.fingerprint, signs ? createHash('sha256').update(signed.input).digest('hex') : '', file)
  assert.equal(verified.keyIndex, 0, file)
  assert.equal(verified.timestamp, row.timestamp === 'none' ? undefined : signed.timestamp, file)
  assert.equal(verified.companion !== undefined, Boolean(privateKey) && scheme !== 'tu-cambio.jws', file)
  assert.deepEqual(Buffer.from(verified.body ?? ''), Buffer.from(signed.body ?? ''), file)
  return true
}

/** What the file says, and what follows from it: headers are merged into the request's own. */
function expected(vector, signature) {
  const { request } = vector
  const added = new Set(Object.keys(vector.headers).map((name) => name.toLowerCase()))
  const kept = Object.entries(request.headers ?? {}).filter(([name]) => !added.has(name.toLowerCase()))
  const body = vector.body ?? request.body ?? Buffer.from(request.bodyBase64 ?? '', 'base64')
  const method = request.method ?? (body.length === 0 ? 'GET' : 'POST')
  const isTimed = Object.values(vector.headers)
    .concat(Object.values(vector.fields ?? {}))
    .includes(request.timestamp)
  return filledIn(
    {
      canonical: vector.canonical,
      signature: vector.signature,
      headers: { ...Object.fromEntries(kept), ...vector.headers },
      fields: vector.fields ?? {},
      url: vector.url ?? request.url ?? '',
      body: Buffer.from(body).toString('latin1'),
      method: method.toUpperCase(),
      timestamp: isTimed ? request.timestamp : undefined,
    },
    signature,
  )
}

function signedFigures({ fields = {}, body = '', ...signed }) {
  return { ...signed, fields, body: Buffer.from(body).toString('latin1') }
}

function verifiedFigures({ instant, companion, ...verified }) {
  return { ...verified, atMs: instant?.getTime(), companion: companion && verifiedFigures(companion) }
}

/** The file, once for each figure in it, with that one changed. */
function* withFiguresChanged(vector) {
  if (vector.request && !vector.error) {
    for (const stage of SIGNED.slice(0, 6))
      yield [stage, { ...vector, [stage]: changed(vector[stage] ?? (stage === 'fields' ? {} : '')) }]
  } else {
    const place = vector.error ? 'error' : 'verified'
    for (const [stage, figure] of Object.entries(vector[place])) {
      yield [`${place} ${stage}`, { ...vector, [place]: { ...vector[place], [stage]: changed(figure) } }]
    }
  }
}

function changed(figure) {
  if (typeof figure === 'number') return figure + 1
  return typeof figure === 'object' && figure !== null ? { ...figure, x: 'y' } : `~${figure ?? ''}`
}

/** Credentials with the key files that they name read in. */
function values(credentials) {
  const value = (one) => (one?.file ? readFileSync(at('tests', 'keys', one.file), 'utf8') : one)
  const entries = Object.entries(credentials).filter(([, given]) => given !== undefined)
  return Object.fromEntries(
    entries.map(([name, given]) => [name, Array.isArray(given) ? given.map(value) : value(given)]),
  )
}

/** Options as JavaScript writes them: those with a dot in an object, numbers as numbers, several as a list. */
function choices(options) {
  if (options === undefined) return undefined
  const chosen = {}
  for (const [name, text] of Object.entries(values(options))) {
    const [group, inner] = name.split('.')
    if (inner) (chosen[group] ??= {})[inner] = inner === 'alg' && text.includes(' ') ? text.split(' ') : text
    else if (name === 'toleranceSeconds')
      chosen[name] = text === 'none' ? Infinity : /^\d+$/.test(text) ? Number(text) : text
    else chosen[name] = text
  }
  return chosen
}

function needsRsa({ scheme, credentials }) {
  return RSA_ROWS.includes(scheme) || RSA_KEYS.some((name) => credentials[name])
}

const input = (vector) => vector.request ?? vector.received

/** The same file with its body as bytes. */
function withBytes(vector) {
  const place = vector.request ? 'request' : 'received'
  return { ...vector, [place]: { ...vector[place], body: Buffer.from(vector[place].body) } }
}

/** A value as text, whatever the order of its members; what is absent is null. */
function sorted(value) {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  const entries = Object.entries(value).filter(([name]) => name !== 'scheme' && name !== 'body')
  return `{${entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, one]) => `${name}:${sorted(one)}`)
    .join()}}`
}

/** A signature that is random cannot stand in a file, so its mark does, wherever it travels. */
const filledIn = (value, signature) =>
  JSON.parse(JSON.stringify(value).replaceAll(RANDOM, JSON.stringify(signature).slice(1, -1)))

function read(root) {
  return readdirSync(root).flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => {
      const file = `${folder}/${name}`
      return { file, ...JSON.parse(readFileSync(join(root, file), 'utf8')) }
    }),
  )
}
