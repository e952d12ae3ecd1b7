// Bytes as text that a person can read and write: plain, escaped, hexadecimal or base64.

/** The forms of a byte field. */
export const MODES = [
  ['text', 'text (UTF-8)'],
  ['escaped', 'escaped: \\r \\n \\xhh'],
  ['hex', 'hexadecimal'],
  ['base64', 'base64'],
]

/** Decodes `text` in a mode; the error says where it is wrong. */
export const decode = (mode, text) => READERS[mode](text)

/** Encodes `bytes` in a mode; undefined if plain text cannot hold them. */
export const encode = (mode, bytes) => WRITERS[mode](bytes)

/** Decodes UTF-8, and keeps a byte order mark; undefined for other bytes. */
export function utf8(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

export const utf8Bytes = (text) => new TextEncoder().encode(text)

/** The characters of `bytes`: the offset, length and, for UTF-8, text of each. */
export function characters(bytes) {
  const found = []
  for (let at = 0; at < bytes.length;) {
    const length = lengthOf(bytes, at)
    const text = length === 0 ? undefined : utf8(bytes.subarray(at, at + length))
    found.push(text === undefined ? { at, length: 1 } : { at, length, text })
    at += text === undefined ? 1 : length
  }
  return found
}

/** Whether a character is invisible or unassigned. */
const isHidden = (text) => /[\p{Cc}\p{Cf}\p{Zs}\p{Zl}\p{Zp}\p{Co}\p{Cn}]/u.test(text)

export const hexOf = (number, width) => number.toString(16).padStart(width, '0')

/** `1 234`: digits in groups of three, with narrow no-break spaces. */
export const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, '\u202f')

/** `1 byte`, `2 bytes`. */
export const plural = (count, word) => `${grouped(count)} ${word}${count === 1 ? '' : 's'}`

/** Joins buffers. */
export function joined(parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

export const base64 = (bytes) => {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return btoa(text)
}

function unbase64(text) {
  const bare = text.replace(/\s+/g, '')
  const wrong = /[^A-Za-z0-9+/_=-]/.exec(bare)
  if (wrong)
    throw new Error(
      `base64, character ${wrong.index + 1}: expected a letter, digit, \`+\`, \`/\`, \`-\`, \`_\` or \`=\`, got \`${wrong[0]}\``,
    )
  try {
    return Uint8Array.from(atob(bare.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '')), (char) =>
      char.charCodeAt(0),
    )
  } catch {
    throw new Error('base64: expected groups of four characters, got an incomplete one: copy all of it')
  }
}

function unhex(text) {
  const bare = text.replace(/[\s:]+|\b0x/gi, '')
  const wrong = /[^0-9a-f]/i.exec(bare)
  if (wrong) throw new Error(`hexadecimal, digit ${wrong.index + 1}: expected 0 to 9 or a to f, got \`${wrong[0]}\``)
  if (bare.length % 2) throw new Error(`hexadecimal: expected two digits per byte, got ${bare.length} digits`)
  return Uint8Array.from(bare.match(/../g) ?? [], (pair) => parseInt(pair, 16))
}

/** Decodes escapes. Line breaks of the field itself are ignored; a line feed is written as `\n`. */
function unescaped(text) {
  const parts = text
    .replace(/\r?\n|\r/g, '')
    .split(/(\\(?:x[0-9a-fA-F]{2}|u\{[0-9a-fA-F]{1,6}\}|u[0-9a-fA-F]{4}|[^]|$))/u)
  return joined(parts.map((part) => (part.startsWith('\\') ? escape(part) : utf8Bytes(part))))
}

function escape(part) {
  const simple = SIMPLE[part[1]]
  if (part.length === 2 && simple !== undefined) return Uint8Array.of(simple)
  if (part[1] === 'x' && part.length === 4) return Uint8Array.of(parseInt(part.slice(2), 16))
  if (part[1] === 'u' && part.length > 4) {
    const code = parseInt(part.replace(/[^0-9a-f]/gi, ''), 16)
    if (code < 0xd800 || (code > 0xdfff && code < 0x110000)) return utf8Bytes(String.fromCodePoint(code))
    throw new Error(`escaped: expected a character that UTF-8 can hold, got \`${part}\``)
  }
  throw new Error(
    `escaped: expected \`\\n\`, \`\\r\`, \`\\t\`, \`\\0\`, \`\\\\\`, \`\\xhh\` or \`\\uhhhh\`, got \`${part}\``,
  )
}

function escaped(bytes) {
  return characters(bytes)
    .map(({ at, text }) => {
      if (text === undefined) return `\\x${hexOf(bytes[at], 2)}`
      // A line feed also starts a new line on the screen.
      if (text === '\n') return '\\n\n'
      return ESCAPES[text] ?? (text !== ' ' && isHidden(text) ? `\\u{${hexOf(text.codePointAt(0), 4)}}` : text)
    })
    .join('')
}

/** The length of the UTF-8 character that begins at a place; 0 if none does. */
function lengthOf(bytes, at) {
  const first = bytes[at]
  if (first < 0x80) return 1
  if (first >= 0xc2 && first < 0xe0) return 2
  if (first >= 0xe0 && first < 0xf0) return 3
  return first >= 0xf0 && first < 0xf5 ? 4 : 0
}

const READERS = { text: utf8Bytes, hex: unhex, base64: unbase64, escaped: unescaped }
const WRITERS = {
  text: utf8,
  hex: (bytes) => Array.from(bytes, (byte) => hexOf(byte, 2)).join(' '),
  base64,
  escaped,
}
const SIMPLE = { n: 10, r: 13, t: 9, 0: 0, '\\': 92, '"': 34, "'": 39, b: 8, f: 12, v: 11, '/': 47 }
const ESCAPES = { '\\': '\\\\', '\r': '\\r', '\t': '\\t', '\0': '\\0' }
