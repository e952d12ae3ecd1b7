// Where a text stands in another, however it is written there, and what stands for another text written in the same way.
//
// Everything here is a byte string: one character for each byte, so that a body that is no UTF-8 is searched like any other.
import { encode, host } from './text.js'

/** Bytes, or the UTF-8 of a text, as a byte string. */
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

/** The text that the bytes of a byte string are; undefined for bytes that are no UTF-8. */
export function textIn(string) {
  if (/^[\0-\x7f]*$/.test(string)) return string
  const text = new (host('TextDecoder'))('utf-8', { ignoreBOM: true }).decode(bytesIn(string))
  return byteString(text) === string ? text : undefined
}

/**
 * What is looked for: the text `old` in any case of its letters, and what to write in its place, which is `own` in the same case.
 * Without `own`, it can be looked for alone.
 */
export function lookFor(old, own = old) {
  const cased = (text) => [text, text.toUpperCase(), text.toLowerCase()]
  // An accent may be a character of its own.
  const ways = ['NFC', 'NFD'].flatMap((form) => cased(old.normalize(form)))
  const patterns = [...new Set([...cased(old), ...ways].map((text) => [...text].map(inAnyCase).join('')))]
  const depth = least(ways) < SHORT ? SHALLOW : DEEP
  return { pattern: new RegExp(patterns.join('|'), 'g'), least: least(ways), depth, hasSpace: old.includes(' '), write: (found) => byteString(inCaseOf(textIn(found), old, own)) }
}

/** The same for bytes that are no text. */
export const lookForBytes = (old, own = old) => ({
  pattern: new RegExp(literal(old), 'g'),
  least: old.length,
  depth: DEEP,
  hasSpace: old.includes(' '),
  write: () => own,
})

/** The byte at which `wanted` stands in the byte string, in whatever spelling; undefined where it does not. */
export function standsAt(string, wanted) {
  return edits(string, wanted)[0]?.start
}

/** The byte string with what `wanted` writes wherever it stood, each in its own spelling. */
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
 * What to write in which places, `{ start, end, text }`: in order, none inside another. `depth` is how many encodings may be around
 * each other, and `seen` the strings in which nothing was found, by the depth to which it was looked for.
 */
function edits(string, wanted, depth = wanted.depth, seen = new Map()) {
  // No spelling is shorter than the text itself.
  if (string.length < wanted.least || seen.get(string) >= depth) return []
  const found = Array.from(string.matchAll(wanted.pattern), ({ 0: text, index }) => ({
    start: index,
    end: index + text.length,
    text: wanted.write(text),
  }))
  if (depth > 0) {
    const inside = (decoded) => edits(decoded, wanted, depth - 1, seen)
    // What any word decodes to has no further encoding inside.
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

/** What is found once the escapes are read, written with the escapes that were there. */
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

/** An edit of what was `decoded`, for the string that it was decoded from. */
function outward(string, decoded, units, edit, write) {
  const first = units.findIndex(({ end }) => end > edit.start)
  const before = units.slice(0, first < 0 ? units.length : first)
  const own = units.slice(before.length).filter(({ start }) => start < edit.end)
  // An escape may stand for more bytes than are replaced of it.
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

/** What is found in runs of an encoding, wherever in them it begins, and with line breaks inside. */
function encoded(string, { digits, group, read, write }, least, inside) {
  const found = []
  // A digit is less than a byte.
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

/** Where at least `least` of the `digits` follow each other, with line breaks between them or not. */
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
      // Spaces alone are between words.
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

/** The digits with white space where `run` has it. */
function laidOut(digits, run) {
  let at = 0
  const laid = run.replace(/[^]/g, (one) => (' \t\r\n'.includes(one) ? one : (digits[at++] ?? '')))
  return laid + digits.slice(at)
}

/** The character in either case, as a pattern. */
function inAnyCase(character) {
  const forms = [...new Set([character, character.toUpperCase(), character.toLowerCase()])].map((one) => literal(byteString(one))).sort()
  return forms.length === 1 ? forms[0] : `(?:${forms.join('|')})`
}

const literal = (string) => string.replace(/[^]/g, (one) => `\\x${hex(one)}`)

/** `own` with its letters as `found` has those of `old`. */
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
/** Digits of escapes in the case that `all` those around have, where they have one. */
function inCaseOfAll(digits, all, isUpper) {
  const own = all.replace(/\\.|&#x/gi, '')
  const [hasLower, hasUpper] = [/[a-f]/.test(own), /[A-F]/.test(own)]
  return (hasLower === hasUpper ? isUpper : hasUpper) ? digits.toUpperCase() : digits
}

const percent = (bytes, all) => bytes.replace(/[^]/g, (one) => `%${inCaseOfAll(hex(one), all, true)}`)

const spaced = (bytes, like) => bytes.replace(/[^\w.*-]/g, (one) => (one === ' ' ? '+' : percent(one, like)))

/** What JSON, JavaScript and Python write: the code units of UTF-16, bytes, and single characters. */
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
  // Half of a pair is no character.
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
  // A last digit by itself is no byte.
  return atob(standard.length % 4 === 1 ? standard.slice(0, -1) : standard)
}

/** In the alphabet of the digits `old`, which were `before`; their bits behind the last byte stay. */
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

/** The 256 bytes, and which of them are digits. */
const among = (digits) => Uint8Array.from({ length: 256 }, (_, code) => Number(digits.test(String.fromCharCode(code))))

/** A form, in which a space is a plus sign. */
const FORM = {
  marker: '+',
  escapes: /%[\da-f]{2}|\+/gi,
  read: (escape) => (escape === '+' ? ' ' : byte(escape.slice(1))),
  write: (bytes, like, all) => (like === '+' ? spaced(bytes, all) : percent(bytes, all)),
}

/** Single characters that stand for others: `sign` is in each of them. */
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

/** Encodings in groups of digits: what is looked for may begin at any byte, and the run before it. */
const RUNS = [
  { digits: among(/[\w+/-]/), group: 4, read: bytesOfBase64, write: toBase64 },
  { digits: among(/[\da-f]/i), group: 2, read: fromHex, write: toHex },
]
const SPACE = /[ \t\r\n]+/g
/** What no text holds, and bytes by chance nearly always do. */
const CONTROLS = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/
/** How many encodings may be around each other, such as base64 in JSON in a query; around what is short, fewer. */
const [DEEP, SHALLOW, SHORT] = [4, 2, 6]
/** What is looked at again faster than it is remembered. */
const FEW = 12
const ROUNDS = 16
const CHUNK = 8192
