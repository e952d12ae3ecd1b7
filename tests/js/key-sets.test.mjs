// Keys handed in to the package: JWK Sets made by jose, ids of keys, and what `needs` answers.
import assert from 'node:assert/strict'
import { createPublicKey } from 'node:crypto'
import { test } from 'node:test'
import * as jose from 'jose'
import { keyPair } from './key-pairs.mjs'
import { everyWay } from './package.mjs'

const pairs = Object.fromEntries(['a', 'b'].map((kid) => [kid, keyPair('ec', { namedCurve: 'P-256' })]))
const jwk = (kid) => ({ ...createPublicKey(pairs[kid].publicKey.export({ type: 'spki', format: 'pem' })).export({ format: 'jwk' }), kid })
const set = { keys: [{ kty: 'oct', k: 'AAAA', kid: 'b' }, jwk('a'), { ...jwk('b'), use: 'sig' }, { ...jwk('a'), use: 'enc', kid: 'b' }] }
const scheme = {
  id: 'acme.webhook', credentials: ['privateKey'], key: '{privateKey}', algorithm: 'jws', encoding: 'base64url',
  options: { 'jws.form': 'attached', 'jws.alg': 'ES256' }, canonical: '{body}', headers: { 'x-jws': '{signature}' },
}
const fetched = {
  ...scheme, inputs: { kid: 'header:x-kid', from: 'header:x-url' }, keyId: '{kid}', keyUrl: '{from}', keyHosts: ['keys.example.com'],
}
const URL = 'https://keys.example.com/a'
const sign = (header, key) => new jose.CompactSign(Buffer.from('{}')).setProtectedHeader({ alg: 'ES256', ...header }).sign(pairs[key].privateKey)

for (const [way, { createVerifier }] of (await everyWay()).filter(([way]) => !way.startsWith('the engine'))) {
  test(`${way}: a JWK Set is read as jose reads it`, async () => {
    const theirs = jose.createLocalJWKSet({ keys: set.keys.filter(({ kty }) => kty !== 'oct') })
    for (const publicKeys of [set, JSON.stringify(set), [set]]) {
      const verifier = createVerifier(scheme, { publicKeys })
      for (const [header, key, code] of [
        [{ kid: 'a' }, 'a'], [{ kid: 'b' }, 'b'], [{ kid: 'a' }, 'b', 'ERR_SIGNATURE_MISMATCH'], [{ kid: 'c' }, 'a', 'ERR_KEY_NEEDED'],
      ]) {
        const jws = await sign(header, key)
        const result = verifier.check({ headers: { 'x-jws': jws }, body: '{}' })
        assert.equal(result.ok ? undefined : result.code, code, JSON.stringify(header))
        assert.equal(await jose.compactVerify(jws, theirs).then(() => true, () => false), result.ok)
        if (result.ok) assert.equal(result.keyIndex, 0)
      }
    }
    assert.throws(() => createVerifier(scheme, { publicKeys: { keys: [set.keys[0]] } }), { code: 'ERR_CREDENTIAL_INVALID', part: 'publicKeys' })
    assert.throws(() => createVerifier(scheme, { publicKeys: { keys: [] } }), { code: 'ERR_CREDENTIAL_INVALID' })
    assert.throws(() => createVerifier(scheme, { publicKeys: jwk('a'), keyIds: 'b' }), { code: 'ERR_CREDENTIAL_INVALID', part: 'keyIds' })
  })

  test(`${way}: needs says what to fetch, and what is fetched verifies nothing else`, async () => {
    const asked = createVerifier(fetched, {})
    const message = (kid, jws, url = URL) => ({ headers: { 'x-kid': kid, 'x-url': url, 'x-jws': jws }, body: '{}' })
    const right = message('a', await sign({}, 'a'))
    const need = asked.needs(right)
    assert.deepEqual(need, { keyId: 'a', credential: 'publicKeys', url: URL })
    assert.equal(asked.check(right).code, 'ERR_KEY_NEEDED')
    const pem = pairs.a.publicKey.export({ type: 'spki', format: 'pem' })
    for (const credentials of [{ publicKeys: pem, keyIds: 'a' }, { publicKeys: set }, { publicKeys: [pem, jwk('b')], keyIds: ['a', 'b'] }, { publicKeys: pem }]) {
      const verifier = createVerifier(fetched, credentials)
      assert.equal(verifier.needs(right), null)
      assert.equal(verifier.check(right).ok, true)
    }
    const bound = createVerifier(fetched, { publicKeys: pem, keyIds: 'a' })
    assert.equal(bound.check(message('b', await sign({}, 'a'))).code, 'ERR_KEY_NEEDED')
    for (const url of ['https://keys.example.com.evil.com/a', 'https://keys.example.com@evil.com/', 'http://keys.example.com/a', 'https://kеys.example.com/a']) {
      assert.throws(() => asked.needs(message('a', '', encodeURI(url))), { code: 'ERR_KEY_SOURCE_REFUSED', part: 'keyUrl' })
    }
    assert.throws(() => asked.needs({ body: '{}' }), { code: 'ERR_HEADER_MISSING' })
    assert.throws(() => asked.needs(null), { code: 'ERR_ARGUMENT_INVALID' })
    // It crosses the engine's memory, and leaves nothing behind for the next answer.
    assert.equal(createVerifier(scheme, { publicKeys: pem }).needs({ headers: {}, body: 'x'.repeat(5 << 20) }), null)
    asked[Symbol.dispose ?? Symbol.for('Symbol.dispose')]?.()
  })
}
