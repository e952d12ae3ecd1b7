// Schemes that nobody means: refused, or accepted and made to do as much as a scheme can.
const own = (changes) => ({ id: 'hostile.scheme', canonical: '{body}', headers: { X: '{signature}' }, ...changes })
const many = (count, name, value) => Object.fromEntries(Array.from({ length: count }, (_, n) => [name(n), value(n)]))
const deep = (levels) => Array.from({ length: levels }).reduce((inner) => [inner], 'a')

/** What each does, and the scheme. */
export const refused = [
  ['10 000 nested groups', own({ canonical: `${'['.repeat(10_000)}{body}${']'.repeat(10_000)}` })],
  ['a template of 1 MiB', own({ canonical: 'a'.repeat(1 << 20) })],
  ['64 KiB of filters', own({ canonical: `{body${'|hex'.repeat(16_000)}}` })],
  ['8 KiB of filters', own({ canonical: `{body${'|hex'.repeat(2000)}}` })],
  ['lists 1000 deep', own({ notes: deep(1000) })],
  ['100 000 members', own({ headers: many(100_000, (n) => `h${n}`, () => '') })],
  ['4000 members', own({ headers: many(4000, (n) => `h${n}`, () => '') })],
  ['64 bindings in a circle', own({ bindings: many(64, (n) => `b${n}`, (n) => `{b${(n + 1) % 64}}`.repeat(100)) })],
  ['64 bindings, each of all others', own({ bindings: many(64, (n) => `b${n}`, (n) => allBut(n)) })],
  ['a name of 60 000 letters', own({ ['a'.repeat(60_000)]: 1 })],
  ['1000 misreadings', own({ misreadings: Array.from({ length: 1000 }, () => ({ id: 'a', template: '{body}' })) })],
  ['1000 canonical strings', own({ acceptedCanonicals: Array.from({ length: 1000 }, () => '{body}') })],
  ['a companion of a companion', own({ companion: own({ companion: own({}) }) })],
]

/** What each reads of a body, up to what is allowed. */
export const accepted = [
  ['the body 16 times', own({ canonical: '{body}'.repeat(16) })],
  ['16 digests of it', own({ canonical: '{body|sha512}'.repeat(16) })],
  ['17 digests of it, refused', own({ canonical: '{body|sha512}'.repeat(17) }), 'ERR_SCHEME_INVALID'],
  ['64 bindings, doubled each time, refused', own({ canonical: '{b63}', bindings: doubled() }), 'ERR_SCHEME_INVALID'],
]

function allBut(own) {
  return Array.from({ length: 64 }, (_, n) => (n === own ? '' : `{b${n}}`)).join('')
}

function doubled() {
  return many(64, (n) => `b${n}`, (n) => (n === 0 ? '{body}' : `{b${n - 1}}{b${n - 1}}`))
}
