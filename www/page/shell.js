// Parses arguments like a POSIX shell, as far as copied curl commands need it.
import { joined, utf8, utf8Bytes } from './bytes.js'

/**
 * The arguments of a command; throws for an open quote, and for anything that the shell would have to run. `note` gets a sentence for
 * every expansion.
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

/** The text at a place and the length it takes; `null` between arguments, `undefined` for a line continuation. */
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

/** A line continuation, or the escaped character. */
function continued(text, at) {
  const [broken] = /^\\\r?\n/.exec(text.slice(at, at + 3)) ?? []
  return broken ? [undefined, broken.length] : [text[at + 1] ?? '', 2]
}

function single(text, at) {
  const end = text.indexOf("'", at + 1)
  if (end < 0) throw new Error("expected a closing `'`, got none: copy the whole command")
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
  throw new Error('expected a closing `"`, got none: copy the whole command')
}

/** Notes an expansion, whose value is not in the command. */
function noteVariable(text, at, note) {
  const [found] = /^(?:\$(?:\w+|\{[^}\n]*\}|\([^)\n]*\))|`[^`\n]*`)/.exec(text.slice(at, at + 80)) ?? []
  if (found) note(`The shell would expand \`${found.replaceAll('`', '')}\`: it was kept.`)
}

/** `$'…'`, with C escapes: `\x` and octal escapes are bytes for the shell, and characters for Firefox. */
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
        // A lone surrogate, which a shell turns into bytes that are not UTF-8.
        bytes.push(Uint8Array.of(0xff))
        units += String.fromCharCode(code)
      }
    } else add(plain ?? ESCAPES[char] ?? whole)
    at += whole.length
  }
  throw new Error("expected a closing `'`, got none: copy the whole command")
}

/** Decodes an argument, which must be UTF-8 without NUL: the shell ends an argument at NUL. */
function decoded(bytes, units, isOfFirefox, note) {
  if (bytes.includes(0)) throw new Error("expected no NUL in `$'…'`, which would end the argument: drop the body as a file")
  const text = utf8(bytes)
  if (isOfFirefox && text !== units && !/\p{Cs}/u.test(units)) {
    note('Firefox escapes some characters so that a shell gets other bytes: this is what the browser sent.')
    return units
  }
  if (text === undefined) throw new Error("expected UTF-8 in `$'…'`, got other bytes: drop the body as a file on the body field")
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
