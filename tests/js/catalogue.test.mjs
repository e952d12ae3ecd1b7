// The catalogue of errors, `tests/errors.md`: nothing that the sources say is missing on it, and each code has its one meaning.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { at } from '../../pkg-template/tools.mjs'
import { literals, meaningsIn, missingOn } from '../errors/page.mjs'

const PAGE = readFileSync(at('tests', 'errors.md'), 'utf8')

test('all words of errors are in the catalogue', () => {
  assert.ok(literals().length > 200, String(literals().length))
  assert.deepEqual(missingOn(PAGE), [], 'make it anew with `node tests/errors/run.mjs`')
})

test('each code has its meaning and its address', () => {
  for (const [code, meaning] of meaningsIn(readFileSync(at('pkg-template', 'README.md'), 'utf8'))) {
    assert.ok(PAGE.includes(`## ${code}\n\n${meaning}. Address: \`errors#${code}\`\n`), code)
  }
})
