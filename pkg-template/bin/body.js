// Where the body ends in a file that an editor may have given a last line break.
import { UsageError } from './usage-error.js'
import { refuseVariables } from './http-file.js'

/**
 * The body within `rest`, what follows the blank line of a file; a `length` that the request says decides. Gives
 * `{ body, note }`, where the note says what was left out.
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

/** The number in `Content-Length`, of which there may be several that agree. */
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
  const other = ending === 0 ? '' : ` with the last line break, ${rest.length - ending} without it`
  const mend = 'a body with such a line is given with `--body @FILE`'
  const mark = cut === undefined ? '' : `; line ${cut}, which begins with \`###\`, ends it: ${mend}`
  throw new UsageError(`\`Content-Length\` says ${length} bytes, but the body in the file has ${rest.length}${other}${mark}`)
}

/** What editors carry out instead of sending it; where a length is said, it was sent. */
function refuseEditors(text) {
  const mend = 'write out what is sent or, if this is what is sent, say `Content-Length` or give `--body @FILE`'
  refuseVariables(text, 'the body in the file', mend)
  const found = EDITORS.find(([pattern]) => pattern.test(text))
  if (found) throw new UsageError(`the body in the file: ${found[1]}: ${mend}`)
}

function leftOut(body, cut) {
  const until = cut === undefined ? 'the last line break of the file' : `the line break before line ${cut} (\`###\`)`
  const more = body.at(-1) === LINE_FEED ? '; it still ends with one' : ''
  return `note: the body is ${bytes(body.length)}, without ${until}${more}; ${OTHERWISE}`
}

const blank = (length) =>
  length < 3 ? undefined : `note: no body: only ${bytes(length)} of line breaks follow the headers; ${OTHERWISE}`

const bytes = (count) => `${count} byte${count === 1 ? '' : 's'}`

const OTHERWISE = 'a `Content-Length` or `--body @FILE` says otherwise'
const [LINE_FEED, CARRIAGE_RETURN] = [10, 13]
/** @type {[RegExp, string][]} */
const EDITORS = [
  [/^<@?[ \t]/, 'a file to read (`< path`) is not read'],
  [/(?<![^\n])> (?:\{%|\S)/, 'a script (`> {% … %}`, `> path`) is not run'],
  [/(?<![^\n])(?:>>!?|<>) \S/, 'a line that keeps answers (`>> path`, `<> path`) is not part of what is sent'],
  [/\n&[^\n=]+=/, 'a form over several lines is sent as one by some editors, and not by others'],
]
