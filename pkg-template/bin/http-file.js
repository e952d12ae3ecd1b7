// Parses a .http file of an editor's REST client, or a raw HTTP request, as bytes, none of which is lost.
import { UsageError, didYouMean, listed, quoted } from './usage-error.js'
import { nearest } from '../dist/did-you-mean.js'
import { utf8 } from './terminal.js'

/**
 * The first request in the bytes `given`, or the one named `wanted`: `{ method, target, headers, rest, cut }`. `rest` is everything
 * after the blank line, in which the end of the body is not known yet; `cut` is the number of the line whose `###` ended it.
 */
export function readHttp(given, wanted) {
  const bytes = MARK.every((byte, at) => given[at] === byte) ? given.subarray(MARK.length) : given
  // One character per byte, so that offsets in the string are byte offsets.
  const text = bytes.toString('latin1')
  const heads = blocks(text).map((block) => readStart(text, block)).filter(({ line }) => line !== undefined)
  if (heads.length === 0) throw new UsageError(`\`--http\`: ${EXPECTED}`)
  const head = wanted === undefined ? heads[0] : named(heads, wanted)
  return { ...readRequestLine(head.line, head.number), ...readHeaders(bytes, head.lines, head.cut), cut: head.cut }
}

/** The start, end and names of the blocks between the `###` lines. */
function blocks(text) {
  const found = []
  /** @type {{ start: number, names: string[], number: number }} */
  let block = { start: 0, names: [], number: 1 }
  // A header name may begin with `#`; such a line separates nothing.
  for (const match of text.matchAll(/(?<![^\n])###(?![\w!#$%&'*+.^`|~-]*:)([^\n]*)(?:\n|$)/g)) {
    const number = block.number + lineBreaks(text, block.start, match.index)
    found.push({ ...block, end: match.index, cut: number })
    block = { start: match.index + match[0].length, names: [match[1].trim()], number: number + 1 }
  }
  return [...found, { ...block, end: text.length, cut: undefined }]
}

function lineBreaks(text, start, end) {
  let count = 0
  for (let at = text.indexOf('\n', start); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) count++
  return count
}

/** Skips comments and blank lines before the request line; a comment such as `# @name login` names the request. */
function readStart(text, { start, end, number, names, cut }) {
  const lines = new Lines(text, start, end, number)
  for (;;) {
    const { line, number } = lines.next()
    if (line === undefined) return {}
    const [, name] = /^(?:#|\/\/)\s*@name\s+(.*)$/.exec(line) ?? []
    if (name !== undefined) names = [...names, name.trim()]
    if (line.trim() !== '' && !isComment(line)) return { line, number, lines, names, cut }
  }
}

function readRequestLine(line, number) {
  const at = `\`--http\`, line ${number}`
  refuseVariables(line, at)
  const text = textOf(line, at)
  if (text.startsWith('@')) throw new UsageError(`${at}: variables are not supported: write the values`)
  if (/^https?:/i.test(text)) return { target: unversioned(text) }
  // A response begins with a status line.
  const [, status] = /^HTTP\/\d(?:\.\d)? (\d{3})/.exec(text) ?? []
  if (status !== undefined) return { status: Number(status) }
  const [, method, target] = /^([A-Za-z][\w!#$%&'*+.^`|~-]*)[ \t]+(\S.*)$/.exec(text) ?? []
  if (method === undefined) throw new UsageError(`${at}: ${EXPECTED}`)
  return { method, target: unversioned(target) }
}

function readHeaders(bytes, lines, cut) {
  const headers = []
  for (;;) {
    const { line, number } = lines.next()
    if (line === undefined && cut !== undefined) throw new UsageError(`\`--http\`, line ${cut}: ${NO_BLANK_LINE}`)
    if (line === undefined || line === '') return { headers, rest: bytes.subarray(lines.at, lines.end) }
    if (!isComment(line)) headers.push(readHeader(line, `\`--http\`, line ${number}`))
  }
}

function readHeader(line, at) {
  if (/^[ \t]/.test(line)) throw new UsageError(`${at}: continuation lines are not supported: write the URL or header on one line`)
  refuseVariables(line, at)
  return pair(textOf(line, at), at)
}

/** Parses `Name: value` into a pair; `at` says where it stands. */
export function pair(text, at) {
  const colon = text.indexOf(':')
  if (colon < 1) throw new UsageError(`${at}: expected a header as \`Name: value\`, got no colon after a name`)
  const [name, value] = [text.slice(0, colon), trimmed(text.slice(colon + 1))]
  if (!TOKEN.test(name)) throw new UsageError(`${at}: expected a header name before the colon, got a character that header names cannot contain`)
  if (/[\r\n\0]/.test(value)) throw new UsageError(`${at}: expected a header value, got one with a line break or NUL`)
  return [name, value]
}

/** Trims spaces and tabs in linear time. */
function trimmed(text) {
  let [start, end] = [0, text.length]
  while (start < end && ' \t'.includes(text[start])) start++
  while (end > start && ' \t'.includes(text[end - 1])) end--
  return text.slice(start, end)
}

/** A request line without the version at its end. */
function unversioned(text) {
  const line = text.trimEnd()
  const at = Math.max(line.lastIndexOf(' '), line.lastIndexOf('\t'))
  return at >= 0 && VERSION.test(line.slice(at + 1)) ? line.slice(0, at).trimEnd() : line
}

/** Refuses variables: their values are in the editor, not in the file. */
export function refuseVariables(text, at, fix = 'write the value') {
  if (VARIABLE.test(text)) throw new UsageError(`${at}: variables such as \`{{name}}\` are not supported: ${fix}`)
}

function textOf(line, at) {
  const text = utf8(Buffer.from(line, 'latin1'))
  if (text === undefined) throw new UsageError(`${at}: expected UTF-8, got other bytes`)
  return text
}

function named(heads, wanted) {
  const found = heads.filter(({ names }) => names.some((name) => asUtf8(name) === wanted))
  if (found.length === 1) return found[0]
  if (found.length > 1) throw new UsageError(`\`--request\`: expected one request of that name, got ${found.length}`)
  const names = heads.flatMap(({ names }) => names).filter((name) => name !== '').map(asUtf8)
  const near = nearest(wanted, names)
  if (near.length > 0) throw new UsageError(`\`--request\`: no request has the name ${quoted(wanted)}: ${didYouMean(near)}`)
  const which = names.length === 0 ? 'no request in the file has a name' : `the names are ${listed(names)}`
  throw new UsageError(`\`--request\`: no request has that name: ${which}`)
}

/** Reads line by line, without the line breaks. */
class Lines {
  constructor(text, start, end, number) {
    this.text = text
    this.at = start
    this.end = end
    this.number = number
  }

  next() {
    if (this.at >= this.end) return { line: undefined, number: this.number }
    const found = this.text.indexOf('\n', this.at)
    const stop = found < 0 || found >= this.end ? this.end : found
    const line = this.text.slice(this.at, stop).replace(/\r$/, '')
    this.at = Math.min(stop + 1, this.end)
    return { line, number: this.number++ }
  }
}

const isComment = (line) => line.startsWith('#') || line.startsWith('//')
const asUtf8 = (latin1) => Buffer.from(latin1, 'latin1').toString()

const EXPECTED = 'expected a line such as `POST https://api.example.com/`, got none'
// The byte order mark that some editors write.
const MARK = [0xef, 0xbb, 0xbf]
const NO_BLANK_LINE = 'expected a blank line after the headers, got `###`, which begins the next request'
// RFC 9110, section 5.6.2.
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/
const VERSION = /^HTTP\/\d(?:\.\d)?$/
const VARIABLE = /\{\{\s*[$\w][^{}\r\n]*\}\}/
