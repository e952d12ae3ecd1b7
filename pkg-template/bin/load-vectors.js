// Loads test vectors: inputs, and the expected results stage by stage.
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { UsageError, didYouMean, listed, quoted } from './usage-error.js'
import { fromBase64, kind, object, parsed, textOf } from './json-file.js'
import { nearest } from '../dist/did-you-mean.js'
import { bytesOf } from './read-input.js'

/**
 * The vectors in files and folders, one after the other, as `{ name, vector }`; `not` is the file of the scheme, which may be in
 * the same folder.
 */
export async function* vectorsIn(paths, not) {
  for (const path of paths.flatMap((path) => filesOf(path, not))) {
    const what = quoted(path)
    const data = parsed(textOf(await bytesOf(path, 'schemes check '), what), what, FIX)
    const all = Array.isArray(data) ? data.map((one, at) => [`${path}[${at}]`, one]) : [[path, data]]
    for (const [name, one] of all) yield { name, vector: readVector(one, quoted(name), dirname(path)) }
  }
}

/** The files of a path: for a folder, those that end in `.json`. */
function filesOf(path, not) {
  if (path === '-' || !isFolder(path)) return [path]
  const names = readdirSync(path).filter((name) => /\.json$/i.test(name)).sort()
  const files = names.map((name) => join(path, name)).filter((file) => not === '-' || resolve(file) !== resolve(not))
  if (files.length === 0) throw new UsageError(`${quoted(path)}: expected vector files that end in \`.json\`, got none`)
  return files
}

function isFolder(path) {
  try {
    return statSync(path).isDirectory()
  } catch {
    // Reading the file reports the error.
    return false
  }
}

/** Reads a vector: its inputs, and the expected results as members. */
function readVector(data, what, folder) {
  const present = Object.entries(object(data, what)).filter(([, value]) => value !== null)
  const { request, received, ...vector } = Object.fromEntries(present)
  check(Object.keys(data), MEMBERS, what)
  if ((request === undefined) === (received === undefined)) {
    throw new UsageError(`${what}: expected \`request\` or \`received\`, got ${request === undefined ? 'neither' : 'both'}`)
  }
  const isSigned = request !== undefined
  const expected = isSigned ? SIGNED : ['verified']
  if (vector.error === undefined && expected.every((name) => vector[name] === undefined)) {
    throw new UsageError(`${what}: expected at least one of ${listed([...expected, 'error'])}, got none`)
  }
  return {
    ...wanted(vector, what),
    credentials: withFiles(vector.credentials ?? {}, `${what}, \`credentials\``, folder),
    options: nested(withFiles(vector.options ?? {}, `${what}, \`options\``, folder)),
    ...(isSigned && { request: messageOf(request, 'request', what) }),
    ...(!isSigned && { received: messageOf(received, 'received', what) }),
  }
}

/** Checks the type of each member. */
function wanted(vector, what) {
  for (const [name, value] of Object.entries(vector)) {
    const where = `${what}, ${quoted(name)}`
    if (OBJECTS.includes(name)) object(value, where)
    else if (MEMBERS.includes(name) && typeof value !== 'string') {
      throw new UsageError(`${where}: expected a string, got ${kind(value)}`)
    }
    if (VALUES[name]) check(Object.keys(value), VALUES[name], where)
  }
  return vector
}

function messageOf(given, name, what) {
  const { nowMs, atMs, bodyBase64, ...message } = object(given, `${what}, ${quoted(name)}`)
  check(Object.keys(given), MESSAGE[name], `${what}, ${quoted(name)}`)
  for (const [time, value] of Object.entries({ nowMs, atMs })) {
    if (value === undefined || (Number.isSafeInteger(value) && Math.abs(value) <= LATEST)) continue
    throw new UsageError(`${what}, \`${name}.${time}\`: expected whole milliseconds since 1970, got ${kind(value)}`)
  }
  if (name === 'received' && nowMs === undefined) {
    throw new UsageError(`${what}, \`received.nowMs\`: expected the clock in milliseconds since 1970, got none`)
  }
  if (bodyBase64 === undefined) return { ...message, nowMs, atMs }
  if (typeof bodyBase64 !== 'string' || message.body !== undefined) {
    throw new UsageError(`${what}, \`${name}.bodyBase64\`: expected a base64 string instead of \`body\``)
  }
  return { ...message, body: fromBase64(bodyBase64, `${name}.bodyBase64`), nowMs, atMs }
}

