// What the core says of a definition: the command line and the page know nothing of it by heart.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { built } from '../../pkg-template/fresh.mjs'
import { at } from '../../pkg-template/tools.mjs'
import { createSigner, createVerifier, schemes } from './package.mjs'

const { describe, names } = await import(pathToFileURL(built('npm', 'dist', 'describe.js')))
const LEAST = { id: 'acme.request', canonical: '{body}', headers: { Sig: '{signature}' } }

test('a definition with its defaults is the scheme itself', () => {
  for (const scheme of schemes()) assert.deepEqual(describe(scheme).definition, scheme, scheme.id)
  const { definition } = describe({ ...LEAST, timestamp: 'seconds' })
  assert.deepEqual(Object.keys(definition), Object.keys(schemes()[0]), 'every member, in the order of schemes')
  assert.deepEqual([definition.credentials, definition.key, definition.toleranceSeconds], [['secret'], '{secret}', 300])
  assert.equal(describe(LEAST).definition.toleranceSeconds, null)
  assert.equal(describe({ ...LEAST, acceptedTimestamps: ['seconds'] }).definition.toleranceSeconds, 300, 'a time that is accepted')
})

test('the type of schemes and their JSON Schema have the members that the core has', () => {
  const members = Object.keys(describe({}).definition)
  const [, type] = /^export interface Scheme \{\n([^]*?)^\}/m.exec(readFileSync(at('pkg-template', 'index.d.ts'), 'utf8'))
  assert.deepEqual([...type.matchAll(/^ {2}(\w+)\??:/gm)].map(([, name]) => name), members)
  const { properties } = JSON.parse(readFileSync(at('pkg-template', 'scheme.schema.json'), 'utf8'))
  assert.deepEqual(Object.keys(properties).filter((name) => name !== '$schema').sort(), members.sort())
})

test('an invalid member counts as left out', () => {
  const odd = { ...LEAST, headers: { Sig: '{signature}', Odd: 7 }, encoding: 'none', canonical: '{body', companion: { id: [] } }
  const { definition, templates, companion } = describe(odd)
  assert.deepEqual([definition.headers, definition.encoding, templates.canonical], [{ Sig: '{signature}' }, 'hex', null])
  assert.deepEqual([companion.definition.id, companion.companion], ['', null])
  for (const whole of [{}, { id: 'a', unknown: 1 }]) assert.equal(describe(whole).definition.algorithm, 'hmac-sha256')
  assert.throws(() => describe({ id: 'x'.repeat(70_000) }), { code: 'ERR_SCHEME_INVALID' })
})

test('the parts of a template are those that the core reads', () => {
  const of = (canonical) => describe({ ...LEAST, canonical, inputs: { id: 'header:X-Id?' } }).templates.canonical
  const body = { name: 'body', kind: 'request', filters: ['json', 'sha256'] }
  assert.deepEqual(of('a\\{{body|json|sha256}[;{id}[{secret}]]'), [
    { literal: 'a{' },
    body,
    { optional: [
      { literal: ';' },
      { name: 'id', kind: 'input', filters: [] },
      { optional: [{ name: 'secret', kind: 'credential', filters: [] }] },
    ] },
  ])
  const { inputs, signed, signsBody, signsUrl } = describe({
    ...LEAST, canonical: '{all}', bindings: { all: '{path}', other: '{body}' }, inputs: { id: 'header:X-Id?', odd: 'nowhere' },
  })
  assert.deepEqual([signed, signsBody, signsUrl], [['all', 'path'], false, true], 'a binding that nothing uses is not signed')
  assert.deepEqual(inputs, [
    { name: 'id', part: 'header', at: 'X-Id', isOptional: true },
    { name: 'odd', part: null, at: null, isOptional: false },
  ])
})

test('a credential may be left out where the core says so', () => {
  const partner = { ...LEAST, credentials: ['secret', 'partner'], headers: { Sig: '{signature}', Partner: '[{partner}]' }, key: '{secret}', profile: null }
  const signed = { ...partner, canonical: '{body}[{partner}]' }
  assert.deepEqual([partner, signed].map((one) => describe(one).credentials.map(({ isOptional }) => isOptional)), [[false, true], [false, false]])
  for (const scheme of [partner, signed, ...schemes().filter(({ profile }) => profile === null)]) {
    const { credentials, algorithm } = describe(scheme)
    // A key pair would have to be made.
    if (algorithm.hasKeyPair || scheme.key.includes('|')) continue
    for (const { name, isOptional } of credentials) {
      const given = Object.fromEntries(credentials.filter((one) => one.name !== name).map((one) => [one.name, 'xxxxxxxx']))
      const open = () => createSigner(scheme.title === undefined ? scheme : scheme.id, given)
      if (isOptional) open()
      else assert.throws(open, { code: 'ERR_CREDENTIAL_MISSING' }, `${scheme.id}: ${name}`)
    }
  }
})

test('of a key pair, the other half verifies', () => {
  const pairs = schemes().filter((scheme) => describe(scheme).algorithm.isAsymmetric && scheme.profile === null)
  assert.ok(pairs.length > 0)
  for (const scheme of pairs) {
    const { credentials } = describe(scheme)
    const halves = credentials.filter(({ isOfPair }) => isOfPair).flatMap(({ verifiedWith }) => verifiedWith)
    assert.deepEqual(halves, ['publicKeys', 'certificates'])
    const others = Object.fromEntries(credentials.filter(({ isOfPair }) => !isOfPair).map(({ name }) => [name, 'xxxxxxxx']))
    const create = () => createVerifier(scheme.id, others)
    // A verifier of a scheme that says where its keys are may have none at first.
    if (scheme.keyId || scheme.keyUrl) assert.equal(create().scheme, scheme.id)
    else assert.throws(create, ({ message }) => message.includes('`publicKeys`'), scheme.id)
  }
})

test('the names are those that schemes may use, each with its documentation', () => {
  const { filters, encodings, timestamps, algorithms } = names()
  for (const { name, documentation } of [...filters, ...encodings, ...timestamps]) assert.ok(documentation.length > 10, name)
  for (const { name, title } of algorithms) assert.ok(title, name)
  const listed = (definition) => {
    try {
      createSigner({ ...LEAST, ...definition }, { secret: 's' })
    } catch ({ message }) {
      return [...message.split(', got')[0].matchAll(/`([\w.-]+)`/g)].map(([, name]) => name).slice(1)
    }
    throw new Error('expected an error, got none')
  }
  const own = (all) => all.map(({ name }) => name)
  assert.deepEqual(listed({ canonical: '{body|none}' }), own(filters))
  assert.deepEqual(listed({ encoding: '-' }), own(encodings))
  assert.deepEqual(listed({ timestamp: '-' }), own(timestamps))
  assert.deepEqual(listed({ algorithm: '-' }), own(algorithms))
  const readme = readFileSync(at('pkg-template', 'README.md'), 'utf8')
  for (const { name, documentation } of filters) assert.ok(readme.includes(`- \`${name}\`: ${documentation}\n`), name)
})
