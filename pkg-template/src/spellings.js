// Finds a string in another in any encoding, and replaces it with a string in the same encoding.
//
// All strings here are byte strings, with one character per byte, so that bodies that are not UTF-8 can be searched.
import { encode, host } from './text.js'

/** Bytes, or a string as UTF-8, as a byte string. */
export function byteString(value) {
  if (typeof value === 'string' && /^[\0-\x7f]*$/.test(value)) return value
  const bytes = typeof value === 'string' ? encode(value) : value
  let text = ''
  for (let at = 0; at < bytes.length; at += CHUNK) text += String.fromCharCode(...bytes.subarray(at, at + CHUNK))
  return text
}

/** The bytes of a byte string. */
export function bytesIn(string) {
  const bytes = new Uint8Array(string.length)
  for (let at = 0; at < bytes.length; at++) bytes[at] = string.charCodeAt(at)
  return bytes
}

/** A byte string decoded as UTF-8; undefined for other bytes. */
export function textIn(string) {
  if (/^[\0-\x7f]*$/.test(string)) return string
  const text = new (host('TextDecoder'))('utf-8', { ignoreBOM: true }).decode(bytesIn(string))
  return byteString(text) === string ? text : undefined
}

/**
 * A search for the string `old` in any case, and its replacement `own`, which takes over the case. Without `own`, it can only be
 * searched.
 */
export function lookFor(old, own = old) {
  const cased = (text) => [text, text.toUpperCase(), text.toLowerCase()]
  // An accent may be a separate character.
  const ways = ['NFC', 'NFD'].flatMap((form) => cased(old.normalize(form)))
  const patterns = [...new Set([...cased(old), ...ways].map((text) => [...text].map(inAnyCase).join('')))]
  const depth = least(ways) < SHORT ? SHALLOW : DEEP
  return { pattern: new RegExp(patterns.join('|'), 'g'), least: least(ways), depth, hasSpace: old.includes(' '), write: (found) => byteString(inCaseOf(textIn(found), old, own)) }
}

/** The same for bytes that are not UTF-8. */
export const lookForBytes = (old, own = old) => ({
  pattern: new RegExp(literal(old), 'g'),
  least: old.length,
  depth: DEEP,
  hasSpace: old.includes(' '),
  write: () => own,
})

/** The offset of `wanted` in the byte string, in any spelling; undefined if it does not occur. */
export function standsAt(string, wanted) {
  return edits(string, wanted)[0]?.start
}

/** The byte string with every occurrence of `wanted` replaced in its own spelling. */
export function respelt(string, wanted) {
  let whole = string
  for (let round = 0; round < ROUNDS; round++) {
    const found = edits(whole, wanted)
    if (found.length === 0) break
    whole = edited(whole, found)
  }
  return whole
}

/**
 * The edits `{ start, end, text }`, in order and without overlap. `depth` is the number of nested encodings to search, and `seen` has the
 * strings without occurrences, by the depth of their search.
 */
function edits(string, wanted, depth = wanted.depth, seen = new Map()) {
  // No spelling is shorter than the string itself.
  if (string.length < wanted.least || seen.get(string) >= depth) return []
  const found = Array.from(string.matchAll(wanted.pattern), ({ 0: text, index }) => ({
    start: index,
    end: index + text.length,
    text: wanted.write(text),
  }))
  if (depth > 0) {
    const inside = (decoded) => edits(decoded, wanted, depth - 1, seen)
    // Any word decodes as base64, so its result is not decoded further.
    const insideRun = (decoded) => (decoded.length > wanted.least && !CONTROLS.test(decoded) ? inside(decoded) : edits(decoded, wanted, 0))
    for (const codec of ESCAPES) if (codec !== FORM || wanted.hasSpace) found.push(...escaped(string, codec, inside))
    for (const codec of RUNS) found.push(...encoded(string, codec, wanted.least, insideRun))
  }
  if (found.length === 0 && string.length >= FEW) seen.set(string, depth)
  return apart(found)
}

