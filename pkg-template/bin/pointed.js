// Where in a template of a row an error is: the template, and a mark under the place.
import { cells } from './cells.js'
import { refusal } from './own-row.js'

/**
 * The place in the row `data` that `error` of the core blames: `{ part, template, column, lines }`, where the column
 * counts characters from 1; only the `part` where no template is to blame.
 */
export function placeOf(data, error) {
  const { part, offset } = error
  if (offset === undefined) return { part: pathOf(data, part) }
  const all = [...textsAt(data, part)].filter(({ text }) => Buffer.byteLength(text) >= offset)
  const found = all.length > 1 ? all.slice(0, MANY).find(({ trail }) => isBlamed(data, trail, error)) : all[0]
  return found ? { part: found.trail.join('.'), template: found.text, ...pointed(found.text, offset) } : { part }
}

/** A part is a path, but for places that the core knows by their own names. */
function pathOf(data, part) {
  const [name] = part.split('.')
  if (Object.hasOwn(data, name)) return part
  const holder = PLACES.find((holder) => Object.hasOwn(data[holder] ?? {}, part))
  return holder ? `${holder}.${part}` : part
}

/** The texts at a path, which does not count the elements of lists: each with its `trail`, which does. */
function* textsAt(value, part, path = '', trail = []) {
  if (typeof value === 'string') {
    if (path === part) yield { text: value, trail }
    return
  }
  const isList = Array.isArray(value)
  for (const [name, inner] of Object.entries(value ?? {})) {
    const next = isList ? path : path ? `${path}.${name}` : name
    if (part === next || part.startsWith(`${next}.`)) yield* textsAt(inner, part, next, [...trail, name])
  }
}

/** Whether the row is refused in the same way with that element alone in its list. */
function isBlamed(data, trail, { part, offset }) {
  const copy = structuredClone(data)
  let holder = copy
  for (const name of trail) {
    const inner = holder[name]
    if (Array.isArray(holder)) holder.splice(0, holder.length, inner)
    holder = inner
  }
  const error = refusal(copy)
  return error?.part === part && error.offset === offset
}

/** The column of a byte, and two lines: what is around it, and a mark under it. */
function pointed(text, offset) {
  const all = cells(Buffer.from(text)).map((cell) => (cell.key === ' ' ? { ...cell, shown: ' ' } : cell))
  const index = all.filter(({ at }) => at < offset).length
  const start = Math.max(0, index - BEFORE)
  const [left, right] = [all.slice(start, index), all.slice(index, index + AFTER)]
  const shown = (part) => part.map(({ shown }) => shown).join('')
  const cut = start > 0 ? '…' : ''
  const more = index + AFTER < all.length ? '…' : ''
  const indent = left.reduce((sum, { width }) => sum + width, cut.length)
  return { column: index + 1, lines: [cut + shown(left) + shown(right) + more, `${' '.repeat(indent)}^`] }
}

const PLACES = ['headers', 'query', 'fields', 'inputs']
// How many characters of a long template are shown around the place, and how many elements of a list are tried.
const BEFORE = 60
const AFTER = 36
const MANY = 256
