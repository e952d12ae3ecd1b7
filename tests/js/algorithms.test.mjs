// Every algorithm of the table, against node:crypto, jose and @noble/curves in both directions: an algorithm without a judge here fails.
import assert from 'node:assert/strict'
import { constants, createHash, createHmac, createPrivateKey, createPublicKey, privateDecrypt, sign, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import * as jose from 'jose'
import { ed25519 } from '@noble/curves/ed25519.js'
import { p256, p384, p521 } from '@noble/curves/nist.js'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { at } from '../../pkg-template/tools.mjs'
import { createSigner, createVerifier, explain, refusalOf, whole } from './package.mjs'

const published = JSON.parse(readFileSync(at('tests', 'keys', 'published-curves.json'), 'utf8'))
const SECRET = 'the shared secret key: 64 bytes, for jose asks for as many as the hash has'
const pem = readFileSync(at('tests', 'keys', 'rsa-2048.pkcs8.pem'), 'utf8')
const privateKey = createPrivateKey(pem)
const publicKey = createPublicKey(privateKey)
const publicPem = publicKey.export({ type: 'spki', format: 'pem' })
const BODIES = ['', 'a', '{"amount":"12.50","to":"Zoë 😀"}', Buffer.from([0, 0xff, 0x80]), 'x'.repeat(1000)]
const PADDING = { pss: constants.RSA_PKCS1_PSS_PADDING, 'pkcs1-v1_5': constants.RSA_PKCS1_PADDING }
const names = schemaOf('Algorithm')

/** The pairs on curves, each with the code of @noble/curves for it. */
const PAIRS = Object.fromEntries(
  [['P-256', 'ec-p256', p256], ['P-384', 'ec-p384', p384], ['P-521', 'ec-p521', p521], ['secp256k1', 'ec-secp256k1', secp256k1], ['Ed25519', 'ed25519', ed25519]]
    .map(([name, file, noble]) => {
      const own = createPrivateKey(readFileSync(at('tests', 'keys', `${file}.pkcs8.pem`), 'utf8'))
      const half = createPublicKey(own)
      const jwk = own.export({ format: 'jwk' })
      const bytes = (text) => Buffer.from(text, 'base64url')
      const point = jwk.y === undefined ? bytes(jwk.x) : Buffer.concat([Buffer.of(4), bytes(jwk.x), bytes(jwk.y)])
      return [name, { name, own, half, noble, secret: bytes(jwk.d), point, jwk }]
    }),
)
const CURVES = { p256: 'P-256', p384: 'P-384', p521: 'P-521', secp256k1: 'secp256k1' }

/** The names that the JSON Schema of schemes has, and so the core. */
function schemaOf(type) {
  const schema = JSON.parse(readFileSync(at('pkg-template', 'scheme.schema.json'), 'utf8'))
  return schema.definitions[type].oneOf.map((one) => one.const)
}

const definition = (algorithm, credential) => ({
  id: `test.${algorithm}`,
  credentials: [credential],
  canonical: '{body}',
  algorithm,
  key: `{${credential}}`,
  encoding: 'base64',
  headers: { 'X-Signature': '{signature}' },
  ...(algorithm.startsWith('jws') && { options: { 'jws.form': 'attached', 'jws.alg': algorithm === 'jws' ? 'PS256' : 'HS256' } }),
})
const received = (signature, body) => ({ headers: { 'x-signature': signature }, body })
const damaged = (raw) => Buffer.from(raw).fill(raw[0] ^ 1, 0, 1)

/** Signatures of `raw(body)` are what we make and accept; others are refused. */
function judge(algorithm, signing, verifying, { raw, accepts, signs = true }, webCrypto) {
  const verifier = createVerifier(definition(algorithm, Object.keys(signing)[0]), verifying)
  for (const body of BODIES) {
    const own = raw?.(body)
    if (own) {
      assert.equal(verifier.check(received(own.toString('base64'), body)).ok, true, algorithm)
      assert.equal(verifier.check(received(damaged(own).toString('base64'), body)).code, 'ERR_SIGNATURE_MISMATCH')
      assert.equal(verifier.check(received(own.toString('base64'), `${body} `)).code, 'ERR_SIGNATURE_MISMATCH')
    }
    if (!signs) continue
    const signer = createSigner(definition(algorithm, Object.keys(signing)[0]), signing)
    const { signature } = signer.sign({ method: 'POST', body })
    assert.ok(accepts(Buffer.from(signature, 'base64'), body), algorithm)
    const external = createSigner(definition(algorithm, Object.keys(signing)[0]), {}, { key: 'external' })
    const prepared = external.prepare({ method: 'POST', body })
    assert.deepEqual(prepared.algorithm, webCrypto)
    assert.deepEqual(Buffer.from(prepared.signingInput), Buffer.from(body))
    assert.equal(prepared.finish(Buffer.from(signature, 'base64')).signature, signature)
  }
}

/** A private and a public key in each form in which people have it. */
function formsOf({ own, half, secret, point, jwk: { d, ...open }, noble }) {
  const forms = (bytes) => [bytes, bytes.toString('hex'), bytes.toString('base64')]
  const der = (key, type) => key.export({ type, format: 'der' })
  const compressed = open.y === undefined ? [] : forms(Buffer.from(noble.Point.fromBytes(point).toBytes(true)))
  const pem = own.export({ type: 'pkcs8', format: 'pem' })
  return {
    signing: [
      own, pem, der(own, 'pkcs8'), der(own, 'pkcs8').toString('base64'), Buffer.from(pem).toString('base64'), { ...open, d }, JSON.stringify({ ...open, d }),
      ...forms(secret), ...(open.y === undefined ? forms(Buffer.concat([secret, point])) : [own.export({ type: 'sec1', format: 'pem' }), der(own, 'sec1')]),
    ],
    verifying: [
      half, half.export({ type: 'spki', format: 'pem' }), der(half, 'spki'), der(half, 'spki').toString('base64'), open, JSON.stringify(open),
      ...forms(point), ...compressed,
    ],
  }
}

/** A scheme with a key pair on a curve, judged by node:crypto and @noble/curves, in every form of signature and key. */
function judgeCurve(name, pair, hash, form) {
  const { own, half, noble, secret, point } = pair
  const scheme = { ...definition(name, 'privateKey'), ...(form && { dsaEncoding: form }) }
  const asked = (key) => (form ? { key, dsaEncoding: form } : key)
  const lax = form && { lowS: false, format: form === 'der' ? 'der' : 'compact' }
  const raw = (body) => sign(hash, Buffer.from(body), asked(own))
  const { signing, verifying } = formsOf(pair)
  const signs = hash !== 'sha1'
  for (const [i, body] of BODIES.entries()) {
    const bytes = Buffer.from(body)
    // Both values of s come from here, as from every sender that leaves it as it is.
    const others = Array.from({ length: form ? 6 : 1 }, () => raw(body))
    for (const publicKeys of i === 0 ? verifying : [verifying[i]]) {
      const verifier = createVerifier(scheme, { publicKeys })
      for (const other of others) {
        assert.equal(verifier.check(received(other.toString('base64'), body)).ok, true, `${name} ${form}`)
        assert.equal(verifier.check(received(other.toString('base64'), `${body} `)).code, 'ERR_SIGNATURE_MISMATCH')
      }
    }
    if (!signs) continue
    const [{ signature }, ...again] = (i === 0 ? signing : [signing[i], own]).map((privateKey) => createSigner(scheme, { privateKey }).sign({ method: 'POST', body }))
    for (const other of again) assert.equal(other.signature, signature, `${name} ${form}`)
    const made = Buffer.from(signature, 'base64')
    assert.equal(verify(hash, bytes, asked(half), made), true)
    assert.equal(noble.verify(made, bytes, point, lax), true)
    assert.deepEqual(made, Buffer.from(noble.sign(bytes, secret, form && { ...lax, lowS: pair.name === 'secp256k1', extraEntropy: false })))
    const external = createSigner(scheme, {}, { key: 'external' }).prepare({ method: 'POST', body })
    assert.deepEqual(external.algorithm, form ? { name: 'ECDSA', namedCurve: pair.name, dsaEncoding: form, hash: web(hash) } : { name: 'Ed25519' })
    const checked = createSigner(scheme, { publicKey: half }, { key: 'external' }).prepare({ method: 'POST', body })
    for (const prepared of [external, checked]) {
      for (const one of [made, raw(body)]) assert.equal(prepared.finish(one).signature, one.toString('base64'))
    }
    const error = refusalOf(() => checked.finish(form === 'der' ? damaged(made) : damaged(damaged(made).reverse())))
    assert.equal(error.code, 'ERR_SIGNATURE_INVALID')
  }
}

const mac = (raw) => ({ raw, accepts: (signature, body) => signature.equals(raw(body)) })
const web = (hash) => hash.toUpperCase().replace('SHA', 'SHA-')

const JUDGES = {
  none: () => {},
  jws: () => {},
  'jws-hmac': () => {},
  'rsaes-pkcs1-v1_5'(algorithm) {
    // OpenSSL answers with random bytes where it should unpad, so the padding is taken off here.
    const opened = (signature) => privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, signature)
    const accepts = (signature, body) => {
      const encoded = opened(signature)
      return encoded.subarray(encoded.indexOf(0, 2) + 1).equals(Buffer.from(body))
    }
    const bodies = BODIES.filter((body) => body.length < 200)
    for (const body of bodies) {
      const signer = createSigner(definition(algorithm, 'apiKey'), { apiKey: publicPem })
      assert.ok(accepts(Buffer.from(signer.sign({ method: 'POST', body }).signature, 'base64'), body))
    }
  },
}

