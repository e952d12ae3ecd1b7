// Messages of public threads about refused signatures, as their reporters had them: the true cause is named first, in a sentence.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { at } from '../../pkg-template/tools.mjs'
import { explain } from './package.mjs'

for (const file of ['refused', 'threads']) {
  const cases = JSON.parse(readFileSync(at('tests', 'explain', `${file}.json`), 'utf8'))
  for (const { name, scheme, credentials, request, received, options, now, signedBy, unknown, cause, tied, says } of cases) {
    test(`${name}: ${cause ?? `not named: ${unknown}`}`, () => {
      const body = request.bodyBase64 === undefined ? request.body : Buffer.from(request.bodyBase64, 'base64')
      const { bodyBase64, ...given } = request
      const all = { ...options, signedBy, now: now && new Date(now) }
      const look = () => explain(scheme, credentials, { ...given, body }, received, all)
      if (cause === undefined) return assert.ok(unknown)
      const { verdict, findings, warnings } = look()
      // `tied`: another name of the same bytes comes first.
      const first = (tied ? findings[0]?.alternatives.flat() : findings[0]?.causes) ?? warnings
      const told = [...first, ...warnings].find(({ id }) => id === cause)
      if (cause === 'match') return assert.equal(verdict, 'match')
      assert.ok(told, `${verdict}: ${[...first, ...warnings].map(({ id }) => id)}`)
      assert.equal(told.detail, says)
      assert.notEqual(told.fix, '', 'something can be done')
    })
  }
}
