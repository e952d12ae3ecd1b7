// Bytes as glyphs that a person can tell apart, on the command line and on the page. A space is shown as `·`, an invisible character by
// its name, and a byte that is not UTF-8 by its number. Characters with a meaning here are shown by number, too.

/**
 * The cells of `bytes` from `start` to `end`. Each is a character, or a byte that belongs to none: `{ at, key, name, shown, width }`,
 * the offset of its first byte, its bytes as a Latin-1 string, its name if it is not shown as itself, its glyph, and the glyph's width
 * in columns.
 */
export function glyphs(bytes, start = 0, end = bytes.length) {
  // One character per byte, so that offsets in the string are byte offsets.
  return Array.from(latin1(bytes.subarray(start, end)).matchAll(CHARACTER), ({ 0: key, index }) => {
    const text = textOf(key)
    const name = text === undefined ? `\\x${key.charCodeAt(0).toString(16)}` : nameOf(text)
    const shown = text === ' ' ? SPACE : name === undefined ? text : `‹${name}›`
    return { at: start + index, key, name, shown, width: WIDE.test(shown) ? 2 : shown.length }
  })
}

/** The start of the character that the byte at `at` belongs to. */
export function boundary(bytes, at) {
  let start = at
  while (start > 0 && at - start < 3 && isWithin(bytes[start])) start--
  return isWithin(bytes[start]) ? at : start
}

/** The name of a character that is not shown as itself; undefined for all others. */
function nameOf(char) {
  if (PLAIN.test(char)) return undefined
  return NAMES[char] ?? `U+${char.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}`
}

/** The character of these bytes; undefined for a byte that belongs to none. */
function textOf(key) {
  if (key.length === 1) return key < '\x80' ? key : undefined
  return UTF8.decode(Uint8Array.from(key, (char) => char.charCodeAt(0)))
}

function latin1(bytes) {
  let text = ''
  for (let at = 0; at < bytes.length; at += PART) text += String.fromCharCode(...bytes.subarray(at, at + PART))
  return text
}

/** Whether a byte continues a UTF-8 character. */
const isWithin = (byte) => (byte & 0xc0) === 0x80

/** The glyph of a space. */
export const SPACE = '·'
// RFC 3629, section 4; the last line matches a byte that belongs to no character.
const CHARACTER = new RegExp(
  [
    '[\\x00-\\x7f]',
    '[\\xc2-\\xdf][\\x80-\\xbf]',
    '\\xe0[\\xa0-\\xbf][\\x80-\\xbf]|[\\xe1-\\xec\\xee\\xef][\\x80-\\xbf]{2}|\\xed[\\x80-\\x9f][\\x80-\\xbf]',
    '\\xf0[\\x90-\\xbf][\\x80-\\xbf]{2}|[\\xf1-\\xf3][\\x80-\\xbf]{3}|\\xf4[\\x80-\\x8f][\\x80-\\xbf]{2}',
    '[\\x80-\\xff]',
  ].join('|'),
  'g',
)
const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true })
// As many arguments as every engine accepts.
const PART = 8192
// Visible characters that take a column of their own, except those with a meaning here.
const PLAIN = /^[^\p{C}\p{Z}\p{M}·‹›]$/u
const NAMES = {
  __proto__: null,
  '\0': 'NUL',
  '\t': 'TAB',
  '\n': 'LF',
  '\r': 'CR',
  '\x1b': 'ESC',
  ' ': 'space',
  '\x7f': 'DEL',
  '\u00a0': 'NBSP',
  '\u00ad': 'SHY',
  '\u200b': 'ZWSP',
  '\u200c': 'ZWNJ',
  '\u200d': 'ZWJ',
  '\u200e': 'LRM',
  '\u200f': 'RLM',
  '\u2028': 'LS',
  '\u2029': 'PS',
  '\u202f': 'NNBSP',
  '\u2060': 'WJ',
  '\ufeff': 'BOM',
}
const EAST_ASIAN = [
  '\\u1100-\\u115f\\u2e80-\\ua4cf\\uac00-\\ud7a3\\uf900-\\ufaff',
  '\\ufe30-\\ufe6f\\uff01-\\uff60\\uffe0-\\uffe6\\u{20000}-\\u{3fffd}',
]
const WIDE = new RegExp(`^(?:\\p{Emoji_Presentation}|[${EAST_ASIAN.join('')}])$`, 'u')
