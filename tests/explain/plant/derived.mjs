// What follows from a definition and its vectors, for a scheme that the other files say nothing about: how it signs, and requests.
import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { catalogue } from '../../../pkg-template/catalogue.mjs'
import { at } from '../../../pkg-template/tools.mjs'
import { BODIES, FORMS, ISO, MS, SECONDS, SECRETS } from './texts.mjs'

/** The schemes with a shared secret: only they are asked about here. */
const SIGNED = catalogue().filter(({ algorithm = '', profile }) => profile === undefined && /^(?:hmac-|.*-key-|$)/.test(algorithm))

/** The rows of the schemes that are in none of `known`, as `ROWS` has them. */
export const derivedRows = known => derived(known, rowOf)

/** Their requests: of every kind where the row says how the canonical string is made, else those of the vectors. */
export const derivedCases = known => derived(known, scheme => (isSimple(scheme) ? madeUp(scheme) : fromVectors(scheme.id)))

const derived = (known, make) => Object.fromEntries(SIGNED.filter(({ id }) => !(id in known)).map(scheme => [scheme.id, make(scheme)]))

function rowOf(scheme) {
  const { canonical, algorithm = 'hmac-sha256', encoding = 'hex' } = scheme
  const [, hash, place] = /^(?:hmac-)?(\w+?)(?:-key-(first|last))?$/.exec(algorithm) ?? unknown(scheme, algorithm)
  const [secret, ways, after] = keyOf(scheme)
  if (!['hex', 'base64', 'base64url'].includes(encoding)) unknown(scheme, encoding)
  return {
    algorithm: hash,
    encoding,
    secret,
    after,
    ...(ways.length > 0 && { key: text => ways.reduce((value, way) => WAYS[way]?.(value) ?? unknown(scheme, way), text) }),
    ...(place && { mac: (name, key, message) => createHash(name).update(Buffer.concat(place === 'first' ? [key, message] : [message, key])).digest() }),
    ...(canonical.includes('{url}') && { url: text => text }),
    // Where it is not said how, the canonical string is that of the vector, in which only keys and digests go wrong.
    join: parts => (isSimple(scheme) ? canonical.replace(NAMES, (_, name) => parts[name]) : parts.canonical),
  }
}

/** Of the key: the credential, what is done to it, and what follows it. */
function keyOf({ key = '{secret}', ...scheme }) {
  const [, name, filters, after] = /^\{(\w+)((?:\|\w+)*)\}([^{}]*)$/.exec(key) ?? unknown(scheme, key)
  return [name, filters.split('|').filter(Boolean), after]
}

const WAYS = {
  whsec: text => text.replace(/^whsec_/, ''),
  unbase64: text => Buffer.from(text, 'base64'),
  unhex: text => Buffer.from(text, 'hex'),
}

/** Whether a canonical string is made of parts of the message, as they are. */
const isSimple = ({ canonical }) => !/[{}[\]\\]/.test(canonical.replace(NAMES, ''))
const NAMES = /\{(body|timestamp|url|method)(?:\|upper)?\}/g

/** A request for each secret and body. */
function madeUp({ bodyType, timestamp, credentials = ['secret'], ...scheme }) {
  const [secret, ways] = keyOf(scheme)
  const keys = ways.includes('unhex') ? [SECRETS.hex] : ways.includes('unbase64') ? [SECRETS.base64] : Object.values(SECRETS)
  const bodies = bodyType === 'form' ? FORMS : Object.values(BODIES).filter(body => body !== '')
  return bodies.map((body, index) => ({
    credentials: Object.fromEntries(credentials.map(name => [name, name === secret ? turn(keys, index) : `the-${name}`])),
    request: {
      method: 'POST', url: 'https://shop.example/hooks', headers: {}, body,
      ...(timestamp !== undefined && { timestamp: turn(TIMES[timestamp] ?? unknown(scheme, timestamp), index) }),
    },
  }))
}

const turn = (list, index) => list[index % list.length]
const TIMES = { seconds: SECONDS, milliseconds: MS, iso8601: ISO, rfc1123: SECONDS.map(text => new Date(text * 1000).toUTCString()) }

/** The requests of the vectors that sign with one secret, which is a string. */
function fromVectors(id) {
  const folder = at('tests', 'vectors', id)
  const vectors = readdirSync(folder).sort().map(file => JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')))
  const isUsed = ({ credentials, request, canonical, signature }) =>
    request && canonical && signature && request.bodyBase64 === undefined && Object.values(credentials).every(value => typeof value === 'string')
  return vectors.filter(isUsed).map(({ credentials, options, request, canonical, fields }) => ({
    credentials, ...(options && { options }), canonical, request: { ...request, timestamp: request.timestamp ?? fields?.timestamp },
  }))
}

function unknown({ id }, what) {
  throw new Error(`${id}: nobody says here what \`${what}\` does: add it to tests/explain/plant/derived.mjs, or the scheme to schemes-wide.mjs and cases-wide.mjs`)
}