function apart(found) {
  let end = 0
  return found
    .sort((one, other) => one.start - other.start)
    .filter((one) => one.start >= end && (end = one.end))
}

function edited(string, found) {
  let [whole, at] = ['', 0]
  for (const { start, end, text } of found) {
    whole += string.slice(at, start) + text
    at = end
  }
  return whole + string.slice(at)
}

/** The edits in the unescaped string, written with the same escapes. */
function escaped(string, { marker, escapes, read, write }, inside) {
  if (!string.includes(marker)) return []
  const decoded = string.replace(escapes, read)
  const found = decoded === string ? [] : inside(decoded)
  if (found.length === 0) return []
  const units = []
  let ahead = 0
  for (const { 0: escape, index } of string.matchAll(escapes)) {
    const [start, length] = [index - ahead, read(escape).length]
    units.push({ start, end: start + length, escape })
    ahead += escape.length - length
  }
  return found.map((edit) => outward(string, decoded, units, edit, write))
}

/** An edit of the `decoded` string, mapped to the string that it was decoded from. */
function outward(string, decoded, units, edit, write) {
  const first = units.findIndex(({ end }) => end > edit.start)
  const before = units.slice(0, first < 0 ? units.length : first)
  const own = units.slice(before.length).filter(({ start }) => start < edit.end)
  // An escape may stand for more bytes than are replaced.
  const start = Math.min(edit.start, own[0]?.start ?? edit.start)
  const end = Math.max(edit.end, own.at(-1)?.end ?? edit.end)
  const text = decoded.slice(start, edit.start) + edit.text + decoded.slice(edit.end, end)
  const extra = (those) => those.reduce((sum, { start, end, escape }) => sum + escape.length - (end - start), 0)
  const from = start + extra(before)
  const to = end + extra(before) + extra(own)
  const all = own.map(({ escape }) => escape).join('')
  if (text.length !== end - start) return { start: from, end: to, text: own.length > 0 ? write(text, all, all) : text }
  let [whole, at] = ['', start]
  for (const unit of own) {
    whole += text.slice(at - start, unit.start - start) + write(text.slice(unit.start - start, unit.end - start), unit.escape, all)
    at = unit.end
  }
  return { start: from, end: to, text: whole + text.slice(at - start) }
}

/** The edits in runs of an encoding, at any offset in them, with line breaks allowed. */
function encoded(string, { digits, group, read, write }, least, inside) {
  const found = []
  // A digit holds less than a byte.
  for (const { start, end } of runsOf(string, digits, least + 1)) {
    const run = string.slice(start, end)
    const bare = run.replace(SPACE, '')
    for (let skipped = 0; skipped < group; skipped++) {
      const own = bare.slice(skipped)
      const decoded = read(own)
      const inner = inside(decoded)
      if (inner.length === 0) continue
      const [padding = ''] = /^={1,2}/.exec(string.slice(end, end + 2)) ?? []
      const written = bare.slice(0, skipped) + write(edited(decoded, inner), decoded, own, padding)
      const isResized = written.length !== bare.length && (padding !== '' || own.length % 4 === 0)
      const [over, after] = group === 4 && isResized ? [padding.length, '='.repeat(-(written.length - skipped) & 3)] : [0, '']
      found.push({ start, end: end + over, text: laidOut(written, run) + after })
      break
    }
  }
  return found
}

/** The runs of at least `least` of the `digits`, with or without line breaks in between. */
function runsOf(string, digits, least) {
  const runs = []
  let [start, end, count, isBroken] = [0, 0, 0, false]
  const close = () => {
    if (count >= least) runs.push({ start, end })
    count = 0
  }
  for (let at = 0; at < string.length; at++) {
    const code = string.charCodeAt(at)
    if (digits[code] === 1) {
      // Spaces without a line break separate words.
      if (count > 0 && end < at && !isBroken) close()
      if (count++ === 0) start = at
      end = at + 1
      isBroken = false
    } else if (code === 10 || code === 13) isBroken = true
    else if (code !== 32 && code !== 9) close()
  }
  close()
  return runs
}

