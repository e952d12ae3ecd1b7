// Runs a scheme on a test vector and compares the results stage by stage.
import { CountersignError, createSigner, createVerifier } from '../dist/index.js'
import { SIGNED } from './load-vectors.js'
/** @import { Signed } from '../index.js' */

/** The first stage that differs, as `{ stage, want, got, message }`; undefined if the vector passes. */
export function firstWrong(scheme, id, vector) {
  const named = differing('scheme', vector.scheme ?? id, id)
  if (named) return named
  const { error, signed, verified } = outcome(scheme, vector)
  if (error && vector.error) return firstOf(vector.error, error, ERROR, 'error.')
  if (error) return { stage: 'error', want: undefined, got: error.code, message: error.message }
  if (vector.error) return { stage: 'error', want: vector.error.code, got: undefined }
  if (signed) return firstOf(wanted(vector, signed.signature), values(signed), SIGNED, '')
  return firstOf(vector.verified, verified, VERIFIED, 'verified.')
}

function outcome(scheme, vector) {
  try {
    return vector.request ? { signed: sign(scheme, vector) } : { verified: verify(scheme, vector) }
  } catch (error) {
    if (error instanceof CountersignError && error.code !== 'ERR_INTERNAL') return { error }
    throw error
  }
}

function sign(scheme, { credentials, options, request: { nowMs, atMs, ...request } }) {
  const signer = createSigner(scheme, credentials, options)
  const timestamp = atMs === undefined ? request.timestamp : new Date(atMs)
  const now = nowMs === undefined ? undefined : new Date(nowMs)
  try {
    return signer.sign({ ...request, timestamp, now })
  } finally {
    signer[DISPOSE]()
  }
}

function verify(scheme, { credentials, options, received: { nowMs, atMs, ...message } }) {
  const verifier = createVerifier(scheme, credentials, options)
  try {
    return verifiedValues(verifier.verify({ ...message, now: new Date(nowMs) }))
  } finally {
    verifier[DISPOSE]()
  }
}

const verifiedValues = ({ signedAt, companion, ...verified }) => ({
  ...verified,
  atMs: signedAt?.getTime(),
  companion: companion && verifiedValues(companion),
})

/** @param {Signed} signed */
const values = ({ body, fields = {}, ...signed }) => ({ ...signed, fields, body: bytes(body) })

/** The expected results: those in the vector, and inputs that the scheme does not change. */
function wanted(vector, signature) {
  const { request } = vector
  const body = bytes(vector.body ?? request.body)
  const want = {
    canonical: vector.canonical,
    signature: vector.signature,
    headers: vector.headers && { ...othersOf(request.headers, vector.headers), ...vector.headers },
    fields: vector.fields ?? {},
    url: vector.url ?? request.url ?? '',
    body,
    method: (vector.method ?? request.method ?? (body.length === 0 ? 'GET' : 'POST')).toUpperCase(),
    timestamp: vector.timestamp,
  }
  // A random signature is written as `{signature}`.
  return vector.signature === RANDOM ? filledIn(want, signature) : want
}

function othersOf(given, added) {
  // The status of a response is signed like a header, but is none.
  const names = new Set([':status', ...Object.keys(added).map((name) => name.toLowerCase())])
  const pairs = Array.isArray(given) ? given : Object.entries(given ?? {})
  return Object.fromEntries(pairs.filter(([name]) => !names.has(String(name).toLowerCase())))
}

function filledIn(value, signature) {
  if (typeof value === 'string') return value.replaceAll(RANDOM, signature).replaceAll(RANDOM_INPUT, inputOf(signature))
  if (Buffer.isBuffer(value)) return Buffer.from(filledIn(value.toString('latin1'), signature), 'latin1')
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, filledIn(one, signature)]))
}

/** What a token signs: all of it but the signature at its end. */
const inputOf = (token) => token.slice(0, Math.max(0, token.lastIndexOf('.')))

/** The bytes of a body that is a string or bytes; the API has refused any other type. */
const bytes = (body) => Buffer.from(body ?? '')

/** The first of the `stages` that is given and differs; for objects, their first member that differs. */
function firstOf(want, got, stages, path) {
  for (const stage of stages) {
    const found = stage in want && want[stage] !== undefined && differing(path + stage, want[stage], got[stage])
    if (found) return path === 'error.' ? { ...found, message: got.message } : found
  }
  return undefined
}

function differing(stage, want, got) {
  const [a, b] = [want ?? undefined, got ?? undefined]
  if (!isObject(a) || !isObject(b)) return isSame(a, b) ? undefined : { stage, want: a, got: b }
  // For a companion, only the members that the vector has are compared.
  const names = new Set([...Object.keys(a), ...(stage === 'verified.companion' ? [] : Object.keys(b))])
  for (const name of names) {
    const found = differing(`${stage}.${name}`, a[name], b[name])
    if (found) return found
  }
  return undefined
}

const isObject = (value) => typeof value === 'object' && value !== null && !(value instanceof Uint8Array)
const isSame = (a, b) => (a instanceof Uint8Array && b instanceof Uint8Array ? Buffer.compare(a, b) === 0 : a === b)

const VERIFIED = ['scheme', 'timestamp', 'atMs', 'keyIndex', 'canonical', 'fingerprint', 'inputs', 'companion']
const ERROR = ['code', 'part', 'offset', 'ageSeconds', 'limitSeconds']
const DISPOSE = Symbol.dispose ?? Symbol.for('Symbol.dispose')
const RANDOM = '{signature}'
const RANDOM_INPUT = '{signingInput}'
