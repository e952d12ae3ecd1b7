// Signatures on elliptic curves, explained: the module of `explain` has no arithmetic of curves, and asks the one that verifies. The
// signatures are of node:crypto.
import assert from 'node:assert/strict'
import { randomBytes, sign } from 'node:crypto'
import { test } from 'node:test'
import { keyPair } from './key-pairs.mjs'
import { createSigner, createVerifier, explaining, loadedEdge, whole } from './package.mjs'

const BODY = '{"amount":1,"note":"café"}'
const TIME = '1754900000'
const NOW = new Date(1754900000_000)
const CURVES = [
  ['ecdsa-p256-sha256', 'P-256', 'sha256'],
  ['ecdsa-p384-sha384', 'P-384', 'sha384'],
  ['ecdsa-p521-sha512', 'P-521', 'sha512'],
  ['ecdsa-secp256k1-sha256', 'secp256k1', 'sha256'],
  ['ed25519', undefined, null],
]
const ways = [whole.esm, whole.cjs, explaining.esm, explaining.cjs, await loadedEdge('explain')]

const schemeOf = (algorithm, members) => ({
  id: 'test.curve',
  algorithm,
  credentials: ['privateKey'],
  key: '{privateKey}',
  canonical: '{timestamp}.{body}',
  encoding: 'base64',
  headers: { 'x-time': '{timestamp}', 'x-signature': '{signature}' },
  timestamp: 'seconds',
  ...members,
})

const requestOf = (signature, body = BODY) => ({ method: 'POST', url: 'https://a.example/', headers: { 'x-time': TIME, 'x-signature': signature }, body })
const pairOf = (namedCurve) => (namedCurve ? keyPair('ec', { namedCurve }) : keyPair('ed25519'))
const idsOf = ({ findings }) => findings[0]?.causes.map(({ id }) => id)

for (const [algorithm, namedCurve, hash] of CURVES) {
  const { privateKey, publicKey } = pairOf(namedCurve)
  const scheme = schemeOf(algorithm)
  const signed = (text, dsaEncoding) => sign(hash, Buffer.from(text), { key: privateKey, dsaEncoding }).toString('base64')
  const pem = publicKey.export({ type: 'spki', format: 'pem' })

  test(`${algorithm}: what was signed is named, with a key in any form, in every entry`, () => {
    const jwk = publicKey.export({ format: 'jwk' })
    const keys = [
      { publicKeys: pem }, { publicKeys: publicKey.export({ type: 'spki', format: 'der' }) }, { publicKeys: jwk }, { publicKeys: publicKey },
      { privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }) }, { privateKey: privateKey.export({ format: 'jwk' }) },
      { publicKeys: [pairOf(namedCurve).publicKey, publicKey] },
      ...(namedCurve ? [{ privateKey: privateKey.export({ type: 'sec1', format: 'pem' }) }, { privateKey: Buffer.from(privateKey.export({ format: 'jwk' }).d, 'base64url') }] : []),
    ]
    for (const { explain } of ways) {
      for (const credentials of keys) {
        const told = explain(scheme, credentials, requestOf(signed(`${TIME}.${BODY}\n`)), undefined, { now: NOW })
        assert.deepEqual([told.verdict, idsOf(told)], ['explained', ['body-trailing-newline']], Object.keys(credentials)[0])
      }
      assert.equal(explain(scheme, keys[0], requestOf(signed(`${TIME}.${BODY}`)), undefined, { now: NOW }).verdict, 'match')
    }
  })

  test(`${algorithm}: it says what verify says, whatever is changed`, () => {
    const verifier = createVerifier(scheme, { publicKeys: pem })
    const right = Buffer.from(signed(`${TIME}.${BODY}`), 'base64')
    const changed = Array.from(right.keys(), (at) => Buffer.from(right.map((byte, own) => (own === at ? byte ^ 1 : byte))))
    for (const signature of [right, ...changed.filter((_, at) => at % 9 === 0), right.subarray(1), Buffer.alloc(right.length), randomBytes(right.length)]) {
      const request = requestOf(signature.toString('base64'))
      const isRight = verifier.check({ ...request, now: NOW }).ok
      assert.equal(whole.esm.explain(scheme, { publicKeys: pem }, request, undefined, { now: NOW, budgetBytes: 1 << 18 }).verdict === 'match', isRight)
    }
  })

  test(`${algorithm}: a signer says its public key`, () => {
    const spki = publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
    assert.equal(createSigner(scheme, { privateKey }).publicKey, spki)
    assert.equal(createSigner(scheme, {}, { key: 'external' }).publicKey, undefined)
    assert.equal(createSigner(scheme, { publicKey: pem }, { key: 'external' }).publicKey, spki)
  })

  if (namedCurve) {
    test(`${algorithm}: r and s in place of DER, and the reverse`, () => {
      const raw = signed(`${TIME}.${BODY}`, 'ieee-p1363')
      assert.deepEqual(idsOf(whole.esm.explain(scheme, { publicKeys: pem }, requestOf(raw), undefined, { now: NOW })), ['output-raw'])
      const other = schemeOf(algorithm, { dsaEncoding: 'ieee-p1363' })
      assert.deepEqual(idsOf(whole.esm.explain(other, { publicKeys: pem }, requestOf(signed(`${TIME}.${BODY}`)), undefined, { now: NOW })), ['output-der'])
    })
  }
}

test('a signer says its RSA key, and none of a secret', () => {
  const { privateKey, publicKey } = keyPair('rsa', { modulusLength: 2048 })
  const spki = publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
  assert.equal(createSigner(schemeOf('rsassa-pss-sha256'), { privateKey }).publicKey, spki)
  assert.equal(createSigner('github.webhook', { secret: 'secret' }).publicKey, undefined)
})

test('a JWS on a curve', () => {
  const { privateKey, publicKey } = keyPair('ec', { namedCurve: 'P-256' })
  const scheme = { id: 'test.jws', credentials: ['privateKey'], options: { 'jws.form': 'detached', 'jws.alg': 'ES256' }, canonical: '{body}', algorithm: 'jws', key: '{privateKey}', encoding: 'base64url', headers: { 'x-jws': '{signature}' } }
  const url64 = (text) => Buffer.from(text).toString('base64url')
  const made = (body) => {
    const [head, payload] = [url64('{"alg":"ES256"}'), url64(body)]
    return `${head}..${sign('sha256', Buffer.from(`${head}.${payload}`), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`
  }
  for (const [body, causes] of [[BODY, undefined], [`${BODY}\n`, ['body-trailing-newline']]]) {
    const told = whole.esm.explain(scheme, { publicKeys: publicKey }, { headers: { 'x-jws': made(body) }, body: BODY })
    assert.deepEqual([told.verdict, idsOf(told)], [causes ? 'explained' : 'match', causes])
  }
})

test('a key that is none is refused before anything is searched', () => {
  const scheme = schemeOf('ecdsa-p256-sha256')
  for (const credentials of [{ publicKeys: `04${'11'.repeat(64)}` }, { privateKey: Buffer.alloc(32) }, { publicKeys: keyPair('ed25519').publicKey }]) {
    assert.throws(() => whole.esm.explain(scheme, credentials, requestOf('AAAA')), { code: 'ERR_CREDENTIAL_INVALID' })
  }
})
