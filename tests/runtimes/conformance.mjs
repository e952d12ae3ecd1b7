// What every runtime has to do alike, as one file: plain ECMAScript, without Node and without the DOM.
import { binary, byId, choices, compare, fromBase64, needsRsa, needsStandards, outcome, sign, toBytes, values, verifying, withBytes } from './stages.mjs'

/**
 * Runs everything with each of `given`: its `name`, its `api`, and the same with a trap planted as `trapped`; for an entry without the
 * catalogue also the `definitions` of the schemes and the `whole` package. `cases` holds the vector files and the key files. `subtle` is
 * WebCrypto's, where it is no global; `copies` are other ones of the package in the same program. With `nth`, it takes one case of so
 * many, and a vector of each scheme.
 */
export async function conform(given, cases, { subtle = globalThis.crypto?.subtle, copies = [], nth = 1 } = {}) {
  const data = sampled(cases, nth)
  const subjects = given.map(subjectOf)
  const tally = { passed: 0, failed: [], crypto: cryptoOf(subjects[0].api) }
  if (subtle === undefined) throw new Error('expected `crypto.subtle`, to check with, got none')
  for (const subject of subjects) {
    const check = checker(tally, subject.name)
    for (const part of PARTS) {
      const broken = (error) => check(part.name, () => `broke off: ${error?.stack ?? error}`)
      await part(subject, check, { ...data, subtle }).catch(broken)
    }
  }
  const check = checker(tally, 'copies')
  const all = [...subjects, ...copies]
  for (const one of all) for (const other of all) await recognises(one, other, check)
  return tally
}

/** One case of `nth`, and a vector of each scheme. */
function sampled({ vectors, explained = [], ...others }, nth) {
  const isTaken = ({ scheme }, index) => index % nth === 0 || vectors[index - 1].scheme !== scheme
  return { ...others, vectors: vectors.filter(isTaken), explained: explained.filter((_, index) => index % nth === 0) }
}

/** Every entry takes the id of a scheme here; the one that takes definitions has neither RSA nor the standards. */
function subjectOf({ definitions, whole, ...subject }) {
  const { api, trapped } = subject
  if (definitions === undefined) return { isWhole: true, exported: api, ...subject }
  const withIds = (entry) => ({ ...byId(entry, definitions), schemes: whole.schemes })
  return { isWhole: false, exported: api, ...subject, api: withIds(api), trapped: withIds(trapped) }
}

/** Counts what passes, and notes what fails as a sentence. */
const checker = (tally, subject) => async (what, run) => {
  let fault
  try {
    fault = await run()
  } catch (error) {
    fault = `threw ${error?.stack ?? error}`
  }
  if (fault === undefined) tally.passed++
  else tally.failed.push(`${subject}: ${what}: ${fault}`)
}

async function names({ api, exported, isWhole }, check) {
  const names = Object.keys(exported).filter((name) => !['default', 'module.exports'].includes(name))
  await check('what is exported', () => differ(names.sort(), isWhole ? EXPORTS : EXPORTS_OF_CORE))
  await check('nothing of the core is within reach', () => {
    const signer = api.createSigner('stripe.webhook', { secret: SECRET })
    const values = [signer, ...Object.values(exported)].flatMap((one) => Reflect.ownKeys(one).map((name) => one[name]))
    return values.some((one) => /WebAssembly|^ArrayBuffer/.test(tag(one))) ? 'an object of WebAssembly is' : undefined
  })
}

async function definitions({ api, isWhole }, check, { vectors }) {
  if (!isWhole) return
  const ids = [...new Set(vectors.map((vector) => vector.scheme))]
  await check('schemes()', () =>
    differ(
      api
        .schemes()
        .map((definition) => definition.id)
        .sort(),
      ids.sort(),
    ),
  )
  await check('schemes() is plain data, new each time', () => {
    const [first, second] = [api.schemes(), api.schemes()]
    return (
      differ(JSON.parse(JSON.stringify(first)), second) ?? (first[0] === second[0] ? 'the same objects' : undefined)
    )
  })
}