/** Refuses unknown members, which would not be compared. */
function check(names, known, what) {
  for (const name of names.filter((name) => !known.includes(name) && !SAID.includes(name))) {
    const near = nearest(name, known)
    const got = near.length > 0 ? `${quoted(name)}: ${didYouMean(near)}` : 'another member'
    throw new UsageError(`${what}: expected ${listed(known)}, got ${got}`)
  }
}

/** Credentials and options, with `{ "file": "key.pem" }` and `{ "base64": "…" }` replaced by the bytes, also in lists. */
function withFiles(given, what, folder) {
  const value = (one) => {
    if (typeof one?.base64 === 'string') return fromBase64(one.base64, `${what}: \`base64\``)
    return typeof one?.file === 'string' ? beside(folder, one.file, what) : one
  }
  const entries = Object.entries(object(given, what))
  return Object.fromEntries(entries.map(([name, one]) => [name, Array.isArray(one) ? one.map(value) : value(one)]))
}

/** Reads a file next to the vector, and no other, since vectors may come from others. */
function beside(folder, name, what) {
  const where = `${what}: \`file\`: expected the name of a file next to the vector`
  if (name !== basename(name) || /[\\/\0]|^\.*$/.test(name)) throw new UsageError(`${where}, got a path`)
  const file = join(folder, name)
  const size = sizeOf(file)
  if (size === undefined) throw new UsageError(`${where}, got one that does not exist: put the key file into the folder of the vector`)
  if (size > KEY) throw new UsageError(`${where} of at most ${KEY} bytes, got more`)
  const bytes = readFileSync(file)
  return bytes.includes(0) ? bytes : bytes.toString()
}

function sizeOf(file) {
  try {
    const found = statSync(file)
    return found.isFile() ? found.size : undefined
  } catch {
    return undefined
  }
}

/** Options as the JavaScript API takes them: names with a dot as objects, seconds as numbers, algorithms as lists. */
function nested(options) {
  const chosen = {}
  for (const [name, value] of Object.entries(options)) {
    const [group, inner] = name.split('.')
    if (inner === undefined) chosen[name] = name.endsWith('Seconds') ? seconds(value) : value
    else (chosen[group] ??= {})[inner] = inner === 'alg' && / /.test(value) ? value.split(' ') : value
  }
  return chosen
}

const seconds = (text) => (text === 'none' ? Infinity : /^\d+$/.test(text) ? Number(text) : text)

const FIX = 'a vector is a JSON object with `credentials`, `request` or `received`, and the expected results'
/** The expected results of signing. */
export const SIGNED = ['canonical', 'signature', 'headers', 'fields', 'url', 'body', 'method', 'timestamp']
const MEMBERS = ['scheme', 'credentials', 'options', 'request', 'received', ...SIGNED, 'verified', 'error']
const OBJECTS = ['credentials', 'options', 'headers', 'fields', 'verified', 'error']
/** Members for people, such as intermediate values that the provider publishes. */
const SAID = ['$schema', 'name', 'title', 'origin', 'source', 'published', 'intermediate', 'notes', 'note']
const MESSAGE = {
  request: ['method', 'url', 'status', 'headers', 'body', 'bodyBase64', 'timestamp', 'atMs', 'nowMs'],
  received: ['method', 'url', 'status', 'headers', 'body', 'bodyBase64', 'nowMs'],
}
const VALUES = {
  __proto__: null,
  error: ['code', 'part', 'offset', 'ageSeconds', 'limitSeconds'],
  verified: ['scheme', 'timestamp', 'atMs', 'keyIndex', 'canonical', 'fingerprint', 'inputs', 'companion'],
}
// The latest time of a Date, in milliseconds.
const LATEST = 8.64e15
// The size limit of a key or certificate file.
const KEY = 1 << 20
