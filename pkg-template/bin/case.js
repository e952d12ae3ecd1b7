// Saved cases, which `explain` reads and `--export` writes.
import { UsageError, didYouMean, listed, quoted } from './usage-error.js'
import { nearest } from '../dist/did-you-mean.js'
import { now, optionNames, outerOf } from './options.js'
import { wanted } from './credentials.js'
import { fileOnce, fromBase64, kind, object, parsed, text as textIn, textOf } from './json-file.js'
import { customScheme } from './custom-scheme.js'
import { named } from './find-scheme.js'

/** Reads the file at `path`: `{ definition }` for a scheme, `{ saved }` for a case. */
export async function readFile(path) {
  const json = textOf(await fileOnce(path, 'explain '), 'the case', 'give a body that is not UTF-8 as `bodyBase64`')
  const saved = parsed(json, 'the case', '`countersign explain --help` shows a case')
  const { canonical, request } = object(saved, 'the case')
  if (canonical === undefined || request !== undefined) return { saved }
  return { definition: customScheme(saved, quoted(path), json) }
}

/** The scheme of a saved case, by its id or as a custom scheme. */
export function schemeOfCase(saved) {
  if (kind(saved.scheme) === 'an object') return customScheme(saved.scheme, '`scheme`')
  return named(text(saved, 'scheme') ?? '', '`scheme`')
}

/** The contents of a saved case: `{ definition, credentials, request, received, signedBy, options, notes }`. */
export function readCase(saved) {
  const definition = schemeOfCase(saved)
  return {
    definition,
    credentials: credentialsIn(saved, definition),
    request: requestIn(saved),
    received: text(saved, 'receivedSignature'),
    signedBy: text(saved, 'signedBy'),
    options: optionsIn(saved, definition),
    notes: unread(Object.keys(saved)),
  }
}

function credentialsIn(saved, definition) {
  const credentials = object(saved.credentials ?? {}, '`credentials`')
  check(credentials, wanted(definition, 'explain').takes, 'credentials')
  if (saved.secret === undefined || saved.secret === null) return { ...credentials }
  if (credentials.secret === undefined) return { ...credentials, secret: saved.secret }
  throw new UsageError('`secret`: expected one secret, got another one in `credentials`')
}

function requestIn(saved) {
  const request = object(saved.request ?? {}, '`request`')
  check(request, REQUEST, 'request')
  const [method, url, timestamp] = ['method', 'url', 'timestamp'].map((name) => text(request, name, 'request.'))
  return { method, url, status: request.status ?? undefined, timestamp, headers: request.headers, body: bodyIn(request) }
}

function bodyIn(request) {
  const [body, base64] = ['body', 'bodyBase64'].map((name) => text(request, name, 'request.'))
  if (base64 === undefined) return body
  if (body !== undefined) throw new UsageError('`request.body`: expected one body, got `request.bodyBase64` as well')
  return fromBase64(base64, 'request.bodyBase64')
}

/** The options of the API, with the clock as a date; JSON has null for the `Infinity` of a tolerance. */
function optionsIn(saved, definition) {
  const { now: clock, ...options } = object(saved.options ?? {}, '`options`')
  check(options, [...OPTIONS, ...optionNames(definition, 'verify').map(outerOf)], 'options')
  if (options.toleranceSeconds === null) options.toleranceSeconds = Infinity
  return clock === undefined ? options : { ...options, now: now(text({ clock }, 'clock'), 'options.now') }
}

/** An optional string member; the error for another type says what to do. */
const text = (holder, name, path) => textIn(holder, name, path, FIXES[name])

/** Refuses unknown members, which might change the meaning. A name may be a secret in the wrong place, so it is not repeated. */
function check(holder, names, what) {
  const other = Object.keys(holder).find((name) => !names.includes(name))
  if (other === undefined) return
  const near = nearest(other, names)
  const got = near.length > 0 ? `got ${quoted(other)}: ${didYouMean(near)}` : 'got another name'
  throw new UsageError(`${quoted(what)}: expected ${listed(names)}, ${got}`)
}

/** A case may have more members, for people, but none whose name is nearly one that is read. */
function unread(names) {
  const others = names.filter((name) => !CASE.includes(name))
  const [typed, near] = others.map((name) => [name, nearest(name, CASE)]).find(([, near]) => near.length > 0) ?? []
  if (typed !== undefined) throw new UsageError(`the case: unknown member ${quoted(typed)}: ${didYouMean(near)}`)
  if (others.length === 0) return []
  const what = others.length === 1 ? '1 member of the case is' : `${others.length} members of the case are`
  return [`note: ${what} ignored; known members: ${listed(CASE)}`]
}

const CASE = ['name', 'scheme', 'request', 'secret', 'credentials', 'receivedSignature', 'signedBy', 'options']
const REQUEST = ['method', 'url', 'status', 'body', 'bodyBase64', 'timestamp', 'headers']
const OPTIONS = ['toleranceSeconds', 'allowLongTolerance', 'budgetBytes', 'signedBy', 'now']
const FIXES = {
  __proto__: null,
  body: 'give the body as the string that was sent, or its bytes as `bodyBase64`',
  timestamp: 'give the string that was sent, in quotes',
}