/** Every file as it stands, and with its body as bytes. */
async function files({ api, ...has }, check, { vectors, keys }) {
  for (const vector of vectors) {
    const forms = { '': vector }
    if ((vector.request ?? vector.received).body !== undefined) forms[', body as bytes'] = withBytes(vector)
    for (const [form, given] of Object.entries(forms)) {
      const result = outcome(api, given, keys)
      await check(`${vector.file}${form}`, () => told(given, result, has) ?? secretIn(result.error, given, keys))
    }
  }
}

function told(vector, result, has) {
  // What cannot be done here may still be refused for another reason first.
  const refusal = lacking(vector, has)
  if (refusal && (!vector.error || result.error?.code === refusal)) return codeIs(refusal, result.error)
  return compare(vector, result)
}

/** The code for what the build or the host has not, where the file needs it. */
function lacking(vector, { isWhole }) {
  if (!isWhole && (needsRsa(vector) || needsStandards(vector))) return 'ERR_UNSUPPORTED'
  return isRandom(vector) && !hasRandom() ? 'ERR_RANDOMNESS_UNAVAILABLE' : undefined
}

/** Whether an error says a credential that is no public one. */
function secretIn(error, { credentials }, keys) {
  if (error === undefined) return undefined
  const written = [error.message, error.stack, JSON.stringify(error)].join('\n')
  const given = Object.entries(values(credentials, keys)).filter(([name]) =>
    ['secret', 'apiKey', 'privateKey'].includes(name),
  )
  const lines = given
    .flatMap(([, value]) => value)
    .flatMap((value) => String(value).split('\n'))
    .filter((line) => line.length > 7)
  const said = lines.filter((line) => !line.startsWith('-----') && written.includes(line))
  return said.length > 0 ? 'the error says a credential' : undefined
}

/** The same without the host's cryptography, where there is one. */
async function filesInWasm({ api, ...has }, check, given) {
  if (cryptoOf(api) === 'wasm') return
  const options = ([scheme, credentials, options]) => [scheme, credentials, { ...options, crypto: 'wasm' }]
  const inWasm = {
    ...api,
    createSigner: (...args) => api.createSigner(...options(args)),
    createVerifier: (...args) => api.createVerifier(...options(args)),
  }
  await files({ api: inWasm, ...has }, (what, run) => check(`${what}, in wasm`, run), given)
}

/**
 * What the host computes: MACs over long strings are the core's to the byte, and RSA signatures of either are verified by either. The
 * first use of a key compares both; so each is used three times.
 */
