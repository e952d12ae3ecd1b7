// One message to sign for each scheme: a test vector of it, at the time of the clock.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { readKeys } from '../tests/runtimes/data.mjs'
import { choices, fromBase64, values, verifying } from '../tests/runtimes/stages.mjs'
import { catalogue } from './catalogue.mjs'
import { at } from './tools.mjs'

/**
 * The samples by scheme id: credentials, options, request and, unless only the provider can read the message, the credentials to verify
 * it with. The keys are those of the tests.
 */
export function samples() {
  const keys = readKeys()
  return Object.fromEntries(catalogue().map(({ id }) => [id, sampleOf(id, keys)]))
}

function sampleOf(id, keys) {
  const { credentials, options, request } = vectorOf(id)
  const { method, url, headers, body, bodyBase64 } = request
  return {
    credentials: values(credentials, keys),
    options: choices(options, keys),
    request: { method, url, headers, body: bodyBase64 === undefined ? body : fromBase64(bodyBase64) },
    verifier: id === ENCRYPTED ? undefined : values(verifying(credentials), keys),
  }
}

/** The vector of the first of these names that the scheme has, or else the first one that signs. */
export function vectorOf(id) {
  const folder = at('tests', 'vectors', id)
  const named = NAMES.map((name) => `${name}.json`).filter((file) => existsSync(`${folder}/${file}`))
  const read = (file) => JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'))
  return [...named, ...readdirSync(folder).sort()].map(read).find(({ request, error }) => request && !error)
}

const NAMES = ['post', 'published-post', 'published', 'form', 'json', 'get', 'default', 'base', 'body-object']
/** What is sent is encrypted with the provider's public key, and the message that comes back is signed with its private one. */
const ENCRYPTED = 'smile-id.sec-key'
