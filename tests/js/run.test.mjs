// `npm test` runs the crate with every set of its features.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { root } from '../../pkg-template/tools.mjs'
import { PARTS } from '../run.mjs'

const read = (...path) => readFileSync(join(root, ...path), 'utf8')

test('the Rust tests run with every set of the features that are on by default', () => {
  const [, listed] = /^default = \[(.*)\]$/m.exec(read('Cargo.toml'))
  // Nearly every test asks for a scheme of the catalogue.
  const [catalogue, ...features] = [...listed.matchAll(/"(\w+)"/g)].map(([, name]) => name)
  assert.equal(catalogue, 'catalogue')
  assert.ok(features.length > 1, listed)
  const all = features.reduce((sets, name) => [...sets, ...sets.map((set) => [...set, name])], [[]])
  // A feature that brings another along makes no set without it.
  const brings = (name) => [...(new RegExp(`^${name} = \\[(.*)\\]$`, 'm').exec(read('Cargo.toml'))?.[1] ?? '').matchAll(/"(\w+)"/g)]
  const sets = all.filter((set) => set.every((name) => brings(name).every(([, other]) => set.includes(other))))
  // The whole of them is what all the tests run with.
  const parts = sets.filter((set) => set.length < features.length)
  const sorted = (sets) => sets.map((set) => set.toSorted().join()).sort()
  assert.deepEqual(sorted(PARTS), sorted(parts.map((set) => [catalogue, ...set])))
})

test('what is listed is run', () => {
  const [, steps] = /const TESTS = \[\n(.*?)\n\]/s.exec(read('tests', 'run.mjs'))
  assert.match(steps, /^ {2}\.\.\.PARTS\.map\(/m)
  assert.match(steps, /'--features', 'schema'/)
})