async function hosts({ api, isWhole }, check, { keys, subtle }) {
  const body = 'x'.repeat(20_000)
  const ways = [{}, { crypto: 'wasm' }]
  for (const algorithm of MACS) {
    const scheme = { id: 'own.webhook', algorithm, canonical: '{body}', headers: { 'x-signature': '{signature}' } }
    await check(`${algorithm}, by the host and by the core`, () => {
      const signers = ways.map((way) => api.createSigner(scheme, { secret: SECRET }, way))
      const verifiers = ways.map((way) => api.createVerifier(scheme, { secret: SECRET }, way))
      for (let i = 0; i < 3; i++) {
        const [signed, other] = signers.map((signer) => signer.sign({ body }))
        const fault = differ(signed, other)
        if (fault) return fault
        for (const verifier of verifiers) {
          verifier.verify(signed)
          const error = verifier.check({ ...signed, body: `${body}!` }).error
          if (error?.code !== 'ERR_SIGNATURE_MISMATCH') return `a changed body gives ${error?.code}`
        }
      }
    })
  }
  if (!isWhole || !hasRandom()) return
  for (const alg of ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512']) {
    await check(`${alg}, by the host and by the core`, () => {
      const [privateKey, publicKeys] = [keys['rsa-2048.pkcs8.pem'], keys['rsa-2048.spki.pem']]
      const signers = ways.map((way) => api.createSigner('tu-cambio.jws', { privateKey }, { jws: { alg }, ...way }))
      const verifiers = ways.map((way) => api.createVerifier('tu-cambio.jws', { publicKeys }, { jws: { alg }, ...way }))
      for (const signer of [signers[0], signers[0], ...signers]) {
        const signed = signer.sign(REQUEST)
        for (const verifier of verifiers) {
          verifier.verify(signed)
          const error = verifier.check({ ...signed, body: `${REQUEST.body} ` }).error
          if (error?.code !== 'ERR_SIGNATURE_MISMATCH') return `a changed body gives ${error?.code}`
        }
      }
    })
    await check(`${alg}, a salt or length that only another library takes`, async () => {
      const prepared = api.createSigner('tu-cambio.jws', {}, { key: 'external', jws: { alg } }).prepare(REQUEST)
      const { algorithm } = prepared
      const key = await subtle.importKey('pkcs8', der(keys['rsa-2048.pkcs8.pem']), algorithm, false, ['sign'])
      const signed = async (own) => new Uint8Array(await subtle.sign({ ...algorithm, ...own }, key, prepared.signingInput))
      const right = await signed()
      const wrong = [Uint8Array.of(0, ...right), Uint8Array.of(...right, 0)]
      if (alg.startsWith('PS')) for (const saltLength of [0, 20, 31, 33]) wrong.push(await signed({ saltLength }))
      const publicKeys = keys['rsa-2048.spki.pem']
      for (const way of ways) {
        const verifier = api.createVerifier('tu-cambio.jws', { publicKeys }, { jws: { alg }, ...way })
        for (const raw of [right, ...wrong, right]) {
          const { ok } = verifier.check(prepared.finish(raw))
          if (ok !== (raw === right)) return `${raw.length} bytes, ${wrong.indexOf(raw)}: ${ok}`
        }
      }
    })
  }
}

/** Who computes a MAC over a long string: `node:crypto` if the package asks it every time, else `wasm`. */
function cryptoOf({ createSigner }) {
  const { process } = globalThis
  const builtin = process?.getBuiltinModule
  if (typeof builtin !== 'function') return 'wasm'
  let asked = 0
  const counting = {
    get(target, name) {
      if (name === 'createHmac') asked++
      return Reflect.get(target, name)
    },
  }
  process.getBuiltinModule = (name) => {
    const found = builtin.call(process, name)
    return name === 'node:crypto' && found ? new Proxy(found, counting) : found
  }
  try {
    const signer = createSigner('stripe.webhook', { secret: SECRET })
    for (let i = 0; i < 3; i++) signer.sign({ body: 'x'.repeat(20_000) })
  } catch (error) {
    return `nothing: ${error?.message}`
  } finally {
    process.getBuiltinModule = builtin
  }
  return asked === 3 ? 'node:crypto' : `wasm${asked > 0 ? `, after ${asked} answers of node:crypto` : ''}`
}

/** What was signed verifies, and says what was signed. */
async function readBack({ api, ...has }, check, { vectors, keys, subtle }) {
  // A Sec Key is encrypted on the way there, and signed only on the way back.
  const able = (one) => one.request && !one.error && one.scheme !== 'smile-id.sec-key' && !lacking(one, has)
  for (const vector of vectors.filter(able)) {
    await check(`${vector.file}, read back`, () => faultOfReading(api, vector, keys, subtle))
  }
}

