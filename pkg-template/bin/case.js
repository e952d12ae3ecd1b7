// A saved case: what `explain` reads from a file, and `--export` writes.
import { Fault, didYouMean, listed, quoted } from './fault.js'
import { nearest } from './nearest.js'
import { now, optionNames } from './options.js'
import { wanted } from './credentials.js'
import { named } from './rows.js'
import { bytesOf } from './sources.js'
import { utf8 } from './terminal.js'

/** The case in the file at `path`: `{ row, credentials, request, received, signedBy, options, notes }`. */
export async function readCase(path) {
  const saved = object(parsed(await bytesOf(path, 'explain ')), 'the case')
  const row = named(text(saved, 'scheme') ?? '', '`scheme`')
  return {
    row,
    credentials: credentialsIn(saved, row),
    request: requestIn(saved),
    received: text(saved, 'receivedSignature'),
    signedBy: text(saved, 'signedBy'),
    options: optionsIn(saved, row),
    notes: unread(Object.keys(saved)),
  }
}

/** JSON.parse says what it read, which may be a secret; here only where it failed. */
function parsed(bytes) {
  const whole = utf8(bytes)
  if (whole === undefined) {
    throw new Fault('the case: expected UTF-8, got other bytes: a body of such goes into `bodyBase64`')
  }
  const json = whole.replace(/^\ufeff/, '')
  if (json.trim() === '') throw new Fault('the case: expected JSON, got nothing')
  try {
    return JSON.parse(json)
  } catch (error) {
    const [, position] = / position (\d+)/.exec(error.message) ?? []
    const line = position === undefined ? '' : `, line ${json.slice(0, position).split('\n').length}`
    throw new Fault(`the case${line}: expected JSON, got what is none: \`countersign explain --help\` shows a case`)
  }
}

function credentialsIn(saved, row) {
  const credentials = object(saved.credentials ?? {}, '`credentials`')
  check(credentials, wanted(row, 'explain').takes, 'credentials')
  if (saved.secret === undefined || saved.secret === null) return { ...credentials }
  if (credentials.secret === undefined) return { ...credentials, secret: saved.secret }
  throw new Fault('`secret`: expected it once, got it in `credentials` too')
}

function requestIn(saved) {
  const request = object(saved.request ?? {}, '`request`')
  check(request, REQUEST, 'request')
  const [method, url, timestamp] = ['method', 'url', 'timestamp'].map((name) => text(request, name, 'request.'))
  return { method, url, timestamp, headers: request.headers, body: bodyIn(request) }
}

function bodyIn(request) {
  const [body, base64] = ['body', 'bodyBase64'].map((name) => text(request, name, 'request.'))
  if (base64 === undefined) return body
  if (body !== undefined) throw new Fault('`request.body`: expected it once, got `request.bodyBase64` too')
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.toString('base64') === base64) return bytes
  throw new Fault('`request.bodyBase64`: expected base64 with its padding, got something else')
}

/** The options of the API, of which the clock is no text there. */
function optionsIn(saved, row) {
  const { now: clock, ...options } = object(saved.options ?? {}, '`options`')
  check(options, [...OPTIONS, ...optionNames(row, 'verify').map((name) => name.split('.')[0])], 'options')
  return clock === undefined ? options : { ...options, now: now(text({ clock }, 'clock'), 'options.now') }
}

/** A member that is a text, or not there. */
function text(holder, name, path = '') {
  const value = holder[name] ?? undefined
  if (value === undefined || typeof value === 'string') return value
  const mend = MENDS[name] ? `: ${MENDS[name]}` : ''
  throw new Fault(`${quoted(path + name)}: expected text, got ${kind(value)}${mend}`)
}

function object(value, what) {
  if (kind(value) === 'an object') return value
  throw new Fault(`${what}: expected an object, got ${kind(value)}`)
}

function kind(value) {
  if (value === null) return 'null'
  if (typeof value !== 'object') return `a ${typeof value}`
  return Array.isArray(value) ? 'an array' : 'an object'
}

/** What is not known here would change what was asked; a name may be a secret in the wrong place. */
function check(holder, names, what) {
  const other = Object.keys(holder).find((name) => !names.includes(name))
  if (other === undefined) return
  const near = nearest(other, names)
  const got = near.length > 0 ? `got ${quoted(other)}: ${didYouMean(near)}` : 'got another name'
  throw new Fault(`${quoted(what)}: expected ${listed(names)}, ${got}`)
}

/** A case may say more, for people; but not nearly what is read. */
function unread(names) {
  const others = names.filter((name) => !CASE.includes(name))
  const [typed, near] = others.map((name) => [name, nearest(name, CASE)]).find(([, near]) => near.length > 0) ?? []
  if (typed !== undefined) throw new Fault(`the case: unknown member ${quoted(typed)}: ${didYouMean(near)}`)
  if (others.length === 0) return []
  const what = others.length === 1 ? '1 member of the case is' : `${others.length} members of the case are`
  return [`note: ${what} not read; those that are: ${listed(CASE)}`]
}

const CASE = ['name', 'scheme', 'request', 'secret', 'credentials', 'receivedSignature', 'signedBy', 'options']
const REQUEST = ['method', 'url', 'body', 'bodyBase64', 'timestamp', 'headers']
const OPTIONS = ['toleranceSeconds', 'budgetBytes', 'now']
const MENDS = {
  __proto__: null,
  body: 'write the text that was sent, since its bytes were signed; or its bytes as `bodyBase64`',
  timestamp: 'write it in quotes, as it was sent',
}
