// What a vector file says, and what the package makes of it, stage by stage: plain ECMAScript, for every runtime.

/** The stages of a file, in the order in which they are compared. */
export const SIGNED = ['canonical', 'signature', 'headers', 'fields', 'url', 'body', 'method', 'timestamp']
export const VERIFIED = [
  'scheme',
  'timestamp',
  'atMs',
  'keyIndex',
  'canonical',
  'fingerprint',
  'inputs',
  'companion',
  'body',
]
export const ERROR = ['code', 'part', 'offset', 'ageSeconds', 'limitSeconds']

/** What the package makes of a file's input: the figures, or the error. */
export function outcome(api, vector, keys) {
  try {
    return vector.request ? { signed: sign(api, vector, keys) } : { verified: verify(api, vector, keys) }
  } catch (error) {
    if (error instanceof api.CountersignError) return { error }
    return { error: { code: String(error?.stack ?? error), message: 'no CountersignError' } }
  }
}

/** The first stage that is wrong, as `<file>: <stage>: want …, got …`; undefined where all are right. */
export function compare(vector, { signed, verified, error }) {
  const tell = (stage, want, got) =>
    `${vector.file}: ${stage}: want ${JSON.stringify(want)}, got ${JSON.stringify(got)}`
  const tellOf =
    (place) =>
    (stage, ...rest) =>
      tell(`${place} ${stage}`, ...rest)
  if (error && !vector.error) return tell('error', null, `${error.code}: ${error.message}`)
  if (error) return firstDifference(vector.error, error, ERROR, tellOf('error')) ?? blamed(error, tell)
  if (vector.error) return tell('error', vector.error, null)
  if (signed) return firstDifference(expected(vector, signed.signature), signedFigures(signed), SIGNED, tell)
  const want = { scheme: vector.scheme, ...vector.verified, body: binary(verified.asReceived) }
  return firstDifference(want, verifiedFigures(verified), VERIFIED, tellOf('verified'))
}

/** Signs what the file says, at the time it says. */
export function sign(api, { scheme, credentials, options, request, canonical }, keys) {
  const { nowMs, atMs, bodyBase64, ...given } = request
  if (bodyBase64 !== undefined) given.body = fromBase64(bodyBase64)
  if (atMs !== undefined) given.timestamp = new Date(atMs)
  if (nowMs !== undefined) given.now = new Date(nowMs)
  const signer = api.createSigner(scheme, values(credentials, keys), choices(options, keys))
  const signed = signer.sign(given)
  // A signer with a companion makes two signatures, and one that draws a value would draw another.
  const isPrepared = !(credentials.privateKey && credentials.secret) && canonical !== RANDOM_INPUT
  const input = isPrepared ? signer.prepare(given).signingInput : signed.canonical
  return { ...signed, input }
}

function verify(api, { scheme, credentials, options, received }, keys) {
  const { nowMs, bodyBase64, ...given } = received
  if (bodyBase64 !== undefined) given.body = fromBase64(bodyBase64)
  const verifier = api.createVerifier(scheme, values(credentials, keys), choices(options, keys))
  const verified = verifier.verify({ ...given, now: new Date(nowMs) })
  const definition = api.schemes().find((one) => one.id === scheme)
  const isCanonical = definition.body === 'as-signed' && given.body?.length > 0
  // A body that was not signed is given out only as what came.
  const body = verified.covers.body === 'whole' ? verified.body : verified.received.body
  return { ...verified, body, asReceived: isCanonical ? JSON.stringify(JSON.parse(text(given.body))) : given.body }
}

/** An entry that takes definitions, with ids in their place: what `definitions` has none of is handed on. */
export function byId({ createSigner, createVerifier, ...others }, definitions) {
  const definitionOf = (scheme) => Object.values(definitions).find(({ id }) => id === scheme) ?? scheme
  return {
    ...others,
    createSigner: (scheme, ...rest) => createSigner(definitionOf(scheme), ...rest),
    createVerifier: (scheme, ...rest) => createVerifier(definitionOf(scheme), ...rest),
  }
}

/** Credentials, with the key files that they name read in. */
export function values(credentials, keys) {
  const value = (one) => (one?.base64 ? fromBase64(one.base64) : one?.file ? keys[one.file] : one)
  const entries = Object.entries(credentials).filter(([, given]) => given !== undefined)
  return Object.fromEntries(
    entries.map(([name, given]) => [name, Array.isArray(given) ? given.map(value) : value(given)]),
  )
}

/** The credentials to verify with: a private key gives way to its public half. */
export function verifying({ privateKey, ...others }) {
  return privateKey ? { ...others, publicKeys: { file: privateKey.file.replace('pkcs8', 'spki') } } : others
}

