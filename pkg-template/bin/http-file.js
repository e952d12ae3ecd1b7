// Reads a request as the REST clients of editors write it, or as it went over the wire: as bytes; none is lost.
import { UsageError, didYouMean, listed, quoted } from './usage-error.js'
import { nearest } from '../dist/did-you-mean.js'
import { utf8 } from './terminal.js'

/**
 * The first request in the bytes `given`, or the one called `wanted`: `{ method, target, headers, rest, cut }`. `rest`
 * is what follows the blank line, before anybody decided where the body ends; `cut` is the line whose `###` ended it.
 */
export function readHttp(given, wanted) {
  const bytes = MARK.every((byte, at) => given[at] === byte) ? given.subarray(MARK.length) : given
  // A character a byte, so that what is found in the text has the same place among the bytes.
  const text = bytes.toString('latin1')
  const heads = blocks(text).map((block) => readStart(text, block)).filter(({ line }) => line !== undefined)
  if (heads.length === 0) throw new UsageError(`\`--http\`: ${EXPECTED}`)
  const head = wanted === undefined ? heads[0] : named(heads, wanted)
  return { ...readRequestLine(head.line, head.number), ...readHeaders(bytes, head.lines, head.cut), cut: head.cut }
}

/** Where the blocks between the lines with `###` begin and end, and what they are called. */
function blocks(text) {
  const found = []
  let block = { start: 0, names: [], number: 1 }
  // `#` may begin the name of a header, and then separates nothing.
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

/** Goes past comments and blank lines to the request line; comments such as `# @name login` name it. */
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
  if (text.startsWith('@')) throw new UsageError(`${at}: variables are not read: write their values out`)
  if (/^https?:/i.test(text)) return { target: unversioned(text) }
  // What came back has a status instead.
  if (/^HTTP\/\d(?:\.\d)? \d{3}/.test(text)) return {}
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
  if (/^[ \t]/.test(line)) throw new UsageError(`${at}: lines that go on are not read: write the URL or header in one line`)
  refuseVariables(line, at)
  return pair(textOf(line, at), at)
}

/** `Name: value` as a pair; `at` says where it stands. */
export function pair(text, at) {
  const colon = text.indexOf(':')
  if (colon < 1) throw new UsageError(`${at}: expected a header, as \`Name: value\`, got no name with a colon`)
  const [name, value] = [text.slice(0, colon), trimmed(text.slice(colon + 1))]
  if (!TOKEN.test(name)) throw new UsageError(`${at}: expected the name of a header before the colon, got a sign that none has`)
  if (/[\r\n\0]/.test(value)) throw new UsageError(`${at}: expected the value of a header, got a line break or NUL inside`)
  return [name, value]
}

/** Without the spaces and tabs around it, in time that grows with its length alone. */
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

/** What the editors would put in is not in the file. */
export function refuseVariables(text, at, mend = 'write the value out') {
  if (VARIABLE.test(text)) throw new UsageError(`${at}: variables such as \`{{name}}\` are not read: ${mend}`)
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
  if (near.length > 0) throw new UsageError(`\`--request\`: no request is called ${quoted(wanted)}: ${didYouMean(near)}`)
  const which = names.length === 0 ? 'none has a name' : `there are ${listed(names)}`
  throw new UsageError(`\`--request\`: no request has that name: ${which}`)
}

/** Lines one by one, without their line break. */
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
// The byte order mark, which some editors put first.
const MARK = [0xef, 0xbb, 0xbf]
const NO_BLANK_LINE = 'expected a blank line after the headers, got the end of the request: `###` begins the next one'
// RFC 9110, section 5.6.2.
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/
const VERSION = /^HTTP\/\d(?:\.\d)?$/
const VARIABLE = /\{\{\s*[$\w][^{}\r\n]*\}\}/