for (const name of names) {
  test(`${name}: node:crypto makes and takes the same`, () => {
    const hmac = /^hmac-(\w+)$/.exec(name)
    const keyed = /^(\w+)-key-(first|last|both)$/.exec(name)
    const rsa = /^rsassa-(pss|pkcs1-v1_5)-(\w+)$/.exec(name)
    const ecdsa = /^ecdsa-(\w+)-(\w+)$/.exec(name)
    if (hmac) {
      const raw = (body) => createHmac(hmac[1], SECRET).update(body).digest()
      judge(name, { secret: SECRET }, { secret: SECRET }, mac(raw), { name: 'HMAC', hash: web(hmac[1]) })
    } else if (keyed) {
      const pieces = { first: (body) => [SECRET, body], last: (body) => [body, SECRET], both: (body) => [SECRET, body, SECRET] }
      const raw = (body) => pieces[keyed[2]](body).reduce((hash, piece) => hash.update(piece), createHash(keyed[1])).digest()
      judge(name, { secret: SECRET }, { secret: SECRET }, mac(raw), { name: web(keyed[1]), key: keyed[2] })
    } else if (rsa) {
      const [, padding, hash] = rsa
      const saltLength = padding === 'pss' ? { saltLength: createHash(hash).digest().length } : {}
      const options = { padding: PADDING[padding], ...saltLength }
      const raw = (body) => sign(hash, Buffer.from(body), { key: privateKey, ...options })
      const accepts = (signature, body) => verify(hash, Buffer.from(body), { key: publicKey, ...options }, signature)
      const expected = { name: padding === 'pss' ? 'RSA-PSS' : 'RSASSA-PKCS1-v1_5', hash: web(hash), ...saltLength }
      const signs = name !== 'rsassa-pkcs1-v1_5-sha1'
      judge(name, { privateKey: pem }, { publicKeys: publicPem }, { raw, accepts, signs }, expected)
    } else if (ecdsa) {
      for (const form of ['der', 'ieee-p1363']) judgeCurve(name, PAIRS[CURVES[ecdsa[1]]], ecdsa[2], form)
    } else if (name === 'ed25519') {
      judgeCurve(name, PAIRS.Ed25519, null)
    } else {
      assert.ok(JUDGES[name], `no judge of ${name}`)
      JUDGES[name](name)
    }
  })
}

