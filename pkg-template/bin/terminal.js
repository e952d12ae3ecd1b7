// Formats text for people: aligned, in colour if wanted, and without terminal control characters.

/** Whether to write colours: on a terminal, unless `NO_COLOR` is set (https://no-color.org). */
const isColourful = process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb'

/** The columns of the terminal; undefined without a terminal. */
export const width = (process.stdout.isTTY && process.stdout.columns) || undefined

const styled = (code) => (text) => (isColourful && text !== '' ? `\x1b[${code}m${text}\x1b[0m` : text)
export const bold = styled(1)
export const dim = styled(2)
export const red = styled(31)
export const green = styled(32)

/** Escapes control characters, invisible characters, and those that change the text direction. */
export const visible = (text) => text.replace(UNSEEN, escaped)

/** The same for bytes, which need not be UTF-8. */
export function visibleBytes(bytes) {
  const text = utf8(bytes)
  return text === undefined ? Buffer.from(bytes).toString('latin1').replace(NOT_ASCII, escaped) : visible(text)
}

/** Decodes UTF-8, and keeps a byte order mark; undefined for other bytes. */
export function utf8(bytes) {
  try {
    return DECODER.decode(bytes)
  } catch {
    return undefined
  }
}

/** JSON in which characters that terminals do not show are escaped. */
export const json = (value) =>
  `${JSON.stringify(value, null, 2).replace(UNSEEN_IN_JSON, (character) => character.split('').map(unit).join(''))}\n`

/** A body as a member of a JSON object: a string, or base64 if it is not UTF-8; no member without a body. */
export function bodyMember(body) {
  if (body === undefined) return {}
  const text = utf8(body)
  return text === undefined ? { bodyBase64: Buffer.from(body).toString('base64') } : { body: text }
}

/** Aligns lines beside their labels: `[[label, lines]]`; a label without lines is left out. */
export function labelled(entries) {
  const shown = entries.filter(([, lines]) => lines.length > 0)
  const indent = Math.max(...shown.map(([label]) => label.length)) + 2
  const line = (label, text) => `${dim(label.padEnd(indent))}${text}\n`
  return shown.flatMap(([label, lines]) => lines.map((text, index) => line(index === 0 ? label : '', text))).join('')
}

/** Wraps a sentence to the terminal's width minus `indent` columns; one line without a terminal. */
export function wrapped(text, indent = 0) {
  const room = Math.max((width ?? Infinity) - indent, LEAST)
  const lines = []
  for (const word of text.split(' ')) {
    if (lines.length > 0 && lines.at(-1).length + 1 + word.length <= room) lines[lines.length - 1] += ` ${word}`
    else lines.push(word)
  }
  return lines
}

/** Rows of cells as aligned columns; the last column is not padded. */
export function columns(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((cells) => cells[column].length)))
  return rows.map((cells) => cells.map((cell, column) => cell.padEnd(widths[column])).join('  ').trimEnd())
}

function escaped(character) {
  const code = character.codePointAt(0)
  if (SHORT[character]) return SHORT[character]
  return code > 0xff ? `\\u{${code.toString(16)}}` : `\\x${code.toString(16).padStart(2, '0')}`
}

const unit = (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`

// The fewest columns for a sentence.
const LEAST = 20
const DECODER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const SHORT = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu
// Line feeds indent the JSON; those in strings are escaped already.
const UNSEEN_IN_JSON = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu
const NOT_ASCII = /[^\x20-\x7e]/g
