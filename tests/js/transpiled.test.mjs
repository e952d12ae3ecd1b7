// The package as a transpiler that makes ES5 of it leaves it: classes are functions there, and ask whether their object is one of theirs
// before their constructors have run.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { test } from 'node:test'
import { transformSync } from '@swc/core'
import { CountersignError, definitions, installed } from './package.mjs'

for (const name of ['index', 'core']) {
  test(`${name}.cjs, made ES5 by SWC`, async () => {
    const file = join(installed, 'dist', `${name}.es5.cjs`)
    const { code } = transformSync(readFileSync(join(installed, 'dist', `${name}.cjs`), 'utf8'), {
      jsc: { target: 'es5', parser: { syntax: 'ecmascript' } },
      isModule: 'commonjs',
    })
    assert.doesNotMatch(code, /^\s*class /m)
    writeFileSync(file, code)
    await works(createRequire(file)(file), name === 'core' ? definitions.esm.githubWebhook : 'github.webhook')
  })
}

async function works(api, scheme) {
  const hmac = (input) => createHmac('sha256', 'secret').update(input).digest('hex')
  const verifier = api.createVerifier(scheme, { secret: 'secret' })
  const headers = { 'x-hub-signature-256': `sha256=${hmac('body')}` }
  assert.equal(verifier.check({ headers, body: 'body' }).ok, true)
  for (const [message, code] of [
    [{ headers, body: 'forged' }, 'ERR_SIGNATURE_MISMATCH'],
    [{ headers: {}, body: 'body' }, 'ERR_HEADER_MISSING'],
    [{ headers: { 'x-hub-signature-256': 'x' }, body: 'body' }, 'ERR_HEADER_MALFORMED'],
    [{ headers, body: {} }, 'ERR_BODY_INVALID'],
    [{ headers: [['__proto__', 7n]], body: 'body' }, 'ERR_REQUEST_INVALID'],
  ]) {
    const result = verifier.check(message)
    assert.deepEqual([result.ok, result.code, result.error.code, result.error.name], [false, code, code, 'CountersignError'])
    for (const Class of [api.CountersignError, CountersignError, Error]) assert.ok(result.error instanceof Class)
    assert.throws(() => verifier.verify(message), { code })
  }
  await assert.rejects(verifier.verifyRequest({}), { code: 'ERR_ARGUMENT_INVALID' })
  const signed = await verifier.verifyRequest(new Request('https://a.example/', { method: 'POST', headers, body: 'body' }))
  assert.equal(Buffer.from(signed.body).toString(), 'body')
  assert.throws(() => api.createSigner({ id: '' }, {}), { code: 'ERR_SCHEME_INVALID' })
  const signer = api.createSigner(scheme, { secret: 'secret' })
  assert.deepEqual(signer.sign({ body: 'é' }).headers['X-Hub-Signature-256'], `sha256=${hmac('é')}`)
  assert.deepEqual(signer.sign({ body: new TextEncoder().encode('é') }).headers, signer.sign({ body: 'é' }).headers)
  const { finish, signingInput } = api.createSigner(scheme, {}, { key: 'external' }).prepare({ body: 'body' })
  assert.equal(finish(createHmac('sha256', 'secret').update(signingInput).digest()).signature, hmac('body'))
  await assert.rejects(signer.fetch('https://a.example/', { retry: 'x' }), { code: 'ERR_ARGUMENT_INVALID' })
  signer[Symbol.dispose ?? Symbol.for('Symbol.dispose')]()
  assert.throws(() => signer.sign({ body: 'x' }), { code: 'ERR_DISPOSED' })
}