test('SHA-1 with RSA only verifies, and only where the scheme says so', () => {
  const old = definition('rsassa-pkcs1-v1_5-sha1', 'privateKey')
  for (const options of [{}, { key: 'external' }]) {
    const error = refusalOf(() => createSigner(old, options.key ? {} : { privateKey: pem }, options))
    const text = '`algorithm`: expected an algorithm that signs, got `rsassa-pkcs1-v1_5-sha1`, which only verifies'
    assert.deepEqual([error.code, error.message], ['ERR_SCHEME_INVALID', text])
  }
  const signature = sign('sha1', Buffer.from('a'), { key: privateKey }).toString('base64')
  for (const other of names.filter((name) => /^rsassa-(?!pkcs1-v1_5-sha1$)/.test(name))) {
    const verifier = createVerifier(definition(other, 'privateKey'), { publicKeys: publicPem })
    assert.equal(verifier.check(received(signature, 'a')).code, 'ERR_SIGNATURE_MISMATCH', other)
  }
})

test('no algorithm takes the signature of another', () => {
  const pairOf = (name) => PAIRS[name === 'ed25519' ? 'Ed25519' : CURVES[/^ecdsa-(\w+)-/.exec(name)?.[1]]]
  const made = names.filter((name) => !/^(?:none|jws|rsaes|.*-sha1$)/.test(name) || /^(?:hmac|sha1)/.test(name)).map((name) => {
    const credential = pairOf(name) ? { privateKey: pairOf(name).own } : name.startsWith('rsassa') ? { privateKey: pem } : { secret: SECRET }
    return [name, createSigner(definition(name, Object.keys(credential)[0]), credential).sign({ method: 'POST', body: 'a' }).signature]
  })
  for (const [name] of made) {
    const publicKeys = pairOf(name)?.half ?? (name.startsWith('rsassa') ? publicPem : undefined)
    const verifier = createVerifier(definition(name, publicKeys ? 'privateKey' : 'secret'), publicKeys ? { publicKeys } : { secret: SECRET })
    const accepted = made.filter(([, signature]) => verifier.check(received(signature, 'a')).ok).map(([other]) => other)
    assert.deepEqual(accepted, [name])
  }
})

