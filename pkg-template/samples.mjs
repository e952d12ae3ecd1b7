// One message to sign for each scheme: a test vector of it, at the time of the clock.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { catalogue } from './catalogue.mjs'
import { at } from './tools.mjs'

/**
 * The samples by scheme id: credentials, options, request and, unless only the provider can read the message, the credentials to verify
 * it with. The keys are those of the tests.
 */
export const samples = () => Object.fromEntries(catalogue().map(({ id }) => [id, sampleOf(id)]))

function sampleOf(id) {
  const { credentials, options, request } = vectorOf(id)
  const { method, url, headers, body, bodyBase64 } = request
  const bytes = bodyBase64 === undefined ? body : Buffer.from(bodyBase64, 'base64')
  const { privateKey, ...others } = credentials
  const publicKeys = privateKey && keyIn({ file: privateKey.file.replace('pkcs8', 'spki') })
  const isEncrypted = id === ENCRYPTED
  return {
    credentials: keysIn(credentials),
    options,
    request: { method, url, headers, body: bytes },
    verifier: isEncrypted ? undefined : { ...keysIn(others), ...(publicKeys && { publicKeys }) },
  }
}

/** The vector of the first of these names that the scheme has, or else the first one that signs. */
function vectorOf(id) {
  const folder = at('tests', 'vectors', id)
  const named = NAMES.map((name) => `${name}.json`).filter((file) => existsSync(`${folder}/${file}`))
  const read = (file) => JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'))
  return [...named, ...readdirSync(folder).sort()].map(read).find(({ request, error }) => request && !error)
}

const keysIn = (credentials) => Object.fromEntries(Object.entries(credentials).map(([name, value]) => [name, keyIn(value)]))

/** A credential of a vector: a string, bytes in base64, a key in a file, or a list of these. */
function keyIn(value) {
  if (Array.isArray(value)) return value.map(keyIn)
  if (value?.base64 !== undefined) return Buffer.from(value.base64, 'base64')
  return value?.file === undefined ? value : readFileSync(at('tests', 'keys', value.file), 'utf8')
}

const NAMES = ['post', 'published-post', 'published', 'form', 'json', 'get', 'default', 'base', 'body-object']
/** What is sent is encrypted with the provider's public key, and the message that comes back is signed with its private one. */
const ENCRYPTED = 'smile-id.sec-key'
