// Prints each document of a JSON array on standard input in JavaScript's ways; a way that throws gives null.
import { readFileSync } from 'node:fs'

const sorted = (value) =>
  Array.isArray(value)
    ? value.map(sorted)
    : value && typeof value === 'object'
      ? Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]))
      : value
// RFC 8785: members in the order of their UTF-16 units, array indices too.
const canonical = (value) =>
  Array.isArray(value)
    ? `[${value.map(canonical).join(',')}]`
    : value && typeof value === 'object'
      ? `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`
      : JSON.stringify(value)
const isFlat = (value) => value && !Array.isArray(value) && typeof value === 'object' && Object.values(value).every((member) => typeof member !== 'object' || member === null)
const flat = (value) => {
  if (!isFlat(value)) throw new TypeError('not flat')
  return value
}
const topSorted = (value) => {
  if (!value || Array.isArray(value) || typeof value !== 'object') throw new TypeError('no object')
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, value[key]]))
}
const quotedNumbers = (_, value) => (typeof value === 'number' ? String(value) : value)
const withoutNulls = (value) =>
  Array.isArray(value)
    ? value.map(withoutNulls)
    : value && typeof value === 'object'
      ? Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null).map(([key, member]) => [key, withoutNulls(member)]))
      : value
const utf8 = (text) => Buffer.from(text).toString('base64')

const ways = {
  'js': (text) => JSON.stringify(JSON.parse(text)),
  'js-2': (text) => JSON.stringify(JSON.parse(text), null, 2),
  'js-4': (text) => JSON.stringify(JSON.parse(text), null, 4),
  'js-tab': (text) => JSON.stringify(JSON.parse(text), null, '\t'),
  'js-ascii': (text) => JSON.stringify(JSON.parse(text)).replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt().toString(16).padStart(4, '0')}`),
  'js-slashes': (text) => JSON.stringify(JSON.parse(text)).replace(/\//g, '\\/'),
  'js-sorted': (text) => JSON.stringify(sorted(JSON.parse(text))),
  'js-canonical': (text) => canonical(JSON.parse(text)),
  'js-top-sorted': (text) => JSON.stringify(topSorted(JSON.parse(text))),
  'js-twice': (text) => JSON.stringify(JSON.stringify(JSON.parse(text))),
  'js-stringified': (text) => JSON.stringify(text),
  'js-quoted-numbers': (text) => JSON.stringify(JSON.parse(text), quotedNumbers),
  'js-without-nulls': (text) => JSON.stringify(withoutNulls(JSON.parse(text))),
  'js-form': (text) => String(new URLSearchParams(flat(JSON.parse(text)))),
  'js-form-percent': (text) => Object.entries(flat(JSON.parse(text))).map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`).join('&'),
  'js-form-plain': (text) => Object.entries(flat(JSON.parse(text))).map(([key, value]) => `${key}=${value}`).join('&'),
  'js-form-plain-sorted': (text) => Object.entries(flat(JSON.parse(text))).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => `${key}=${value}`).join('&'),
}

// The ways of forms.
const form = (text) => {
  if (!text.includes('=') || /^\s*[[{]/.test(text)) throw new TypeError('no form')
  return new URLSearchParams(text)
}
Object.assign(ways, {
  'form-again': (text) => String(form(text)),
  'form-again-percent': (text) => [...form(text)].map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&'),
  'form-again-plain': (text) => [...form(text)].map(([name, value]) => `${name}=${value}`).join('&'),
  'form-sorted': (text) => form(text) && text.split('&').filter(Boolean).sort().join('&'),
  'form-as-json': (text) => JSON.stringify(Object.fromEntries(form(text))),
})

const printed = JSON.parse(readFileSync(0, 'utf8')).map((text) =>
  Object.fromEntries(
    Object.entries(ways).map(([way, print]) => {
      try {
        return [way, utf8(print(text))]
      } catch {
        return [way, null]
      }
    }),
  ),
)
console.log(JSON.stringify({ version: `Node.js ${process.version}`, printed }))
