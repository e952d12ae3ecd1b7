// What every language writes by a table of its own: strings, keys, filters, encodings.

export const joinedBy = (separator) => (parts) => parts.join(separator)
export const lines = (...parts) =>
  `${parts
    .flat()
    .filter((line) => line !== undefined)
    .join('\n')}\n`
export const fixesAfter =
  (mark) =>
  ({ fixes }) =>
    fixes.map((fix) => `${mark} ${fix.replaceAll('`', '')}`)

/** A double-quoted string for JavaScript, Python, Go and Ruby; only ASCII, so that no editor changes it. */
function quoted(text, unicode = (code) => `\\u${code.toString(16).padStart(4, '0')}`, extra = /(?!)/) {
  let found = ''
  for (const char of text) {
    const code = char.codePointAt(0)
    if (char === '"' || char === '\\' || extra.test(char)) found += `\\${char}`
    else if (code >= 0x20 && code < 0x7f) found += char
    else if (char === '\n') found += '\\n'
    else found += unicode(code, char)
  }
  return `"${found}"`
}

const utf16 = (code, char) =>
  [...Array(char.length).keys()].map((at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, '0')}`).join('')
const wide = (code) =>
  code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
const braced = (code) => `\\u{${code.toString(16)}}`

/** A JavaScript string, in single quotes if nothing needs escaping. */
export const js = (text) => (/^[\x20-\x7e]*$/.test(text) && !/['\\]/.test(text) ? `'${text}'` : quoted(text, utf16))
export const py = (text) => quoted(text, wide)
export const go = (text) => quoted(text, wide)
export const rb = (text) => quoted(text, braced, /#/)
export const php = (text) => quoted(text, braced, /\$/)

export const REPRINTED = 'the scheme signs the body as JavaScript serialises it: send exactly these bytes'

/** Characters of base64 that are percent-encoded in a URL, and their encodings as they are signed. */
export const ESCAPES = [
  ['+', '%2b'],
  ['/', '%2f'],
  ['=', '%3d'],
]
export const escapes = (write) => ESCAPES.map((pair) => write(...pair)).join('')

/** What a language here has no words for: no code is written then, rather than code for another signature. */
export class Unwritten extends Error {}

/** The words of a table for a name of the scheme. */
export function wordsFor(table, name, what) {
  if (Object.hasOwn(table, name)) return table[name]
  throw new Unwritten(`this page has no words for the ${what} \`${name}\` in it`)
}

/** The hashes of the algorithms, by the names that most languages have for them. */
const HASHES = {
  'hmac-md5': 'md5',
  'hmac-sha1': 'sha1',
  'hmac-sha256': 'sha256',
  'hmac-sha384': 'sha384',
  'hmac-sha512': 'sha512',
}
export const hashOf = ({ algorithm }) => wordsFor(HASHES, algorithm, 'algorithm')

/** How a key is made from a secret: without its prefix or with it, then decoded or not. */
export const KEY = /^(?:whsec)?,?(?:unbase64|unhex)?$/

/** The secret as the expression `secret`, with the filters of the key applied by the table of a language. */
export function keyFrom({ keyFilters }, secret, table) {
  checkKey(keyFilters)
  return keyFilters.reduce((inside, filter) => wordsFor(table, filter, 'filter')(inside), secret)
}

export function checkKey(keyFilters) {
  if (!KEY.test(keyFilters.join())) throw new Unwritten(`this page has no words for a key with the filters \`${keyFilters.join('|')}\` in it`)
}

/** Whether any language here can compute signatures of this algorithm, with a key that is made so from a secret. */
export const canWrite = (algorithm, keyFilters) => Object.hasOwn(HASHES, algorithm) && KEY.test(keyFilters.join())

/** The signature as it is written, by the table of a language. */
export const encoded = ({ encoding }, table) => wordsFor(table, encoding === 'base64-lines' ? 'base64' : encoding, 'encoding')

/** Whether the key is decoded from the secret. */
export const isDecoded = ({ keyFilters }) => keyFilters.some((filter) => filter !== 'whsec')

/** A part as an expression, by the table of a language. */
export function expression(part, how) {
  if (part.literal !== undefined) return how.literal(part.literal)
  const bare = part.inner ? how.join(part.inner.map((one) => expression(one, how))) : part.name
  return part.filters.reduce((inside, filter) => wordsFor(how.filters, filter, 'filter')(inside), bare)
}
