// Bytes as cells that a person can tell apart: what shows nothing has a name, and what is no text its number.

/**
 * The cells of `bytes` from `start` to `end`: each is a character, or a byte that belongs to none, as
 * `{ at, key, shown, width }`, where `key` is its bytes and `at` the place of the first.
 */
export function cells(bytes, start = 0, end = bytes.length) {
  // A letter a byte, so that what is matched has the same place among the bytes.
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1')
  return Array.from(text.matchAll(CHARACTER), ({ 0: key, index }) => {
    const shown = shownAs(key)
    return { at: start + index, key, shown, width: WIDE.test(shown) ? 2 : shown.length }
  })
}

/** The place of the character that the byte at `at` belongs to. */
export function boundary(bytes, at) {
  let start = at
  while (start > 0 && at - start < 3 && isWithin(bytes[start])) start--
  return isWithin(bytes[start]) ? at : start
}

function shownAs(key) {
  const letter = Buffer.from(key, 'latin1').toString()
  if (NAMES[letter]) return NAMES[letter]
  if (key.length === 1 && !/[ -~]/.test(key)) return `\\x${key.charCodeAt(0).toString(16).padStart(2, '0')}`
  return PLAIN.test(letter) ? letter : `‹U+${letter.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}›`
}

/** Whether a byte goes on with a character of UTF-8. */
const isWithin = (byte) => (byte & 0xc0) === 0x80

// RFC 3629, section 4; the last line is a byte that is part of no character.
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
const NAMES = {
  __proto__: null,
  ' ': '·',
  '\t': '‹TAB›',
  '\n': '‹LF›',
  '\r': '‹CR›',
  '\u00a0': '‹NBSP›',
  '\u200b': '‹ZWSP›',
  '\ufeff': '‹BOM›',
}
// Whatever shows by itself in a place of its own, but the signs that stand for something else here.
const PLAIN = /^[^\p{C}\p{Z}\p{M}·‹›]$/u
const EAST_ASIAN = [
  '\\u1100-\\u115f\\u2e80-\\ua4cf\\uac00-\\ud7a3\\uf900-\\ufaff',
  '\\ufe30-\\ufe6f\\uff01-\\uff60\\uffe0-\\uffe6\\u{20000}-\\u{3fffd}',
]
const WIDE = new RegExp(`^(?:\\p{Emoji_Presentation}|[${EAST_ASIAN.join('')}])$`, 'u')
