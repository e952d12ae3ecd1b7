// Shows where in a template of a scheme an error is: the template, and a caret under the character.
import { glyphs } from './glyphs.js'

/**
 * The place in the scheme `data` that an error of the core names: `{ part, template, column, lines }`. The column counts characters
 * from 1. If the error is not in a template, only `part`.
 */
export function placeOf(data, { part, offset }) {
  const template = offset === undefined ? undefined : textAt(data, part)
  return template === undefined ? { part } : { part, template, ...caretAt(template, offset) }
}

/** The string at a path; names may contain dots and brackets. Of a pair, its template. */
function textAt(value, part, path = '') {
  if (path === part) return Array.isArray(value) ? value[1] : value
  const isList = Array.isArray(value)
  for (const [name, inner] of Object.entries(typeof value === 'object' ? (value ?? {}) : {})) {
    const next = isList ? `${path}[${name}]` : path ? `${path}.${name}` : name
    const found = part.startsWith(next) ? textAt(inner, part, next) : undefined
    if (typeof found === 'string') return found
  }
  return undefined
}

/** The column of a byte, and two lines: the text around it, and a caret under it. */
function caretAt(text, offset) {
  const all = glyphs(Buffer.from(text)).map((cell) => (cell.key === ' ' ? { ...cell, shown: ' ' } : cell))
  const index = all.filter(({ at }) => at < offset).length
  const start = Math.max(0, index - BEFORE)
  const [left, right] = [all.slice(start, index), all.slice(index, index + AFTER)]
  const shown = (part) => part.map(({ shown }) => shown).join('')
  const cut = start > 0 ? '…' : ''
  const more = index + AFTER < all.length ? '…' : ''
  const indent = left.reduce((sum, { width }) => sum + width, cut.length)
  return { column: index + 1, lines: [cut + shown(left) + shown(right) + more, `${' '.repeat(indent)}^`] }
}

// How many characters of a long template are shown before and after the error.
const BEFORE = 60
const AFTER = 36
