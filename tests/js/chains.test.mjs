// Chains of certificates in a JWS, in the package: Apple's published notification, and a chain of our own, judged by node:crypto, jose
// and jsrsasign as Apple's library judges it.
import assert from 'node:assert/strict'
import { X509Certificate, createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import * as jose from 'jose'
import { X509 } from 'jsrsasign'
import { at } from '../../pkg-template/tools.mjs'
import { everyWay, installed } from './package.mjs'

const file = (name) => readFileSync(at('tests', 'keys', name), 'utf8')
const PUBLISHED = file('apple-test-notification.jws')
const { privateKey, chains } = JSON.parse(file('chains.json'))
const HEADER = JSON.parse(Buffer.from(PUBLISHED.split('.')[0], 'base64url'))
const NOW = new Date('2026-09-21T14:13:20Z')
const { appStore, reader } = await import(pathToFileURL(join(installed, 'examples', 'apple.mjs')))

const pem = (base64) => `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`

test('the example reads the notification that Apple publishes, and no other app\'s', () => {
  const of = (more) => reader({ bundleId: 'com.example', environment: 'Sandbox', rootCertificates: HEADER.x5c[2], ...more })
  const body = JSON.stringify({ signedPayload: PUBLISHED })
  assert.equal(of({})(body).notificationUUID, '9ad56bd2-0bc6-42e0-af24-fd996d87a1e6')
  assert.throws(() => of({ bundleId: 'com.example.other' })(body), /another app/)
  assert.throws(() => of({ environment: 'Production' })(body), /another app/)
  // The root of those tests is not Apple's.
  assert.throws(() => of({ rootCertificates: undefined })(body), { code: 'ERR_CERTIFICATE_REFUSED', part: 'x5c[2]' })
  assert.throws(() => of({})(JSON.stringify({ signedPayload: PUBLISHED.slice(0, -2) + 'AA' })), { code: 'ERR_SIGNATURE_MISMATCH' })
})

for (const [way, { createSigner, createVerifier }] of (await everyWay()).filter(([way]) => !way.startsWith('the engine'))) {
  test(`${way}: what is signed with a chain verifies, and the judges agree`, async () => {
    const own = { ...appStore, trustedRoots: [createHash('sha256').update(Buffer.from(chains.right[2], 'base64')).digest('hex')] }
    const signer = createSigner(own, { privateKey }, { jws: { certificate: chains.right.map(pem).join('') } })
    const payload = '{ "data": {"bundleId":"com.example"} }'
    const { body } = signer.sign({ method: 'POST', url: 'https://a.example/', body: payload })
    const verified = createVerifier(own, {}).verify({ body, now: NOW })
    assert.equal(verified.text(), payload)
    assert.equal(createVerifier(own, {}).needs({ body }), null)
    const { signedPayload, ...others } = JSON.parse(body)
    assert.deepEqual(others, {})
    const { x5c } = jose.decodeProtectedHeader(signedPayload)
    const judged = await judge(x5c, signedPayload, [chains.right[2]], NOW)
    assert.equal(judged, payload)
    // Each chain of the file: the judges accept no more than the package.
    for (const [name, chain] of Object.entries(chains)) {
      const jws = await new jose.CompactSign(Buffer.from(payload)).setProtectedHeader({ alg: 'ES256', x5c: chain }).sign(await jose.importPKCS8(privateKey, 'ES256'))
      const result = createVerifier(own, {}).check({ body: JSON.stringify({ signedPayload: jws }), now: NOW })
      const theirs = await judge(chain, jws, [chains.right[2]], NOW).then(() => true, () => false)
      assert.equal(result.ok, name === 'right', name)
      if (result.ok) assert.ok(theirs, name)
    }
  })
}

/** As `verifyCertificateChainWithoutCaching` of app-store-server-library 3.1.0 judges a chain; then the payload by jose. */
async function judge(x5c, jws, roots, now) {
  assert.equal(x5c.length, 3)
  const [leaf, between] = x5c.map((text) => new X509Certificate(Buffer.from(text, 'base64')))
  const root = roots.map((text) => new X509Certificate(Buffer.from(text, 'base64')))
    .find((root) => between.verify(root.publicKey) && between.issuer === root.subject)
  assert.ok(root && leaf.verify(between.publicKey) && leaf.issuer === between.subject && between.ca)
  for (const [certificate, oid] of [[leaf, appStore.certificateExtensions[0]], [between, appStore.certificateExtensions[1]]]) {
    const read = new X509()
    read.readCertHex(certificate.raw.toString('hex'))
    assert.notEqual(read.getExtInfo(oid), undefined)
  }
  for (const { validFrom, validTo } of [leaf, between, root]) assert.ok(new Date(validFrom) <= now && now <= new Date(validTo))
  const { payload } = await jose.compactVerify(jws, leaf.publicKey, { algorithms: ['ES256'] })
  return Buffer.from(payload).toString()
}
