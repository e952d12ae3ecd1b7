// Finds the end of the body in a request file, to which an editor may have added a trailing line break.
import { UsageError } from './usage-error.js'
import { refuseVariables } from './http-file.js'

/**
 * The body within `rest`, the bytes after the blank line of a file. The `length` decides if the request has a `Content-Length`.
 * Returns `{ body, note }`; the note says what was left out.
 */
export function bodyWithin(rest, length, cut) {
  if (rest.length === 0 && !length) return { body: undefined }
  const ending = rest.at(-1) !== LINE_FEED ? 0 : rest.at(-2) === CARRIAGE_RETURN ? 2 : 1
  if (length !== undefined) return { body: fitting(rest, ending, length, cut) }
  const text = rest.toString('latin1')
  if (/^[\r\n]*$/.test(text)) return { body: undefined, note: blank(rest.length) }
  refuseEditors(text)
  if (ending === 0) return { body: rest }
  const body = rest.subarray(0, rest.length - ending)
  return { body, note: leftOut(body, cut) }
}

/** The number in `Content-Length`; the header may be repeated with the same value. */
export function contentLength(headers) {
  const lengths = new Set(headers.filter(([name]) => name.toLowerCase() === 'content-length').map(([, value]) => value))
  if (lengths.size === 0) return undefined
  const [text] = lengths
  if (lengths.size === 1 && /^\d{1,15}$/.test(text)) return Number(text)
  const got = lengths.size > 1 ? 'several' : 'something else'
  throw new UsageError(`\`Content-Length\`: expected one number of bytes, got ${got}`)
}

function fitting(rest, ending, length, cut) {
  if (length === rest.length) return rest
  if (length === rest.length - ending) return rest.subarray(0, length)
  const other = ending === 0 ? '' : ` with its trailing line break, ${rest.length - ending} without it`
  const fix = 'give a body with such a line as `--body @FILE`'
  const mark = cut === undefined ? '' : `; line ${cut} begins with \`###\` and ends it: ${fix}`
  throw new UsageError(`\`Content-Length\` says ${length} bytes, but the body in the file has ${rest.length}${other}${mark}`)
}

/** Refuses what editors execute instead of sending it. With a `Content-Length`, it was sent. */
function refuseEditors(text) {
  const fix = 'write what is sent; if exactly this is sent, add `Content-Length` or give `--body @FILE`'
  refuseVariables(text, 'the body in the file', fix)
  const found = EDITORS.find(([pattern]) => pattern.test(text))
  if (found) throw new UsageError(`the body in the file: ${found[1]}: ${fix}`)
}

function leftOut(body, cut) {
  const until = cut === undefined ? 'the trailing line break of the file' : `the line break before line ${cut} (\`###\`)`
  const more = body.at(-1) === LINE_FEED ? '; it still ends with a line break' : ''
  return `note: the body is ${bytes(body.length)}, without ${until}${more}; ${EXACT}`
}

const blank = (length) =>
  length < 3 ? undefined : `note: no body: only ${bytes(length)} of line breaks follow the headers; ${EXACT}`

const bytes = (count) => `${count} byte${count === 1 ? '' : 's'}`

const EXACT = 'to give it exactly, add `Content-Length` or give `--body @FILE`'
const [LINE_FEED, CARRIAGE_RETURN] = [10, 13]
/** @type {[RegExp, string][]} */
const EDITORS = [
  [/^<@?[ \t]/, 'a file to include (`< path`) is not supported'],
  [/(?<![^\n])> (?:\{%|\S)/, 'a script (`> {% … %}`, `> path`) is not supported'],
  [/(?<![^\n])(?:>>!?|<>) \S/, 'a line that saves responses (`>> path`, `<> path`) is not supported'],
  [/\n&[^\n=]+=/, 'a form over several lines is not supported, since editors send it differently'],
]