const JOSE = {
  jws: { signing: { privateKey: pem }, verifying: { publicKeys: publicPem }, keys: [privateKey, publicKey], algs: ['RS', 'PS'] },
  'jws-hmac': { signing: { secret: SECRET }, verifying: { secret: SECRET }, keys: [Buffer.from(SECRET), Buffer.from(SECRET)], algs: ['HS'] },
}

for (const [algorithm, { signing, verifying, keys: [mine, theirs], algs }] of Object.entries(JOSE)) {
  const scheme = definition(algorithm, algorithm === 'jws' ? 'privateKey' : 'secret')
  const all = algs.flatMap((family) => [256, 384, 512].map((bits) => family + bits))
  for (const alg of all) {
    test(`${algorithm} ${alg}: jose verifies what we sign, and we what jose signs`, async () => {
      const own = createVerifier(scheme, verifying, { jws: { alg } })
      const any = createVerifier(scheme, verifying, { jws: { alg: all } })
      const others = createVerifier(scheme, verifying, { jws: { alg: all.filter((other) => other !== alg) } })
      for (const body of BODIES) {
        const bytes = Buffer.from(body)
        const ours = createSigner(scheme, signing, { jws: { alg } }).sign({ method: 'POST', body }).signature
        const { payload, protectedHeader } = await jose.compactVerify(ours, theirs, { algorithms: [alg] })
        assert.deepEqual([Buffer.from(payload), protectedHeader], [bytes, { alg }])
        const made = await new jose.CompactSign(bytes).setProtectedHeader({ alg, kid: '1' }).sign(mine)
        for (const jws of [ours, made]) {
          for (const verifier of [own, any]) {
            assert.equal(verifier.check(received(jws, body)).ok, true)
            assert.equal(verifier.check(received(jws, `${body} `)).code, 'ERR_SIGNATURE_MISMATCH')
          }
          assert.equal(others.check(received(jws, body)).code, 'ERR_ALGORITHM_REFUSED')
        }
      }
    })
  }
  test(`${algorithm}: a token never chooses the kind of the key`, async () => {
    // The oldest attack: the public key, which everybody has, as the secret of an HMAC.
    const forged = await new jose.CompactSign(Buffer.from('a')).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.from(publicPem))
    const verifier = createVerifier(scheme, verifying, { jws: { alg: all } })
    const code = algorithm === 'jws' ? 'ERR_ALGORITHM_REFUSED' : 'ERR_SIGNATURE_MISMATCH'
    assert.equal(verifier.check(received(forged, 'a')).code, code)
    const other = algorithm === 'jws' ? 'HS256' : 'RS256'
    const error = refusalOf(() => createVerifier(scheme, verifying, { jws: { alg: other } }))
    assert.equal(error.code, 'ERR_OPTION_INVALID')
  })
}