/** The digits with the whitespace of `run`. */
function laidOut(digits, run) {
  let at = 0
  const laid = run.replace(/[^]/g, (one) => (' \t\r\n'.includes(one) ? one : (digits[at++] ?? '')))
  return laid + digits.slice(at)
}

/** A pattern for the character in either case. */
function inAnyCase(character) {
  const forms = [...new Set([character, character.toUpperCase(), character.toLowerCase()])].map((one) => literal(byteString(one))).sort()
  return forms.length === 1 ? forms[0] : `(?:${forms.join('|')})`
}

const literal = (string) => string.replace(/[^]/g, (one) => `\\x${hex(one)}`)

/** `own` with the case that `found` has in comparison with `old`. */
function inCaseOf(found, old, own) {
  const [before, given, others] = [found, old, own].map((text) => [...text])
  if (before.length !== given.length || given.length !== others.length) {
    return found === found.toLowerCase() ? own.toLowerCase() : found === found.toUpperCase() ? own.toUpperCase() : own
  }
  return others.map((one, at) => inCase(one, before[at], given[at])).join('')
}

function inCase(own, found, old) {
  if (found === old) return own
  return found === old.toUpperCase() ? own.toUpperCase() : own.toLowerCase()
}

const least = (texts) => Math.min(...texts.map((text) => byteString(text).length))
const byte = (digits) => String.fromCharCode(parseInt(digits, 16))
const hex = (one) => one.charCodeAt(0).toString(16).padStart(2, '0')
/** The digits of an escape in the case of `all` others, if they have one. */
function inCaseOfAll(digits, all, isUpper) {
  const own = all.replace(/\\.|&#x/gi, '')
  const [hasLower, hasUpper] = [/[a-f]/.test(own), /[A-F]/.test(own)]
  return (hasLower === hasUpper ? isUpper : hasUpper) ? digits.toUpperCase() : digits
}

const percent = (bytes, all) => bytes.replace(/[^]/g, (one) => `%${inCaseOfAll(hex(one), all, true)}`)

const spaced = (bytes, like) => bytes.replace(/[^\w.*-]/g, (one) => (one === ' ' ? '+' : percent(one, like)))

/** The escapes of JSON, JavaScript and Python: UTF-16 units, bytes, and single characters. */
function backslashed(bytes, like, all) {
  const kind = like[1]
  if (kind === 'x') return bytes.replace(/[^]/g, (one) => `\\x${inCaseOfAll(hex(one), all, false)}`)
  if (kind === 'u') {
    const units = (textIn(bytes) ?? bytes).split('').map((unit) => unit.charCodeAt(0).toString(16).padStart(4, '0'))
    return units.map((unit) => `\\u${inCaseOfAll(unit, all, false)}`).join('')
  }
  return bytes.replace(/[^]/g, (one) => (one === '/' && kind !== '/' ? one : (WRITTEN[one] ?? one)))
}

function unbackslashed(escape) {
  if (escape[1] === 'x') return byte(escape.slice(2))
  if (escape[1] !== 'u') return READ[escape[1]] ?? escape[1]
  const text = JSON.parse(`"${escape}"`)
  // A lone surrogate is not a character.
  return /^\p{Surrogate}$/u.test(text) ? escape : byteString(text)
}

function entity(bytes, like, all) {
  const text = textIn(bytes) ?? bytes
  if (like[1] !== '#') return [...text].map((one) => ENTITIES[one] ?? one).join('')
  const isHex = /^&#x/i.test(like)
  const number = (code) => (isHex ? like[2] + inCaseOfAll(code.toString(16), all, false) : code)
  return [...text].map((one) => `&#${number(one.codePointAt(0))};`).join('')
}

function unentity(escape) {
  const [, radix, digits, name] = /^&(?:#(x?)([\da-f]+)|(\w+));$/i.exec(escape) ?? []
  if (name) return Object.keys(ENTITIES).find((one) => ENTITIES[one] === escape.toLowerCase()) ?? escape
  const code = parseInt(digits, radix ? 16 : 10)
  return code > 0x10ffff || (code >= 0xd800 && code < 0xe000) ? escape : byteString(String.fromCodePoint(code))
}

function bytesOfBase64(digits) {
  const standard = digits.replaceAll('-', '+').replaceAll('_', '/')
  // A single last digit is not a byte.
  return atob(standard.length % 4 === 1 ? standard.slice(0, -1) : standard)
}

/** The replacement in the alphabet of the digits `old`, keeping their bits beyond the last byte. */
function toBase64(bytes, before, old, padding) {
  const isUrl = /[-_]/.test(old) || (!/[+/]/.test(old) && padding === '' && old.length % 4 !== 0)
  const standard = btoa(bytes).replace(/=+$/, '')
  const digits = isUrl ? standard.replaceAll('+', '-').replaceAll('/', '_') : standard
  if (bytes.length !== before.length) return digits
  const isLast = bytes.at(-1) === before.at(-1) && bytes.length % 3 !== 0
  const kept = isLast ? digits.length - 1 : digits.length
  return digits.slice(0, kept) + old.slice(kept)
}

const fromHex = (digits) => (digits.match(/../g) ?? []).map(byte).join('')

function toHex(bytes, before, old) {
  const isUpper = /[A-F]/.test(old) && !/[a-f]/.test(old)
  const digits = bytes.replace(/[^]/g, hex)
  const cased = digits.replace(/[a-f]/g, (digit, at) => (isUpper || /[A-F]/.test(old[at] ?? '') ? digit.toUpperCase() : digit))
  return cased + old.slice(cased.length)
}

const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }
const READ = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }
const WRITTEN = { '"': '\\"', '\\': '\\\\', '/': '\\/', '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** For each byte, whether it is a digit. */
const among = (digits) => Uint8Array.from({ length: 256 }, (_, code) => Number(digits.test(String.fromCharCode(code))))

/** A form, in which `+` is a space. */
const FORM = {
  marker: '+',
  escapes: /%[\da-f]{2}|\+/gi,
  read: (escape) => (escape === '+' ? ' ' : byte(escape.slice(1))),
  write: (bytes, like, all) => (like === '+' ? spaced(bytes, all) : percent(bytes, all)),
}

/** Escapes of single characters; each contains the character `sign`. */
const ESCAPES = [
  { marker: '%', escapes: /%[\da-f]{2}/gi, read: (escape) => byte(escape.slice(1)), write: (bytes, like, all) => percent(bytes, all) },
  FORM,
  {
    marker: '\\',
    escapes: /\\u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|\\u[\da-fA-F]{4}|\\x[\da-fA-F]{2}|\\["'\\/bfnrt]/g,
    read: unbackslashed,
    write: backslashed,
  },
  { marker: '&', escapes: /&(?:#\d{1,7}|#x[\da-f]{1,6}|amp|lt|gt|quot|apos);/gi, read: unentity, write: entity },
]

/** Encodings in groups of digits; an occurrence may begin at any byte of a run. */
const RUNS = [
  { digits: among(/[\w+/-]/), group: 4, read: bytesOfBase64, write: toBase64 },
  { digits: among(/[\da-f]/i), group: 2, read: fromHex, write: toHex },
]
const SPACE = /[ \t\r\n]+/g
/** Bytes that text never contains, and random bytes nearly always do. */
const CONTROLS = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/
/** How many nested encodings are searched, such as base64 in JSON in a query; fewer for short strings. */
const [DEEP, SHALLOW, SHORT] = [4, 2, 6]
/** Shorter strings are faster to search again than to remember. */
const FEW = 12
const ROUNDS = 16
const CHUNK = 8192
