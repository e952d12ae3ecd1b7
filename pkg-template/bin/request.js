// Reads the request or message from flags and a file.
import { bodyWithin, contentLength } from './body.js'
import { UsageError } from './usage-error.js'
import { pair, readHttp } from './http-file.js'
import { bytesOf } from './read-input.js'

/** The flags that describe a request. */
export const REQUEST_FLAGS = [
  { name: 'http', value: 'FILE', about: 'a .http file of an editor, or a raw HTTP message; `-` for standard input' },
  { name: 'request', value: 'NAME', about: 'the request under `### NAME` in that file; default: the first' },
  { name: 'method', value: 'METHOD', about: 'the method; default: the one in the file' },
  { name: 'url', value: 'URL', about: 'the URL; default: the one in the file' },
  { name: 'status', value: 'NUMBER', about: 'the status of a response, where it is signed; default: the one in the file' },
  {
    name: 'header',
    value: "'NAME: VALUE'",
    many: true,
    about: 'a header; replaces headers of that name in the file; repeatable',
  },
  { name: 'body', value: 'TEXT|@FILE|@-', about: 'the body: a string, the bytes of a file, or standard input (`@-`)' },
]

/** Whether any flag describes the request. */
export const isSaid = (given) => REQUEST_FLAGS.some(({ name }) => given[name] !== undefined)

/** The request `{ method, url, status, headers, body }` as the API takes it, and `notes` for the user. */
export async function request(given, signsUrl = true) {
  const file = await fromFile(given)
  const own = (given.header ?? []).map((line) => pair(line, '`--header`'))
  const names = new Set(own.map(([name]) => name.toLowerCase()))
  const headers = [...(file?.headers ?? []).filter(([name]) => !names.has(name.toLowerCase())), ...own]
  const { body, note } = given.body === undefined ? bodyInFile(file, headers) : await bodyGiven(given.body, own)
  const { url, used } = given.url === undefined ? urlOf(file?.target, headers, signsUrl) : { url: given.url, used: [] }
  return {
    method: given.method ?? file?.method,
    url,
    status: given.status === undefined ? file?.status : statusIn(given.status),
    headers: headers.filter(([name]) => ![...FRAMING, ...used].includes(name.toLowerCase())),
    body,
    notes: note === undefined ? [] : [note],
  }
}

function statusIn(text) {
  if (/^\d{3}$/.test(text)) return Number(text)
  throw new UsageError('`--status`: expected three digits, such as `200`, got something else')
}

async function fromFile(given) {
  if (given.http !== undefined) return readHttp(await bytesOf(given.http, '--http '), given.request)
  if (given.request !== undefined) throw new UsageError('`--request` names a request in a file: give `--http FILE`, too')
}

function bodyInFile(file, headers) {
  if (file === undefined) return {}
  if (!headers.some(([name]) => name.toLowerCase() === 'transfer-encoding')) {
    return bodyWithin(file.rest, contentLength(headers), file.cut)
  }
  throw new UsageError('`Transfer-Encoding`: the body in the file is chunked: give the decoded body as `--body @FILE`')
}

/** The body from a flag, as it is; a `Content-Length` from a flag must fit. */
async function bodyGiven(text, own) {
  const body = text.startsWith('@') ? await bytesOf(text.slice(1), '--body @') : Buffer.from(wellFormed(text))
  const length = contentLength(own)
  if (length === undefined || length === body.length) return { body }
  throw new UsageError(`\`Content-Length\` says ${length} bytes, but the body has ${body.length}`)
}

/** Node replaces bytes in arguments that are not UTF-8 with U+FFFD. */
function wellFormed(text) {
  if (!text.includes('\ufffd')) return text
  throw new UsageError('`--body`: expected UTF-8, got U+FFFD, which replaces other bytes: give them as `--body @FILE`')
}

/** The URL from the request line and `Host`, and the headers that it used; no URL if the scheme signs none. */
function urlOf(target, headers, signsUrl) {
  if (!target?.startsWith('/')) return { url: target, used: [] }
  const hosts = headers.filter(([name]) => name.toLowerCase() === 'host').map(([, value]) => value.toLowerCase())
  const [host] = hosts
  if (hosts.length === 1 && !HOST.test(host)) {
    throw new UsageError('`Host`: expected a host with an optional port, got something else: give `--url URL`')
  }
  if (hosts.length === 1) return { url: `${LOOPBACK.test(host) ? 'http' : 'https'}://${host}${target}`, used: ['host'] }
  if (!signsUrl) return { url: undefined, used: [] }
  const got = hosts.length === 0 ? 'none' : 'several'
  throw new UsageError(`\`--http\`: expected one \`Host\` header for the path, got ${got}: give \`--url URL\``)
}

// Not passed on: signing may change the length of the body, and the sender chooses its framing.
const FRAMING = ['content-length', 'transfer-encoding']
const HOST = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/
const LOOPBACK = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/
