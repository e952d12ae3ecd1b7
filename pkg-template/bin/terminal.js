// Text for people: aligned, in colour where that is wanted, and without anything that a terminal would obey.

/** Whether to write colours: on a terminal, unless `NO_COLOR` is set (https://no-color.org). */
const isColourful = process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb'

/** How many columns the terminal has; undefined where there is none, and nobody knows. */
export const width = (process.stdout.isTTY && process.stdout.columns) || undefined

const styled = (code) => (text) => (isColourful && text !== '' ? `\x1b[${code}m${text}\x1b[0m` : text)
export const bold = styled(1)
export const dim = styled(2)
export const red = styled(31)
export const green = styled(32)

/** The text with every control character, and every character that shows nothing or turns the line around, escaped. */
export const visible = (text) => text.replace(UNSEEN, escaped)

/** The same for bytes, which need not be UTF-8. */
export function visibleBytes(bytes) {
  const text = utf8(bytes)
  return text === undefined ? Buffer.from(bytes).toString('latin1').replace(NOT_ASCII, escaped) : visible(text)
}

/** The text of bytes that are UTF-8, a byte order mark included; undefined for others. */
export function utf8(bytes) {
  try {
    return DECODER.decode(bytes)
  } catch {
    return undefined
  }
}

/** JSON that says the same, and shows in every terminal. */
export const json = (value) =>
  `${JSON.stringify(value, null, 2).replace(UNSEEN_IN_JSON, (character) => character.split('').map(unit).join(''))}\n`

/** A body as members of JSON: text, or base64 where it is none; nothing where there is none. */
export function bodyMember(body) {
  if (body === undefined) return {}
  const text = utf8(body)
  return text === undefined ? { bodyBase64: Buffer.from(body).toString('base64') } : { body: text }
}

/** Lines under labels: `[[label, lines]]`; a label without lines is left out. */
export function labelled(entries) {
  const shown = entries.filter(([, lines]) => lines.length > 0)
  const indent = Math.max(...shown.map(([label]) => label.length)) + 2
  const line = (label, text) => `${dim(label.padEnd(indent))}${text}\n`
  return shown.flatMap(([label, lines]) => lines.map((text, index) => line(index === 0 ? label : '', text))).join('')
}

/** A sentence in lines that the terminal has room for beside `indent` columns; one line where there is no terminal. */
export function wrapped(text, indent = 0) {
  const room = Math.max((width ?? Infinity) - indent, LEAST)
  const lines = []
  for (const word of text.split(' ')) {
    if (lines.length > 0 && lines.at(-1).length + 1 + word.length <= room) lines[lines.length - 1] += ` ${word}`
    else lines.push(word)
  }
  return lines
}

/** Rows of cells as aligned columns; the last column has any width. */
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

// Narrower than that, sentences do not read.
const LEAST = 20
const DECODER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const SHORT = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu
// The line breaks are those that indent the JSON; within its texts they are escaped already.
const UNSEEN_IN_JSON = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu
const NOT_ASCII = /[^\x20-\x7e]/g