async function faultOfReading(api, vector, keys, subtle) {
  const { scheme, file } = vector
  const definition = api.schemes().find((one) => one.id === scheme)
  const given = vector.request.headers?.[':status']
  // What is sent has its status beside its headers.
  const signed = { ...sign(api, vector, keys), status: given && Number(given) }
  const { 'jws.certificate': _, ...options } = vector.options ?? {}
  const make = (more) => api.createVerifier(scheme, values(verifying(vector.credentials), keys), { ...choices(options, keys), ...more })
  let verifier = make()
  let now = new Date(EARLY)
  const early = verifier.check({ ...signed, now })
  if (early.code === 'ERR_SIGNATURE_STALE') now = new Date(EARLY - 1000 * early.error.ageSeconds)
  // No clock stands before 2001.
  if (now < Y2001) [now, verifier] = [new Date(EARLY), make({ toleranceSeconds: Infinity })]
  const verified = verifier.verify({ ...signed, now })
  const { canonical, fingerprint, keyIndex, timestamp, companion } = verified
  // A body that was not signed is given out only as what came.
  const body = verified.covers.body === 'whole' ? verified.body : verified.received.body
  const got = { canonical, fingerprint, keyIndex, timestamp, companion: companion !== undefined, body: binary(body) }
  return differ(got, {
    canonical: definition.canonical,
    fingerprint: definition.algorithm === 'none' ? '' : await sha256(signed.input, subtle),
    keyIndex: 0,
    timestamp: definition.timestamp === 'none' ? undefined : signed.timestamp,
    companion: Boolean(vector.credentials.privateKey) && definition.companion !== null,
    body: binary(signed.body),
  })
}