/** Options as JavaScript writes them: those with a dot in an object, numbers as numbers, several as a list. */
export function choices(options, keys) {
  if (options === undefined) return undefined
  const chosen = {}
  for (const [name, given] of Object.entries(values(options, keys))) {
    const [group, inner] = name.split('.')
    if (inner) (chosen[group] ??= {})[inner] = inner === 'alg' && given.includes(' ') ? given.split(' ') : given
    else chosen[name] = name.endsWith('Seconds') ? seconds(given) : given
  }
  return chosen
}

const seconds = (given) => (given === 'none' ? Infinity : /^\d+$/.test(given) ? Number(given) : given)

/** The same file with its body as bytes. */
export function withBytes(vector) {
  const place = vector.request ? 'request' : 'received'
  return { ...vector, [place]: { ...vector[place], body: toBytes(vector[place].body) } }
}

/** Whether a build without the standards has to refuse the file. */
export const needsStandards = ({ scheme }) => STANDARD_ROWS.includes(scheme)

/** Whether the build without RSA has to refuse the file. */
export const needsRsa = ({ scheme, credentials }) =>
  RSA_ROWS.includes(scheme) || RSA_KEYS.some((name) => credentials[name])

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

/** What the file says, and what follows from it: headers are merged into the request's own. */
function expected(vector, signature) {
  const { request } = vector
  const added = new Set(Object.keys(vector.headers).map((name) => name.toLowerCase()))
  const kept = Object.entries(request.headers ?? {}).filter(([name]) => !added.has(name.toLowerCase()) && name !== ':status')
  const body = vector.body ?? request.body ?? fromBase64(request.bodyBase64 ?? '')
  const method = request.method ?? (body.length === 0 ? 'GET' : 'POST')
  const sent = [...Object.values(vector.headers), ...Object.values(vector.fields ?? {})]
  return filledIn(
    {
      canonical: vector.canonical,
      signature: vector.signature,
      headers: { ...Object.fromEntries(kept), ...vector.headers },
      fields: vector.fields ?? {},
      url: vector.url ?? request.url ?? '',
      body: binary(body),
      method: method.toUpperCase(),
      // A token has the time inside.
      timestamp: sent.includes(request.timestamp) || TOKEN_ROWS.includes(vector.scheme) ? request.timestamp : undefined,
    },
    signature,
  )
}

const signedFigures = ({ fields = {}, body, ...signed }) => ({ ...signed, fields, body: binary(body) })

function verifiedFigures({ signedAt, companion, body, ...verified }) {
  return {
    ...verified,
    body: binary(body),
    atMs: signedAt?.getTime(),
    companion: companion && verifiedFigures(companion),
  }
}

/** A value as text, whatever the order of its members; what is absent is null. */
function sorted(value) {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  const entries = Object.entries(value).filter(([name]) => !['scheme', 'body', 'covers'].includes(name))
  const compared = (a, b) => (a[0] < b[0] ? -1 : 1)
  return `{${entries
    .sort(compared)
    .map(([name, one]) => `${name}:${sorted(one)}`)
    .join()}}`
}

/** A signature that is random cannot stand in a file, so its mark does, wherever it travels. */
const filledIn = (value, signature) =>
  JSON.parse(
    JSON.stringify(value)
      .replaceAll(RANDOM, JSON.stringify(signature).slice(1, -1))
      .replaceAll(RANDOM_INPUT, signature.slice(0, signature.lastIndexOf('.'))),
  )

// One letter for each byte, so that texts and bytes compare; without TextEncoder, which Jest's jsdom has not.

/** Text as UTF-8, or bytes, as one letter a byte. */
export const binary = (body) =>
  typeof body === 'object' ? Array.from(body, (byte) => String.fromCharCode(byte)).join('') : utf8(body ?? '')

/** Text as UTF-8, in bytes. */
export const toBytes = (given) => Uint8Array.from(utf8(given), (letter) => letter.charCodeAt(0))

/** The bytes that base64 stands for. */
export const fromBase64 = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))

const utf8 = (given) => encodeURIComponent(given).replace(/%(..)/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)))
const text = (body) => (typeof body === 'string' ? body : decodeURIComponent(escaped(body)))
const escaped = (bytes) => Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')

// What stands in a file for a signature that is random.
const RANDOM = '{signature}'
// What a token with a random value signs: all of it but the signature at its end.
const RANDOM_INPUT = '{signingInput}'
const RSA_ROWS = ['smile-id.sec-key', 'tu-cambio.jws', 'rfc9421.rsa-pss-sha512', 'rfc9421.rsa-v1_5-sha256']
const TOKEN_ROWS = ['messagebird.webhook', 'github-app.request', 'plaid.webhook', 'coinbase-cdp.request', 'apple.app-store-request']
const STANDARD_ROWS = ['rfc9421.hmac-sha256', 'rfc9421.rsa-pss-sha512', 'rfc9421.rsa-v1_5-sha256', 'aws.request', ...TOKEN_ROWS]
const RSA_KEYS = ['privateKey', 'publicKeys', 'certificates']
