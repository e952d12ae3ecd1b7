// Tokens by jose and by the providers' own libraries are verified, and what this package signs they take.
import assert from 'node:assert/strict'
import { createHash, createPrivateKey, createPublicKey, createSecretKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { SignJWT, decodeProtectedHeader, jwtVerify } from 'jose'
import messagebird from 'messagebird/lib/webhook-signature-jwt.js'
import githubAppJwt from 'universal-github-app-jwt'
import { at } from '../../pkg-template/tools.mjs'
import { createSigner, createVerifier } from './package.mjs'

const NOW = 1_700_000_000
const now = new Date(NOW * 1000)
const key = (name) => readFileSync(at('tests', 'keys', name), 'utf8')
const sha256 = (text) => createHash('sha256').update(text).digest('hex')
const tokenOf = (headers, name = 'Authorization') => headers[name].replace('Bearer ', '')
const url = 'https://api.example.com/v1/things?a=b%20c'
const bodies = [undefined, '{"a":1}', '{"m":"ñ"}', new Uint8Array([0, 255, 254])]

test('a token of a GitHub App is that of its own library, byte for byte', async () => {
  const privateKey = key('rsa-2048.pkcs8.pem')
  for (const timestamp of [NOW, NOW + 1, NOW + 12345]) {
    const { token } = await githubAppJwt({ id: 'Iv1.8a61f9b3a7aba766', privateKey, now: timestamp - 30 })
    const signer = createSigner('github-app.request', { clientId: 'Iv1.8a61f9b3a7aba766', privateKey })
    assert.equal(tokenOf(signer.sign({ url, now: new Date(timestamp * 1000) }).headers), token)
  }
})

const signingKey = 'a signing key of MessageBird'
const options = () => new messagebird.VerifyOptions(true, true, { issuer: 'MessageBird', algorithms: ['HS256', 'HS384', 'HS512'], clockTolerance: 5, currentDate: now })

test('MessageBird’s own library takes what is signed for it, and not what was changed', async () => {
  const secret = createSecretKey(Buffer.from(signingKey))
  const accepts = (url, body, token) =>
    messagebird.verify(url, body === undefined ? undefined : Buffer.from(body), token, secret, options()).then(() => true, () => false)
  const signer = createSigner('messagebird.webhook', { signingKey })
  const ids = new Set()
  for (const body of bodies) {
    const { headers } = signer.sign({ method: 'POST', url, ...(body && { body }), now })
    const token = tokenOf(headers, 'MessageBird-Signature-JWT')
    assert.equal(await accepts(url, body, token), true, String(body))
    assert.equal(await accepts(`${url}x`, body, token), false)
    assert.equal(await accepts(url, 'another', token), false)
    const verified = createVerifier('messagebird.webhook', { signingKey }).verify({ method: 'POST', url, headers, ...(body && { body }), now })
    ids.add(verified.inputs.jti)
  }
  assert.equal(ids.size, bodies.length)
})

test('MessageBird’s tokens by jose are verified with each of the algorithms, by the rules of its library', async () => {
  const secret = Buffer.from(signingKey)
  const verifier = createVerifier('messagebird.webhook', { signingKey })
  for (const alg of ['HS256', 'HS384', 'HS512']) {
    for (const body of bodies) {
      const claims = { iss: 'MessageBird', nbf: NOW, exp: NOW + 60, jti: `id-${alg}`, url_hash: sha256(url), ...(body && { payload_hash: sha256(body) }) }
      const sign = (more) => new SignJWT({ ...claims, ...more }).setProtectedHeader({ alg, typ: 'JWT' }).sign(secret)
      const check = (token, more) => verifier.check({ method: 'POST', url, headers: { 'messagebird-signature-jwt': token }, ...(body && { body }), now, ...more })
      const result = check(await sign({}))
      assert.equal(result.ok && result.inputs.jti, `id-${alg}`, JSON.stringify(result))
      for (const more of [{ iss: 'Messagebird' }, { exp: NOW - 5 }, { nbf: NOW + 6 }, { url_hash: sha256('x') }, { payload_hash: sha256('x') }, { jti: undefined }]) {
        const token = await sign(more)
        const theirs = await messagebird.verify(url, body === undefined ? undefined : Buffer.from(body), token, createSecretKey(secret), options()).then(() => true, () => false)
        assert.deepEqual([theirs, check(token).ok], [false, false], JSON.stringify(more))
      }
    }
  }
})

const EC = { privateKey: key('ec-p256.pkcs8.pem'), publicKeys: key('ec-p256.spki.pem'), alg: 'ES256' }
const ED = { privateKey: key('ed25519.pkcs8.pem'), publicKeys: key('ed25519.spki.pem'), alg: 'EdDSA' }

test('jose takes the tokens for Coinbase, by the algorithm of the key, and its own are verified', async () => {
  const keyId = 'organizations/a/apiKeys/b'
  for (const { privateKey, publicKeys, alg } of [EC, ED]) {
    const signer = createSigner('coinbase-cdp.request', { keyId, privateKey })
    const nonces = new Set()
    for (const body of bodies) {
      const request = { method: 'POST', url, ...(body && { body }), now }
      const token = tokenOf(signer.sign(request).headers)
      const { payload, protectedHeader } = await jwtVerify(token, createPublicKey(publicKeys), { currentDate: now, issuer: 'cdp', subject: keyId })
      const { nonce, ...header } = protectedHeader
      assert.deepEqual(header, { alg, kid: keyId, typ: 'JWT' })
      assert.deepEqual(payload, { sub: keyId, iss: 'cdp', uris: ['POST api.example.com/v1/things'], iat: NOW, nbf: NOW, exp: NOW + 120 })
      assert.match(nonce, /^[0-9a-f]{32}$/)
      nonces.add(nonce)
      const theirs = await new SignJWT(payload).setProtectedHeader({ ...header, nonce: 'n' }).sign(createPrivateKey(privateKey))
      const verifier = createVerifier('coinbase-cdp.request', { keyId, publicKeys })
      assert.equal(verifier.verify({ ...request, headers: { Authorization: `Bearer ${theirs}` } }).inputs.nonce, 'n')
      assert.equal(verifier.check({ ...request, method: 'PUT', headers: { Authorization: `Bearer ${theirs}` } }).ok, false)
    }
    assert.equal(nonces.size, bodies.length)
  }
})

// The 64 bytes of seed and public half in which Coinbase hands out keys of Ed25519.
test('a key of Coinbase in base64 is read as it was handed out', async () => {
  const { d, x } = createPrivateKey(ED.privateKey).export({ format: 'jwk' })
  const privateKey = Buffer.concat([Buffer.from(d, 'base64url'), Buffer.from(x, 'base64url')]).toString('base64')
  const token = tokenOf(createSigner('coinbase-cdp.request', { keyId: 'k', privateKey }).sign({ url, now }).headers)
  assert.equal(decodeProtectedHeader(token).alg, 'EdDSA')
  await jwtVerify(token, createPublicKey(ED.publicKeys), { currentDate: now })
})

test('jose takes the tokens for Apple and of Plaid, and its own are verified', async () => {
  const { privateKey, publicKeys } = EC
  const who = { issuerId: 'i', keyId: 'k', bundleId: 'b' }
  const apple = tokenOf(createSigner('apple.app-store-request', { ...who, privateKey }).sign({ url, now }).headers)
  const { payload, protectedHeader } = await jwtVerify(apple, createPublicKey(publicKeys), { currentDate: now, audience: 'appstoreconnect-v1', issuer: 'i' })
  assert.deepEqual([payload, protectedHeader], [{ bid: 'b', iat: NOW, exp: NOW + 300, aud: 'appstoreconnect-v1', iss: 'i' }, { alg: 'ES256', typ: 'JWT', kid: 'k' }])
  const theirs = await new SignJWT(payload).setProtectedHeader(protectedHeader).sign(createPrivateKey(privateKey))
  assert.equal(createVerifier('apple.app-store-request', { ...who, publicKeys }).check({ url, headers: { Authorization: `Bearer ${theirs}` }, now }).ok, true)
  for (const body of bodies.slice(1)) {
    const plaid = tokenOf(createSigner('plaid.webhook', { privateKey }).sign({ method: 'POST', body, now }).headers, 'Plaid-Verification')
    const { payload } = await jwtVerify(plaid, createPublicKey(publicKeys), { currentDate: now, maxTokenAge: 300 })
    assert.deepEqual(payload, { iat: NOW, request_body_sha256: sha256(body) })
    const theirs = await new SignJWT(payload).setProtectedHeader({ alg: 'ES256', kid: 'id', typ: 'JWT' }).sign(createPrivateKey(privateKey))
    const verified = createVerifier('plaid.webhook', { publicKeys }).verify({ headers: { 'plaid-verification': theirs }, body, now })
    assert.deepEqual(verified.inputs, { kid: 'id' })
  }
})