async function sha256(input, subtle) {
  const digest = await subtle.digest('SHA-256', typeof input === 'string' ? toBytes(input) : input)
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Errors of the caller: each has its code, and its own class. */
async function errors({ api, isWhole }, check) {
  const signer = api.createSigner('tu-cambio.request', KEYS)
  const verifier = api.createVerifier('stripe.webhook', { secret: SECRET })
  const { headers } = api.createSigner('stripe.webhook', { secret: SECRET }).sign({ body: 'a' })
  for (const [code, run] of [
    [isWhole ? 'ERR_SCHEME_UNKNOWN' : 'ERR_UNSUPPORTED', () => api.createSigner('no.scheme', KEYS)],
    ['ERR_CREDENTIAL_MISSING', () => api.createSigner('stripe.webhook')],
    ['ERR_CREDENTIAL_MISSING', () => api.createSigner('stripe.webhook', { secret: undefined })],
    ['ERR_CREDENTIAL_INVALID', () => api.createVerifier('stripe.webhook', { secret: { a: SECRET } })],
    ['ERR_CREDENTIAL_INVALID', () => api.createSigner('stripe.webhook', { secret: `${SECRET}\ud800` })],
    ['ERR_ARGUMENT_INVALID', () => signer.sign(null)],
    ['ERR_REQUEST_INVALID', () => signer.sign({ url: 'https://a.example', headers: { a: 'b\n' } })],
    ['ERR_BODY_INVALID', () => signer.sign({ url: 'https://a.example', body: { a: 1 } })],
    ['ERR_TIMESTAMP_INVALID', () => signer.sign({ url: 'https://a.example', timestamp: 1700000000 })],
    ['ERR_HEADER_MISSING', () => verifier.verify({ headers: {}, body: 'a' })],
    ['ERR_HEADER_MALFORMED', () => verifier.verify({ headers: { 'Stripe-Signature': 'é' }, body: 'a' })],
    ['ERR_SIGNATURE_MISMATCH', () => verifier.verify({ headers, body: 'b' })],
    ['ERR_SIGNATURE_STALE', () => verifier.verify({ headers, body: 'a', now: new Date(EARLY) })],
  ]) {
    await check(`${code} of ${run}`, () => faultOfError(api, code, caught(run)))
  }
  await check('a mismatch says nothing of the right signature', () => {
    const wrong = { 'Stripe-Signature': `t=1700000000,v1=${'00'.repeat(32)}` }
    const error = caught(() => verifier.verify({ headers: wrong, body: 'a' }))
    const { signature } = api
      .createSigner('stripe.webhook', { secret: SECRET })
      .sign({ body: 'a', timestamp: '1700000000' })
    const written = error.message + error.stack + JSON.stringify(error)
    return written.includes(signature.slice(0, 8)) ? error.message : codeIs('ERR_SIGNATURE_MISMATCH', error)
  })
}

function faultOfError({ CountersignError }, code, error) {
  if (!(error instanceof CountersignError) || !(error instanceof Error)) return `${error?.stack} is no CountersignError`
  if (error.name !== 'CountersignError') return `its name is ${error.name}`
  if ([error.message, error.stack, JSON.stringify(error)].join('\n').includes(SECRET))
    return 'the error says a credential'
  return codeIs(code, error)
}

/** Signing inputs that WebCrypto signs, with keys that this package never sees. */
async function externalKeys({ api, isWhole }, check, { keys, subtle }) {
  for (const [scheme, credentials, raw] of [
    ['tu-cambio.request', KEYS, toBytes(SECRET)],
    ['kraken.request', { apiKey: 'key', secret: btoa(SECRET) }, toBytes(SECRET)],
  ]) {
    await check(`prepare and finish, ${scheme}`, async () => {
      const own = api.createSigner(scheme, credentials).sign(REQUEST)
      const prepared = api.createSigner(scheme, { apiKey: 'key' }, { key: 'external' }).prepare(REQUEST)
      const key = await subtle.importKey('raw', raw, prepared.algorithm, false, ['sign'])
      const signature = await subtle.sign('HMAC', key, prepared.signingInput)
      return differ(prepared.finish(new Uint8Array(signature)), own)
    })
  }
  for (const alg of isWhole ? ['PS256', 'RS256'] : []) {
    await check(`prepare and finish, ${alg}`, async () => {
      const prepared = api.createSigner('tu-cambio.jws', {}, { key: 'external', jws: { alg } }).prepare(REQUEST)
      const key = await subtle.importKey('pkcs8', der(keys['rsa-2048.pkcs8.pem']), prepared.algorithm, false, ['sign'])
      const signature = await subtle.sign(prepared.algorithm, key, prepared.signingInput)
      const signed = prepared.finish(new Uint8Array(signature))
      const verifier = api.createVerifier('tu-cambio.jws', { publicKeys: keys['rsa-2048.spki.pem'] }, { jws: { alg } })
      return differ(verifier.verify(signed).keyIndex, 0)
    })
  }
}

async function disposing({ api }, check) {
  const dispose = Symbol.dispose ?? Symbol.for('Symbol.dispose')
  const held = {
    signer: api.createSigner('stripe.webhook', { secret: SECRET }),
    other: api.createSigner('tu-cambio.request', KEYS),
  }
  const verifier = api.createVerifier('stripe.webhook', { secret: SECRET })
  const signed = held.signer.sign({ body: 'a' })
  held.signer[dispose]()
  await check('a signer that was disposed of signs no more', () =>
    faultOfError(
      api,
      'ERR_DISPOSED',
      caught(() => held.signer.sign({ body: 'a' })),
    ),
  )
  await check('the verifier beside it goes on', () => differ(verifier.verify(signed).body, 'a'))
  verifier[dispose]()
  await check('a verifier that was disposed of verifies no more', () =>
    faultOfError(
      api,
      'ERR_DISPOSED',
      caught(() => verifier.check(signed)),
    ),
  )
  await check('a signer beside them goes on', () =>
    differ(held.other.sign(REQUEST).timestamp, REQUEST.timestamp.toISOString()),
  )
}

/** A build whose core really executes `unreachable`, with its memory overwritten, where the clock says `TRAP`. */
async function traps({ api, trapped }, check) {
  if (trapped === undefined) return check('the build with a trap', () => 'expected one, got none')
  const wanted = api.createSigner('tu-cambio.request', KEYS).sign(REQUEST)
  const signer = trapped.createSigner('tu-cambio.request', KEYS)
  const verifier = trapped.createVerifier('tu-cambio.request', KEYS)
  const message = { ...wanted, now: REQUEST.timestamp }
  for (const [what, run] of [
    ['sign', () => signer.sign({ ...REQUEST, timestamp: TRAP })],
    ['prepare', () => signer.prepare({ ...REQUEST, timestamp: TRAP })],
    ['verify', () => verifier.verify({ ...message, now: TRAP })],
    ['check', () => verifier.check({ ...message, now: TRAP })],
  ]) {
    await check(`a trap in ${what} is an error`, () => {
      const error = caught(run)
      const isTrap = error?.cause?.constructor?.name === 'RuntimeError'
      return faultOfError(api, 'ERR_INTERNAL', error) ?? (isTrap ? undefined : `its cause is ${error.cause}`)
    })
    await check(`after a trap in ${what}, the next call works`, () => differ(signer.sign(REQUEST), wanted))
    await check(`after a trap in ${what}, old verifiers work`, () => differ(verifier.check(message).ok, true))
    await check(`after a trap in ${what}, new signers work`, () =>
      differ(trapped.createSigner('tu-cambio.request', KEYS).sign(REQUEST), wanted),
    )
  }
}

/** Refused signatures, explained by their own entry point; the others explain the same, or say where to import it. */
async function explaining({ api, isWhole, explaining }, check, { explained }) {
  for (const { scheme, credentials, options, request, right, id, received } of explained) {
    const given = [scheme, keysOf(credentials), request]
    const at = { ...options, ...AT }
    const report = explaining.explain(...given, received, at)
    await check(`explain ${scheme}, ${id}`, () => faultOfReport(report, id, right))
    if (isWhole) await check(`explain ${scheme}, ${id}, as every entry point does`, () => {
      const error = caught(() => api.explain(...given, received, at))
      if (error) return codeIs('ERR_UNSUPPORTED', error) ?? (error.message.includes('countersign/explain') ? undefined : error.message)
      return differ(api.explain(...given, received, at), report)
    })
    await check(`explain ${scheme}, ${id}, exported`, () => faultOfExport(explaining, given, received, id, at))
    await check(`explain ${scheme}, the expected signature`, () =>
      differ(['match', 'stale'].includes(explaining.explain(...given, right, at).verdict), true),
    )
  }
}

function faultOfReport({ verdict, expected, canonical, findings }, id, right) {
  if (verdict !== 'explained') return `expected it explained, got ${verdict}`
  const ids = findings.flatMap(({ causes, alternatives }) => [causes, ...alternatives]).flatMap((causes) => causes.map((one) => one.id))
  if (!ids.includes(id)) return `expected \`${id}\`, got ${ids}`
  const bytes = [...canonical, ...findings.flatMap((finding) => finding.canonical)].every((one) => tag(one.bytes) === 'Uint8Array')
  return differ([expected, bytes], [right, true])
}

/** What is exported is explained by the same cause; it takes random bytes, and says so where there are none. */
function faultOfExport({ explain, createExplainer }, given, received, id, at) {
  const search = createExplainer(...given, received, at)
  while (!search.step());
  if (!hasRandom()) return codeIs('ERR_RANDOMNESS_UNAVAILABLE', caught(() => search.export()))
  const { scheme, credentials, secret, request, receivedSignature } = JSON.parse(JSON.stringify(search.export()))
  const again = explain(scheme, { ...credentials, ...(secret && { secret }) }, request, receivedSignature, at)
  return faultOfReport(again, id, again.expected)
}

/** One time for all reports, which say the age. */
const AT = { now: new Date(0) }
// A clock before 2001 is refused.
const EARLY = 1e12
const Y2001 = new Date('2001-01-01')

/** Explaining takes secrets alone, and no key that only travels. */
const keysOf = ({ apiKey, ...others }) => (others.secret === undefined ? { apiKey, ...others } : others)

/** A trap while explaining ends that explanation, and no other. */
async function trapsOfExplaining({ api, trappedExplaining }, check, { explained }) {
  const [{ scheme, credentials, request, received, id, right }] = explained
  const open = (options) => trappedExplaining.createExplainer(scheme, keysOf(credentials), request, received, options)
  const [first, second] = [open(), open()]
  await check('a trap in explainer is an error', () => faultOfError(api, 'ERR_INTERNAL', caught(() => open({ now: TRAP }))))
  await check('a trap in next is an error', () => faultOfError(api, 'ERR_INTERNAL', caught(() => first.step(TRAP.getTime()))))
  await check('the explainer that failed is gone', () => faultOfError(api, 'ERR_DISPOSED', caught(() => first.step())))
  await check('another goes on', () => {
    while (!second.step(10_000));
    return faultOfReport(second.report(), id, right)
  })
}

/** As much of `fetch` as needs no server. */
async function fetching({ api }, check) {
  const signer = api.createSigner('tu-cambio.request', KEYS)
  if (typeof signer.fetch !== 'function' || typeof ReadableStream !== 'function') return
  await check('fetch refuses a stream, which cannot be signed', async () => {
    const init = { method: 'POST', body: new ReadableStream(), duplex: 'half' }
    const error = await signer.fetch('http://127.0.0.1/', init).then(
      () => undefined,
      (cause) => cause,
    )
    return faultOfError(api, 'ERR_BODY_INVALID', error)
  })
}

/** Two copies in one program recognise each other's errors. */
function recognises(one, other, check) {
  const error = caught(() => one.api.createSigner('no.scheme', {}))
  return check(`an error of ${one.name} is one of ${other.name}`, () =>
    error instanceof other.api.CountersignError ? undefined : 'it is not',
  )
}

const PARTS = [
  names,
  definitions,
  files,
  filesInWasm,
  hosts,
  readBack,
  errors,
  externalKeys,
  disposing,
  traps,
  explaining,
  trapsOfExplaining,
  fetching,
]

const codeIs = (code, got) =>
  got?.code === code ? undefined : `expected \`${code}\`, got ${got?.code}: ${got?.message}`

function differ(got, want) {
  const [has, wants] = [got, want].map((one) => JSON.stringify(one))
  return has === wants ? undefined : `want ${wants}, got ${has}`
}

function caught(run) {
  try {
    run()
  } catch (error) {
    return error
  }
}

const tag = (value) => Object.prototype.toString.call(value).slice(8, -1)
const der = (pem) => fromBase64(pem.replace(/-----.*-----|\s/g, ''))
/** Whether signing what the file says takes random bytes: a salt, a padding, the blinding of an RSA key, or a value of a token. */
const isRandom = ({ scheme, request, credentials, canonical }) =>
  request && (scheme === 'smile-id.sec-key' || canonical === '{signingInput}' || (credentials.privateKey && !ON_CURVES.test(credentials.privateKey.file)))

/** The files of private keys on curves, whose signatures are deterministic. */
const ON_CURVES = /^(?:ec-|ed25519|svix|rfc9421-e)/

// Node 18 keeps `crypto` to itself.
const hasRandom = () => typeof globalThis.crypto?.getRandomValues === 'function'
const EXPORTS_OF_CORE = ['CountersignError', 'createSigner', 'createVerifier', 'defineScheme']
const EXPORTS = ['CountersignError', 'createExplainer', 'createSigner', 'createVerifier', 'defineScheme', 'explain', 'schemes']
/** The instant at which the build with a trap falls into it. */
const TRAP = new Date(666)
const SECRET = 'the shared secret key'
const MACS = ['md5', 'sha1', 'sha256', 'sha384', 'sha512'].flatMap((hash) =>
  [`hmac-${hash}`, ...['first', 'last', 'both'].map((place) => `${hash}-key-${place}`)],
)
const KEYS = { apiKey: 'key', secret: SECRET }
const REQUEST = {
  method: 'POST',
  url: 'https://api.example.com/v1/orders',
  body: '{"amount":"12.50"}',
  timestamp: new Date(1716583030492),
}