/** The algorithms of JOSE on curves; jose has no secp256k1, for which @noble/curves stands. */
const ON_CURVES = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521', ES256K: 'secp256k1', EdDSA: 'Ed25519' }

for (const [alg, name] of Object.entries(ON_CURVES)) {
  test(`jws ${alg}: jose or @noble/curves verifies what we sign, and we what it signs`, async () => {
    const { own, half, noble, secret, point } = PAIRS[name]
    const scheme = definition('jws', 'privateKey')
    const all = ['PS256', 'RS256', ...Object.keys(ON_CURVES)]
    const verifiers = [{ alg }, { alg: all }].map((jws) => createVerifier(scheme, { publicKeys: half }, { jws }))
    for (const body of BODIES) {
      const bytes = Buffer.from(body)
      const ours = createSigner(scheme, { privateKey: own }, { jws: { alg } }).sign({ method: 'POST', body }).signature
      const [header, payload, signature] = ours.split('.')
      const input = Buffer.from(`${header}.${payload}`)
      const lax = alg === 'EdDSA' ? undefined : { lowS: false }
      assert.ok(noble.verify(Buffer.from(signature, 'base64url'), input, point, lax))
      let made = `${header}.${payload}.${Buffer.from(noble.sign(input, secret, lax && { ...lax, extraEntropy: true })).toString('base64url')}`
      if (alg !== 'ES256K') {
        const verified = await jose.compactVerify(ours, half, { algorithms: [alg] })
        assert.deepEqual([Buffer.from(verified.payload), verified.protectedHeader], [bytes, { alg }])
        made = await new jose.CompactSign(bytes).setProtectedHeader({ alg, kid: '1' }).sign(own)
      }
      for (const jws of [ours, made]) {
        for (const verifier of verifiers) {
          assert.equal(verifier.check(received(jws, body)).ok, true)
          assert.equal(verifier.check(received(jws, `${body} `)).code, 'ERR_SIGNATURE_MISMATCH')
        }
      }
    }
    // The key is for none of the algorithms that are left.
    const error = refusalOf(() => createVerifier(scheme, { publicKeys: half }, { jws: { alg: all.filter((other) => other !== alg) } }))
    assert.equal(error.code, 'ERR_CREDENTIAL_INVALID')
  })
}

