// Words of a POSIX shell, as much of it as copied curl commands use.
import { joined, utf8, utf8Bytes } from './bytes.js'

/**
 * The words of a command; throws where a quote does not end, or the shell would have to run. `note` is called with what the shell would
 * put in from elsewhere.
 */
export function posixWords(text, note = () => {}) {
  const found = []
  let word
  for (let at = 0; at < text.length;) {
    const [taken, length] = piece(text, at, note)
    at += length
    if (taken === null) {
      if (word !== undefined) found.push(word)
      word = undefined
    } else if (taken !== undefined) word = (word ?? '') + taken
  }
  return word === undefined ? found : [...found, word]
}

/** What stands at a place: text and its length; `null` for what parts words, and `undefined` for what is not there for the shell. */
function piece(text, at, note) {
  const char = text[at]
  if (char === '\\') return continued(text, at)
  if (char === "'") return single(text, at)
  if (char === '"') return double(text, at + 1, note)
  if (text.startsWith("$'", at)) return ansi(text, at + 2, note)
  if (/\s/.test(char)) return [null, 1]
  if (/[|;&<>]/.test(char)) throw new Error(`expected one curl command, got \`${char}\`: paste the command alone`)
  noteVariable(text, at, note)
  return [char, 1]
}

/** A line that goes on, or the next sign as it is. */
function continued(text, at) {
  const [broken] = /^\\\r?\n/.exec(text.slice(at, at + 3)) ?? []
  return broken ? [undefined, broken.length] : [text[at + 1] ?? '', 2]
}

function single(text, at) {
  const end = text.indexOf("'", at + 1)
  if (end < 0) throw new Error("expected a `'` that ends the text, got none: copy the whole command")
  return [text.slice(at + 1, end), end + 1 - at]
}

function double(text, start, note) {
  let found = ''
  for (let at = start; at < text.length; at++) {
    if (text[at] === '"') return [found, at + 2 - start]
    const [broken] = /^\\\r?\n/.exec(text.slice(at, at + 3)) ?? []
    if (broken) at += broken.length - 1
    else if (text[at] === '\\' && /["\\$`]/.test(text[at + 1] ?? '')) found += text[++at]
    else {
      noteVariable(text, at, note)
      found += text[at]
    }
  }
  throw new Error('expected a `"` that ends the text, got none: copy the whole command')
}

/** What the shell would put in is not in the command. */
function noteVariable(text, at, note) {
  const [found] = /^(?:\$(?:\w+|\{[^}\n]*\}|\([^)\n]*\))|`[^`\n]*`)/.exec(text.slice(at, at + 80)) ?? []
  if (found) note(`The shell would put something in for \`${found.replaceAll('`', '')}\`: it was read as it stands.`)
}

/** `$'…'`, with the escapes of C: `\x` and octal ones are bytes for the shell, and characters for Firefox. */
function ansi(text, start, note) {
  const bytes = []
  let units = ''
  const add = (unit) => {
    bytes.push(utf8Bytes(unit))
    units += unit
  }
  for (let at = start; at < text.length;) {
    if (text[at] === "'") return [decoded(joined(bytes), units, OF_FIREFOX.test(text), note), at + 3 - start]
    const [whole, plain, hex, octal, control, short, long, char] = ansiAt(text, at)
    if (hex ?? octal ?? control) {
      const byte = control ? control.charCodeAt(0) & 0x1f : parseInt(hex ?? octal, hex ? 16 : 8) & 0xff
      bytes.push(Uint8Array.of(byte))
      units += String.fromCharCode(byte)
    } else if (short ?? long) {
      const code = parseInt(short ?? long, 16)
      if (code > 0x10ffff) throw new Error(`expected a character, got \`${whole}\``)
      if (code < 0xd800 || code > 0xdfff) add(String.fromCodePoint(code))
      else {
        // Half a character: what a shell makes of it is no UTF-8.
        bytes.push(Uint8Array.of(0xff))
        units += String.fromCharCode(code)
      }
    } else add(plain ?? ESCAPES[char] ?? whole)
    at += whole.length
  }
  throw new Error("expected a `'` that ends the text, got none: copy the whole command")
}

/** Words are text here: bytes that are none would be changed, and the shell itself ends a word at NUL. */
function decoded(bytes, units, isOfFirefox, note) {
  if (bytes.includes(0)) throw new Error("expected no NUL in `$'…'`, where the shell would end the word: drop the body as a file")
  const text = utf8(bytes)
  if (isOfFirefox && text !== units && !/\p{Cs}/u.test(units)) {
    note('Firefox writes some characters so that a shell makes other bytes of them: read is what the browser sent.')
    return units
  }
  if (text === undefined) throw new Error("expected UTF-8 in `$'…'`, got other bytes: drop the body as a file on its field")
  return text
}

/** What a browser says of itself in each command. */
const OF_FIREFOX = /\bFirefox\/\d/
const ANSI = new RegExp(
  [
    "([^\\\\']+)",
    '\\\\x([0-9a-fA-F]{1,2})',
    '\\\\([0-7]{1,3})',
    '\\\\c([\\x00-\\x7f])',
    '\\\\u([0-9a-fA-F]{1,4})',
    '\\\\U([0-9a-fA-F]{1,8})',
    '\\\\([^])',
    '\\\\$',
  ].join('|'),
  'y',
)
const ESCAPES = {
  n: '\n',
  r: '\r',
  t: '\t',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  e: '\x1b',
  E: '\x1b',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '?': '?',
}

function ansiAt(text, at) {
  ANSI.lastIndex = at
  return ANSI.exec(text)
}