test('signatures that standards and providers publish', () => {
  for (const { source, algorithm, key, isPrivate, message, signature, encoding, dsaEncoding } of published) {
    const scheme = { ...definition(algorithm, 'privateKey'), encoding, ...(dsaEncoding && { dsaEncoding }) }
    for (const options of [{}, { crypto: 'wasm' }]) {
      if (isPrivate) {
        const signer = createSigner(scheme, { privateKey: key }, options)
        for (let i = 0; i < 3; i++) assert.equal(signer.sign({ method: 'POST', body: message }).signature, signature, source)
      } else {
        const verifier = createVerifier(scheme, { publicKeys: key }, options)
        for (let i = 0; i < 3; i++) {
          assert.equal(verifier.check(received(signature, message)).ok, true, source)
          assert.equal(verifier.check(received(signature, `${message} `)).code, 'ERR_SIGNATURE_MISMATCH', source)
        }
      }
    }
  }
})

test('a key that is none, or is another, is refused with what it is', () => {
  const [ec, ed, other] = [PAIRS['P-256'], PAIRS.Ed25519, PAIRS['P-384']]
  const told = (algorithm, credentials) => {
    const scheme = definition(algorithm, 'privateKey')
    const error = refusalOf(() => (credentials.privateKey ? createSigner : createVerifier)(scheme, credentials))
    assert.equal(error.code, 'ERR_CREDENTIAL_INVALID')
    return error.message.slice(error.message.lastIndexOf(', got ') + 6)
  }
  const ecdsa = 'ecdsa-p256-sha256'
  assert.deepEqual(
    [
      told(ecdsa, { publicKeys: other.half }), told(ecdsa, { publicKeys: ed.half }), told(ecdsa, { publicKeys: publicPem }),
      told('ed25519', { publicKeys: ec.half }), told('rsassa-pss-sha256', { publicKeys: ec.half }), told(ecdsa, { publicKeys: ec.own.export({ type: 'pkcs8', format: 'der' }) }),
      told(ecdsa, { publicKeys: `04${'11'.repeat(64)}` }), told('ed25519', { publicKeys: Buffer.alloc(32) }), told('ed25519', { publicKeys: Buffer.of(2, ...Buffer.alloc(31)) }),
      told(ecdsa, { privateKey: Buffer.alloc(32) }), told(ecdsa, { privateKey: Buffer.alloc(31, 7) }), told('ed25519', { publicKeys: Buffer.alloc(31, 7) }),
      told('ed25519', { privateKey: Buffer.concat([ed.secret, ec.point.subarray(1, 33)]) }), told('ed25519', { privateKey: { ...ed.jwk, d: 'AAAA' } }),
      told(ecdsa, { publicKeys: { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' } }), told(ecdsa, { privateKey: { ...ec.jwk, d: '?' } }),
      told('ed25519', { publicKeys: { kty: 'OKP', crv: 'Ed25519' } }),
    ],
    [
      'a key of another algorithm (EC, P-384)', 'a key of another algorithm (Ed25519)', 'a key of another algorithm (RSA)',
      'a key of another algorithm (EC, P-256)', 'a key of another algorithm (EC, P-256)', 'a private key, which stays with its owner',
      'a point that is not on P-256', 'a point of small order, which is no key', 'a point that is not on the curve of Ed25519',
      'a number that is no private key on P-256', 'bytes that are no private key', 'bytes that are no public key',
      "a private key with another's public half", 'a JWK whose `d` is not 32 bytes',
      'a JWK whose `x` and `y` are not both 32 bytes in base64url', 'a JWK whose `d` is not base64url',
      'a JWK whose `x` is not base64url',
    ],
  )
  for (const [members, text] of [
    [{ saltLength: 200, algorithm: 'rsassa-pss-sha512' }, '`saltLength`: expected at most 190 bytes, which fit into the smallest key, got 200'],
    [{ keyPrefixes: [''], algorithm: 'ed25519' }, '`keyPrefixes[0]`: expected what stands in front of a key, got an empty string'],
    [{ dsaEncoding: 'raw', algorithm: ecdsa }, '`dsaEncoding`: expected one of `der`, `ieee-p1363`, `der-or-ieee-p1363`, got `raw`'],
  ]) {
    const error = refusalOf(() => createVerifier({ ...definition('jws', 'privateKey'), ...members }, { publicKeys: publicPem }))
    assert.deepEqual([error.code, error.message], ['ERR_SCHEME_INVALID', text])
  }
})

test('RSASSA-PSS with a salt of another length, and a smaller key where the scheme takes one', () => {
  const small = createPrivateKey(readFileSync(at('tests', 'keys', 'rsa-1024.pkcs8.pem'), 'utf8'))
  for (const [saltLength, key] of [[0, privateKey], [20, privateKey], [64, privateKey], [20, small]]) {
    const base = definition('rsassa-pss-sha256', 'privateKey')
    const scheme = { ...base, saltLength, ...(key === small && { minimumKeyBits: 1024 }) }
    const half = createPublicKey(key)
    const options = { padding: PADDING.pss, saltLength }
    for (const own of [{}, { crypto: 'wasm' }]) {
      const { signature } = createSigner(scheme, { privateKey: key }, own).sign({ method: 'POST', body: 'a' })
      assert.ok(verify('sha256', Buffer.from('a'), { key: half, ...options }, Buffer.from(signature, 'base64')))
      const verifier = createVerifier(scheme, { publicKeys: half }, own)
      for (let i = 0; i < 3; i++) {
        const made = sign('sha256', Buffer.from('a'), { key, ...options }).toString('base64')
        assert.equal(verifier.check(received(made, 'a')).ok, true)
        const other = sign('sha256', Buffer.from('a'), { key, ...options, saltLength: 32 }).toString('base64')
        assert.equal(verifier.check(received(other, 'a')).code, 'ERR_SIGNATURE_MISMATCH')
      }
    }
    const { algorithm } = createSigner(scheme, {}, { key: 'external' }).prepare({ method: 'POST', body: 'a' })
    assert.deepEqual(algorithm, { name: 'RSA-PSS', hash: 'SHA-256', saltLength })
    if (key === small) assert.equal(refusalOf(() => createVerifier(base, { publicKeys: half })).code, 'ERR_CREDENTIAL_INVALID')
  }
})

test('a JWS with a shared secret is verified with each of several keys, and explained', async () => {
  const scheme = definition('jws-hmac', 'secret')
  const jws = await new jose.CompactSign(Buffer.from('a')).setProtectedHeader({ alg: 'HS384' }).sign(Buffer.from(SECRET))
  const verifier = createVerifier(scheme, { secret: ['another', SECRET] }, { jws: { alg: ['HS256', 'HS384'] } })
  assert.equal(verifier.verify(received(jws, 'a')).keyIndex, 1)
  const asked = (request, secret = SECRET) => explain(scheme, { secret }, { ...request, options: { jws: { alg: 'HS384' } } }, jws, { jws: { alg: 'HS384' } })
  const right = asked({ body: 'a' })
  assert.deepEqual([right.verdict, right.expected], ['match', jws])
  assert.deepEqual(asked({ body: 'a' }, `${SECRET}\n`).findings.map(({ causes }) => causes.map(({ id }) => id)), [['secret-trimmed']])
  assert.equal(asked({ body: 'a' }, 'another').verdict, 'unexplained')
  assert.deepEqual(asked({ body: 'b' }).findings.map(({ causes }) => causes.map(({ id }) => id)), [['jws-payload-other']])
})

test('a plain hash in the place of HMAC, and the other way round, is named', () => {
  const pieces = { first: [SECRET, 'a'], last: ['a', SECRET], both: [SECRET, 'a', SECRET] }
  const ids = { first: 'secret+message', last: 'message+secret', both: 'secret+message+secret', hmac: 'hmac-for-hash' }
  const made = Object.fromEntries(Object.entries(pieces).map(([place, texts]) => [place, createHash('sha384').update(texts.join('')).digest('base64')]))
  made.hmac = createHmac('sha384', SECRET).update('a').digest('base64')
  for (const own of Object.keys(made)) {
    const scheme = definition(own === 'hmac' ? 'hmac-sha384' : `sha384-key-${own}`, 'secret')
    for (const [place, signature] of Object.entries(made)) {
      const { verdict, findings } = explain(scheme, { secret: SECRET }, { body: 'a' }, signature)
      const named = findings.flatMap(({ causes }) => causes.map(({ id }) => id))
      assert.deepEqual([verdict, named], place === own ? ['match', []] : ['explained', [ids[place]]], `${own}: ${place}`)
    }
  }
})

test('the key of AWS is derived by whoever has it, from what the preparation says', () => {
  const options = { region: 'us-east-1', service: 'iam', key: 'external' }
  const { createSigner } = whole.esm
  const request = { method: 'GET', url: 'https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08', timestamp: '20150830T123600Z' }
  const prepared = createSigner('aws.request', { accessKeyId: 'AKIDEXAMPLE' }, options).prepare(request)
  assert.deepEqual(prepared.algorithm, { name: 'Derived-HMAC', hash: 'SHA-256', keyScope: '20150830/us-east-1/iam/aws4_request' })
  const hmac = (key, text) => createHmac('sha256', key).update(text).digest()
  const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
  const key = prepared.algorithm.keyScope.split('/').reduce(hmac, `AWS4${secretAccessKey}`)
  const { key: external, ...own } = options
  const signed = createSigner('aws.request', { accessKeyId: 'AKIDEXAMPLE', secretAccessKey }, own).sign(request)
  assert.deepEqual(prepared.finish(hmac(key, prepared.signingInput)).headers, signed.headers)
})

test('a key is derived for any binding that a scheme names', () => {
  // As Tencent Cloud does (TC3-HMAC-SHA256), written out with node:crypto.
  const scheme = {
    id: 'acme.request',
    credentials: ['secret'],
    options: { service: 'cvm' },
    inputs: { day: 'header:x-day' },
    bindings: { scope: '{day}/{service}/tc3_request' },
    canonical: '{day}\n{scope}\n{body|sha256|hex}',
    key: 'TC3{secret}',
    keyScope: 'scope',
    headers: { 'X-Signature': '{signature}' },
  }
  const hmac = (key, text) => createHmac('sha256', key).update(text).digest()
  const key = ['2026-11-27', 'cvm', 'tc3_request'].reduce(hmac, `TC3${SECRET}`)
  const hash = createHash('sha256').update('a').digest('hex')
  const expected = hmac(key, `2026-11-27\n2026-11-27/cvm/tc3_request\n${hash}`).toString('hex')
  const message = { method: 'POST', headers: { 'x-day': '2026-11-27' }, body: 'a' }
  const signed = createSigner(scheme, { secret: SECRET }).sign(message)
  assert.equal(signed.signature, expected)
  const verifier = createVerifier(scheme, { secret: ['another', SECRET] })
  assert.equal(verifier.verify({ headers: signed.headers, body: 'a' }).keyIndex, 1)
  const bare = ['2026-11-27', 'cvm', 'tc3_request'].reduce(hmac, SECRET)
  const wrong = hmac(bare, `2026-11-27\n2026-11-27/cvm/tc3_request\n${hash}`).toString('hex')
  const report = explain(scheme, { secret: SECRET }, message, wrong)
  assert.deepEqual(report.findings[0].causes.map(({ id }) => id), ['key-prefix-missing'])
})
