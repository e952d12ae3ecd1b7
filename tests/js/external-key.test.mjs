// Signing where the key is: worked examples of prepare and finish, and then everything that holds for them.
import assert from 'node:assert/strict'
import {
  constants,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  privateDecrypt,
  privateEncrypt,
  publicEncrypt,
  randomBytes,
  sign,
  verify,
} from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { test } from 'node:test'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { samples } from '../../pkg-template/samples.mjs'
import { at } from '../../pkg-template/tools.mjs'
import { filesFor, keyPair } from './key-pairs.mjs'
import { CountersignError, createSigner, createVerifier, schemes, coreById } from './package.mjs'

const SECRET = 'the shared secret key'
const privateKey = createPrivateKey(readFileSync(at('tests', 'keys', 'rsa-2048.pkcs8.pem')))
const publicKey = createPublicKey(privateKey)
const publicPem = publicKey.export({ type: 'spki', format: 'pem' })
const SAMPLES = samples()
const payout = { method: 'POST', url: 'https://api.tucambio.app/v1/payouts', body: '{"amount":"12.50"}' }

// Nothing has started the core yet, so that all instances go through here.
const { Instance } = WebAssembly
const instances = []
let trap
WebAssembly.Instance = function (module, imports) {
  const { exports } = new Instance(module, imports)
  instances.push(exports)
  const finish = (...args) => {
    const cause = trap
    trap = undefined
    if (cause) throw cause
    return exports.finish(...args)
  }
  return { exports: { ...exports, finish } }
}

test('node:crypto with a private KeyObject, PS256', () => {
  const signer = createSigner('tu-cambio.jws', {}, { key: 'external' })
  const prepared = signer.prepare(payout)
  const { saltLength } = prepared.algorithm
  const pss = { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }
  const signed = prepared.finish(sign('sha256', prepared.signingInput, pss))

  assert.equal(createVerifier('tu-cambio.jws', { publicKeys: publicPem }).verify(signed).keyIndex, 0)
})

test('node:crypto with a private KeyObject, RS256', () => {
  const signer = createSigner('tu-cambio.jws', {}, { key: 'external', jws: { alg: 'RS256' } })
  const prepared = signer.prepare(payout)
  const signed = prepared.finish(sign('sha256', prepared.signingInput, privateKey))

  const own = createSigner('tu-cambio.jws', { privateKey: pkcs8() }, { jws: { alg: 'RS256' } })
  assert.deepEqual(signed, own.sign(payout))
})

test('node:crypto with a secret KeyObject, HMAC', () => {
  const signer = createSigner('tu-cambio.request', { apiKey: 'key' }, { key: 'external' })
  const prepared = signer.prepare(payout)
  const signed = prepared.finish(createHmac('sha256', SECRET).update(prepared.signingInput).digest())

  const own = createSigner('tu-cambio.request', { apiKey: 'key', secret: SECRET })
  assert.deepEqual(signed, own.sign({ ...payout, timestamp: signed.timestamp }))
})

for (const alg of ['PS256', 'RS256']) {
  test(`WebCrypto with a CryptoKey that cannot be exported, ${alg}`, async () => {
    const signer = createSigner('tu-cambio.jws', {}, { key: 'external', jws: { alg } })
    const prepared = signer.prepare(payout)
    const key = await crypto.subtle.importKey('pkcs8', pkcs8('der'), prepared.algorithm, false, ['sign'])
    const signature = await crypto.subtle.sign(prepared.algorithm, key, prepared.signingInput)
    const signed = prepared.finish(signature)

    assert.equal(key.extractable, false)
    assert.equal(
      createVerifier('tu-cambio.jws', { publicKeys: publicPem }, { jws: { alg } }).verify(signed).keyIndex,
      0,
    )
  })
}

test('WebCrypto with a CryptoKey that cannot be exported, HMAC', async () => {
  const signer = createSigner('stripe.webhook', {}, { key: 'external' })
  const prepared = signer.prepare({ body: payout.body })
  const key = await crypto.subtle.importKey('raw', Buffer.from(SECRET), prepared.algorithm, false, ['sign'])
  const signed = prepared.finish(await crypto.subtle.sign(prepared.algorithm, key, prepared.signingInput))

  assert.equal(key.extractable, false)
  assert.equal(createVerifier('stripe.webhook', { secret: SECRET }).verify(signed).keyIndex, 0)
})

for (const [alg, SigningAlgorithm] of [
  ['PS256', 'RSASSA_PSS_SHA_256'],
  ['RS256', 'RSASSA_PKCS1_V1_5_SHA_256'],
]) {
  test(`a KMS that sees nothing but a digest, ${alg}`, async () => {
    const kms = new Kms()
    const signer = createSigner('tu-cambio.jws', { publicKey: publicPem }, { key: 'external', jws: { alg } })
    const prepared = signer.prepare(payout)
    const Message = createHash('sha256').update(prepared.signingInput).digest()
    const { Signature } = await kms.sign({ KeyId: 'alias/payouts', Message, MessageType: 'DIGEST', SigningAlgorithm })
    const signed = prepared.finish(Signature)

    assert.equal(
      createVerifier('tu-cambio.jws', { publicKeys: publicPem }, { jws: { alg } }).verify(signed).keyIndex,
      0,
    )
    assert.deepEqual(kms.seen, [Message])
  })
}

test('a JWS made external, and the HMAC headers here', async () => {
  const payouts = createSigner('tu-cambio.jws', { publicKey: publicPem }, { key: 'external' })
  const requests = createSigner('tu-cambio.request', { apiKey: 'key', secret: SECRET })
  const prepared = payouts.prepare(payout)
  const key = await crypto.subtle.importKey('pkcs8', pkcs8('der'), prepared.algorithm, false, ['sign'])
  const jws = prepared.finish(await crypto.subtle.sign(prepared.algorithm, key, prepared.signingInput))
  const signed = requests.sign(jws)

  const names = ['jws-signature', 'content-type', 'X-TuCambio-Api-Key', 'X-Date', 'Authorization']
  assert.deepEqual(Object.keys(signed.headers), names)
  for (const scheme of ['tu-cambio.request', 'tu-cambio.webhook']) {
    const ids = scheme === 'tu-cambio.request' ? { apiKey: 'key' } : {}
    const verifier = createVerifier(scheme, { ...ids, secret: SECRET, publicKeys: publicPem })
    const verified = verifier.verify(signed)
    assert.equal(verified.timestamp, signed.timestamp)
    assert.equal(verified.companion.scheme, 'tu-cambio.jws')
    assert.equal(verifier.check({ ...signed, body: '{}' }).code, 'ERR_SIGNATURE_MISMATCH')
  }
})

test('the HMAC headers first, and then the JWS', () => {
  const requests = createSigner('tu-cambio.request', { apiKey: 'key', secret: SECRET })
  const payouts = createSigner('tu-cambio.jws', { privateKey: pkcs8() })
  const first = requests.sign(payout)
  const signed = payouts.sign(first)
  const keys = { apiKey: 'key', secret: SECRET, publicKeys: publicPem }
  const verified = createVerifier('tu-cambio.request', keys).verify(signed)
  assert.equal(verified.timestamp, first.timestamp)
  assert.equal(verified.companion.keyIndex, 0)
})

const TIMES = {
  iso8601: '2024-05-24T20:37:10.492Z',
  seconds: '1716583030',
  milliseconds: '1716583030492',
  rfc1123: 'Fri, 24 May 2024 20:37:10 GMT',
  none: undefined,
}
const NOW = new Date(1716583030492)
/** What a signer says of its algorithm, in the names of WebCrypto. */
const ALGORITHMS = {
  none: { name: 'none' },
  'hmac-sha1': { name: 'HMAC', hash: 'SHA-1' },
  'hmac-sha256': { name: 'HMAC', hash: 'SHA-256' },
  'hmac-sha512': { name: 'HMAC', hash: 'SHA-512' },
  'sha256-key-first': { name: 'SHA-256', key: 'first' },
  'sha256-key-last': { name: 'SHA-256', key: 'last' },
  'rsaes-pkcs1-v1_5': { name: 'RSAES-PKCS1-v1_5' },
  jws: { name: 'RSA-PSS', hash: 'SHA-256', saltLength: 32 },
  'ecdsa-secp256k1-sha256': { name: 'ECDSA', namedCurve: 'secp256k1', dsaEncoding: 'der', hash: 'SHA-256' },
  'rsassa-pkcs1-v1_5-sha256': { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  'ecdsa-p256-sha256': { name: 'ECDSA', namedCurve: 'P-256', dsaEncoding: 'der', hash: 'SHA-256' },
  ed25519: { name: 'Ed25519' },
}
/** Lengths that no signature of the algorithm has. */
const LENGTHS = {
  none: [1, 32],
  'hmac-sha1': [0, 1, 19, 21, 32],
  'hmac-sha256': [0, 1, 31, 33, 64],
  'hmac-sha512': [0, 1, 32, 63, 65],
  'sha256-key-first': [0, 20, 31, 33],
  'sha256-key-last': [0, 20, 31, 33],
  'rsaes-pkcs1-v1_5': [0, 64, 127, 1025],
  jws: [0, 32, 128, 255, 1025],
  'ecdsa-secp256k1-sha256': [0, 32, 63, 65, 72, 73],
  'rsassa-pkcs1-v1_5-sha256': [0, 32, 127, 1025],
  'ecdsa-p256-sha256': [0, 7, 73],
  ed25519: [0, 63, 65],
}

for (const definition of schemes().filter(({ profile }) => profile === null)) {
  const { id, algorithm } = definition
  const request = requestFor(definition)
  const { own, external, raw } = keysFor(definition)
  const isRandom = ['rsaes-pkcs1-v1_5', 'jws', 'ecdsa-p256-sha256'].includes(algorithm)

  test(`${id}: prepared, signed by other code and finished is signed`, () => {
    for (const signer of [createSigner(id, external, { key: 'external' }), createSigner(id, own)]) {
      const prepared = signer.prepare(request)
      assert.deepEqual(prepared.algorithm, ALGORITHMS[algorithm])
      const signed = prepared.finish(raw(prepared.signingInput))
      const wanted = createSigner(id, own).sign(request)
      if (!isRandom) assert.deepEqual(signed, wanted)
      assert.deepEqual(Object.keys(signed), Object.keys(wanted))
      assert.deepEqual(Object.keys(signed.headers), Object.keys(wanted.headers))
      for (const same of ['url', 'method', 'canonical', 'timestamp']) assert.equal(signed[same], wanted[same], same)
      // A Sec Key is encrypted on the way there, and signed only on the way back.
      if (algorithm === 'rsaes-pkcs1-v1_5') assertEncrypted(signed)
      else assert.equal(createVerifier(id, verifying(own)).verify({ ...signed, now: NOW }).scheme, id)
    }
  })

  test(`${id}: finish refuses what is no signature`, () => {
    const { finish, signingInput } = createSigner(id, external, { key: 'external' }).prepare(request)
    const refused = { name: 'CountersignError', code: 'ERR_SIGNATURE_INVALID', part: 'signature' }
    const right = raw(signingInput)
    for (const length of LENGTHS[algorithm])
      assert.throws(() => finish(new Uint8Array(length)), refused, `${length} bytes`)
    const gone = new Uint8Array(right)
    structuredClone(gone.buffer, { transfer: [gone.buffer] })
    const others = [
      undefined,
      null,
      7,
      true,
      {},
      [...right],
      [],
      right.toString('hex'),
      Promise.resolve(right),
      Symbol('x'),
    ]
    if (right.length > 0) others.push(gone, gone.buffer)
    for (const other of others) assert.throws(() => finish(other), { ...refused, code: 'ERR_ARGUMENT_INVALID' }, String(typeof other))
    const forms = [
      right,
      new Uint8Array(right),
      new Uint8Array(right).buffer,
      new DataView(new Uint8Array(right).buffer),
    ]
    for (const form of forms) assert.equal(finish(form).signature, finish(right).signature)
  })

  if (algorithm === 'none') continue
  test(`${id}: without its key, a signer only prepares`, () => {
    const signer = createSigner(id, external, { key: 'external' })
    assert.throws(() => signer.sign(request), { name: 'CountersignError', code: 'ERR_ARGUMENT_INVALID', part: 'sign' })
  })
}

test('every signing vector, prepared and finished, is what sign makes of it', () => {
  let count = 0
  // What draws a value for each signature has none that could be prepared.
  const isSame = ({ scheme, canonical }) => !/^(rfc9421|aws)\./.test(scheme) && canonical !== '{signingInput}'
  for (const { file, scheme, credentials, options, request } of [...signingVectors()].filter(isSame)) {
    const signer = createSigner(scheme, credentials, options)
    const signed = signer.sign(request)
    const definition = schemes().find((one) => one.id === scheme)
    const prepared = signer.prepare({ ...request, timestamp: signed.timestamp ?? request.timestamp })
    const raw = keysFor(definition, credentials).raw(prepared.signingInput)
    assert.deepEqual(prepared.finish(raw), signed, file)
    count++
  }
  assert.ok(count > 50, `only ${count} were finished`)
})

test('the option `key` says `external` or is not there; another text stays unsaid, since it may be the key', () => {
  for (const key of ['here', SECRET, '']) {
    assert.throws(
      () => createSigner('stripe.webhook', { secret: SECRET }, { key }),
      { code: 'ERR_OPTION_INVALID', part: 'key', message: '`key`: expected `external`, or to be left out, got another string' },
    )
  }
})

test('the public key, where it is given, refuses a signature of another key, padding or text', () => {
  const other = keyPair('rsa', { modulusLength: 2048 }).privateKey
  const certificate = readFileSync(at('tests', 'keys', 'valid.certificate.pem'), 'utf8')
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
  const checking = [
    [{ publicKey: publicPem }, {}],
    [{ publicKey: publicKey.export({ format: 'jwk' }) }, {}],
    [{ publicKey: publicKey.export({ type: 'pkcs1', format: 'der' }) }, { alg: 'PS256' }],
    [{}, { certificate }],
  ]
  for (const [credentials, jws] of checking) {
    const { finish, signingInput } = createSigner('tu-cambio.jws', credentials, { key: 'external', jws }).prepare(
      payout,
    )
    const right = sign('sha256', signingInput, { key: privateKey, ...pss })
    const flipped = Buffer.from(right)
    flipped[100] ^= 1
    const wrong = {
      'a flipped bit': flipped,
      zeros: Buffer.alloc(256),
      'another key': sign('sha256', signingInput, { key: other, ...pss }),
      'another text': sign('sha256', Buffer.from('x'), { key: privateKey, ...pss }),
      'PKCS#1 padding': sign('sha256', signingInput, privateKey),
      'another length of salt': sign('sha256', signingInput, { key: privateKey, ...pss, saltLength: 20 }),
      'another hash': sign('sha512', signingInput, { key: privateKey, ...pss }),
      'the digest of the digest': sign('sha256', createHash('sha256').update(signingInput).digest(), {
        key: privateKey,
        ...pss,
      }),
      'RSA-4096': Buffer.alloc(512),
    }
    for (const [name, signature] of Object.entries(wrong)) {
      assert.throws(
        () => finish(signature),
        { name: 'CountersignError', code: 'ERR_SIGNATURE_INVALID', part: 'signature' },
        name,
      )
    }
    assert.equal(createVerifier('tu-cambio.jws', { publicKeys: publicPem }).verify(finish(right)).keyIndex, 0)
  }
})

/** r and s as DER. */
function der(raw) {
  const half = (bytes) => {
    const own = bytes.subarray(Math.max(0, bytes.findIndex((byte) => byte !== 0)))
    return own[0] & 0x80 ? Buffer.concat([Buffer.alloc(1), own]) : own
  }
  const integers = [raw.subarray(0, raw.length / 2), raw.subarray(raw.length / 2)].map(half).map((own) => Buffer.from([2, own.length, ...own]))
  const inside = Buffer.concat(integers)
  return Buffer.from([0x30, ...(inside.length < 128 ? [inside.length] : [0x81, inside.length]), ...inside])
}

for (const [curve, alg, hash, algorithm] of [
  ['P-256', 'ES256', 'sha256', 'ecdsa-p256-sha256'],
  ['P-384', 'ES384', 'sha384', 'ecdsa-p384-sha384'],
  ['P-521', 'ES512', 'sha512', 'ecdsa-p521-sha512'],
  ['secp256k1', 'ES256K', 'sha256', 'ecdsa-secp256k1-sha256'],
]) {
  const { privateKey: own, publicKey: half } = keyPair('ec', { namedCurve: curve })
  const other = keyPair('ec', { namedCurve: curve }).privateKey
  const bare = { id: 'test.bare', credentials: ['privateKey'], algorithm, key: '{privateKey}', canonical: '{body}', encoding: 'hex', headers: { 'x-s': '{signature}' } }
  const schemes = { der: { ...bare, dsaEncoding: 'der' }, raw: { ...bare, dsaEncoding: 'ieee-p1363' }, both: { ...bare, dsaEncoding: 'der-or-ieee-p1363' }, jws: 'tu-cambio.jws' }
  const rawLength = { 'P-256': 64, 'P-384': 96, 'P-521': 132, secp256k1: 64 }[curve]

  for (const [form, scheme] of Object.entries(schemes)) {
    test(`an ECDSA signature in either form, ${curve}, in a scheme of ${form}`, () => {
      const options = { key: 'external', ...(form === 'jws' && { jws: { alg } }) }
      const verifier = createVerifier(scheme, { publicKeys: half.export({ type: 'spki', format: 'pem' }) }, form === 'jws' ? { jws: { alg } } : {})
      for (const credentials of [{}, { publicKey: half.export({ type: 'spki', format: 'pem' }) }]) {
        const signer = createSigner(scheme, credentials, options)
        for (let number = 0; number < 12; number++) {
          const { signingInput, finish, algorithm: said } = signer.prepare({ body: `{"a":${number}}` })
          const isRaw = form === 'raw' || form === 'jws'
          assert.equal(said.dsaEncoding ?? 'ieee-p1363', isRaw ? 'ieee-p1363' : 'der')
          const inDer = sign(hash, signingInput, { key: own, dsaEncoding: 'der' })
          // The same signature, as WebCrypto has it.
          const lengths = inDer[1] & 0x80 ? 3 : 2
          const r = inDer.subarray(lengths + 2, lengths + 2 + inDer[lengths + 1])
          const s = inDer.subarray(lengths + 4 + inDer[lengths + 1])
          const pad = (bytes) => Buffer.from(bytes.toString('hex').replace(/^00/, '').padStart(rawLength, '0'), 'hex')
          const raw = Buffer.concat([pad(r), pad(s)])
          assert.deepEqual(der(raw), inDer)
          const signed = finish(inDer)
          assert.deepEqual(finish(raw), signed)
          const text = form === 'jws' ? signed.signature.split('.').at(-1) : signed.signature
          assert.deepEqual(Buffer.from(text, form === 'jws' ? 'base64url' : 'hex'), isRaw ? raw : inDer)
          assert.equal(verifier.check(signed).ok, true)
          const longer = (bytes, count) => Buffer.concat([bytes, Buffer.alloc(count)])
          // The integer r with a zero in front that says nothing, and one below zero.
          const padded = Buffer.from([0x30, ...(inDer.length > 127 ? [0x81] : []), 0, 2, r.length + 1, 0, ...r, 2, s.length, ...s])
          padded[inDer.length > 127 ? 2 : 1] = padded.length - (inDer.length > 127 ? 3 : 2)
          const negative = Buffer.from(inDer)
          negative[lengths + 2] |= 0x80
          const wrong = { nothing: raw.subarray(0, 0), 'r alone': raw.subarray(0, rawLength / 2), cut: raw.subarray(1), 'a byte more': longer(raw, 1), 'DER, cut': inDer.subarray(0, -1), 'DER and a byte': longer(inDer, 1), padded, text: Buffer.from(inDer.toString('base64')), ...(r[0] < 0x80 && r[0] > 0 && { negative }) }
          for (const [name, bytes] of Object.entries(wrong)) {
            // By chance, one of them may have as many bytes as r and s.
            if (bytes.length === rawLength) continue
            assert.throws(() => finish(bytes), { code: 'ERR_SIGNATURE_INVALID', message: `\`signature\`: expected r and s, which are ${rawLength} bytes, or both in DER, got ${bytes.length} bytes` }, `${name}: ${bytes.toString('hex')}`)
          }
          if (!credentials.publicKey) continue
          for (const dsaEncoding of ['der', 'ieee-p1363']) {
            for (const bytes of [sign(hash, signingInput, { key: other, dsaEncoding }), sign(hash, Buffer.from('x'), { key: own, dsaEncoding })]) {
              assert.throws(() => finish(bytes), { code: 'ERR_SIGNATURE_INVALID', part: 'signature' })
            }
          }
        }
      }
    })
  }

  test(`bytes that are DER and r and s at once, ${curve}`, () => {
    // No signature anybody meets: together r and s lack some bytes, so that DER has as many as r and s.
    const head = rawLength > 130 ? 3 : 2
    const integer = (length, byte) => [2, length, ...Buffer.alloc(length, byte)]
    const inside = rawLength - head - 4
    const both = Buffer.from([0x30, ...(head === 3 ? [0x81] : []), inside + 4, ...integer(Math.ceil(inside / 2), 0x11), ...integer(Math.floor(inside / 2), 0x22)])
    assert.equal(both.length, rawLength)
    for (const [form, scheme] of Object.entries(schemes).filter(([form]) => form !== 'jws')) {
      // Without the public key, it is what the scheme has.
      const signed = createSigner(scheme, {}, { key: 'external' }).prepare({ body: 'a' }).finish(both)
      assert.equal(signed.signature, both.toString('hex'), form)
      const checked = createSigner(scheme, { publicKey: half.export({ type: 'spki', format: 'pem' }) }, { key: 'external' }).prepare({ body: 'a' })
      assert.throws(() => checked.finish(both), { code: 'ERR_SIGNATURE_INVALID' }, form)
      const verifier = createVerifier(scheme, { publicKeys: half.export({ type: 'spki', format: 'pem' }) })
      assert.equal(verifier.check({ ...signed, body: 'a' }).code, 'ERR_SIGNATURE_MISMATCH', form)
    }
  })
}

test('what was prepared stays what it was, whatever the caller changes', () => {
  const mac = (input) => createHmac('sha256', SECRET).update(input).digest()
  const body = Buffer.from(payout.body)
  const headers = { 'x-trace': '1', 'x-list': ['a', 'b'] }
  const url = new URL(payout.url)
  const timestamp = new Date(NOW)
  const request = { method: 'POST', url, headers, body, timestamp }
  const signer = createSigner('tu-cambio.request', { apiKey: 'key' }, { key: 'external' })
  const prepared = signer.prepare(request)
  const raw = mac(prepared.signingInput)
  const wanted = prepared.finish(raw)
  body.fill(0)
  headers['x-trace'] = '2'
  headers['x-list'].push('c')
  headers['x-new'] = '3'
  url.pathname = '/other'
  timestamp.setTime(0)
  Object.assign(request, { method: 'PUT', url: 'https://other.example/', headers: {}, body: 'other' })
  prepared.signingInput.fill(0)
  prepared.algorithm.hash = 'MD5'
  const signed = prepared.finish(raw)
  assert.deepEqual(signed, wanted)
  assert.deepEqual(signed.headers['x-list'], 'a, b')
  assert.equal(Buffer.from(signed.body).toString(), payout.body)
  assert.equal(
    createVerifier('tu-cambio.request', { apiKey: 'key', secret: SECRET }).verify({ ...signed, now: NOW }).keyIndex,
    0,
  )
  assert.equal(signer.prepare(payout).algorithm.hash, 'SHA-256')
  signed.headers['x-trace'] = 'changed'
  assert.deepEqual(prepared.finish(raw), wanted, 'nor what it does with a result')
})

test('the bytes of a result are no part of what was prepared', () => {
  const signer = createSigner('tu-cambio.request', { apiKey: 'key' }, { key: 'external' })
  const prepared = signer.prepare({ ...payout, body: Buffer.from(payout.body) })
  const raw = createHmac('sha256', SECRET).update(prepared.signingInput).digest()
  prepared.finish(raw).body.fill(0)
  assert.equal(Buffer.from(prepared.finish(raw).body).toString(), payout.body)
})

test('the clock is read once, when the request is prepared', () => {
  const clock = Date.now
  try {
    for (const id of ['stripe.webhook', 'bitmex.request', 'binance.request', 'securo.request']) {
      const credentials = id === 'stripe.webhook' ? {} : { apiKey: 'key' }
      Date.now = () => 1_700_000_000_000
      const prepared = createSigner(id, credentials, { key: 'external' }).prepare({ ...payout, body: '{}' })
      const raw = createHmac('sha256', SECRET).update(prepared.signingInput).digest()
      Date.now = () => 1_800_000_000_000
      const now = new Date(1_700_000_000_000)
      const signed = prepared.finish(raw)
      assert.equal(
        createVerifier(id, { ...credentials, secret: SECRET }).verify({ ...signed, now }).timestamp,
        signed.timestamp,
      )
    }
  } finally {
    Date.now = clock
  }
})

test('several requests are prepared side by side, and finished in any order', () => {
  const signer = createSigner('github.webhook', {}, { key: 'external' })
  const prepared = Array.from({ length: 50 }, (_, number) => signer.prepare({ body: `body ${number}` }))
  const macs = prepared.map(({ signingInput }) => createHmac('sha256', SECRET).update(signingInput).digest())
  for (const [number, { finish }] of [...prepared.entries()].reverse()) {
    const signed = finish(macs[number])
    assert.equal(signed.body, `body ${number}`)
    assert.equal(createVerifier('github.webhook', { secret: SECRET }).verify(signed).keyIndex, 0)
  }
})

test('what was prepared is finished in a core that was replaced', () => {
  const signer = createSigner('tu-cambio.request', { apiKey: 'key' }, { key: 'external' })
  const prepared = signer.prepare(payout)
  const raw = createHmac('sha256', SECRET).update(prepared.signingInput).digest()
  const wanted = prepared.finish(raw)
  const count = instances.length
  createSigner('github.webhook', { secret: SECRET }).sign({ body: new Uint8Array(16 << 20) })
  assert.deepEqual(prepared.finish(raw), wanted)
  assert.ok(instances.length > count, 'after a huge call')
  trap = new WebAssembly.RuntimeError('unreachable')
  assert.throws(() => prepared.finish(raw), { code: 'ERR_INTERNAL', cause: trap })
  assert.deepEqual(prepared.finish(raw), wanted)
  assert.ok(instances.length > count + 1, 'after a trap')
})

test('a disposed signer finishes nothing', () => {
  const signer = createSigner('github.webhook', {}, { key: 'external' })
  const { finish } = signer.prepare({ body: 'x' })
  signer[Symbol.dispose ?? Symbol.for('Symbol.dispose')]()
  assert.throws(() => finish(new Uint8Array(32)), { name: 'CountersignError', code: 'ERR_DISPOSED' })
})

test('a signer that makes two signatures prepares none, and says what to do', () => {
  const signer = createSigner('tu-cambio.request', { apiKey: 'key', secret: SECRET, privateKey: pkcs8() })
  const error = thrownBy(() => signer.prepare(payout))
  assert.equal(error.code, 'ERR_ARGUMENT_INVALID')
  assert.match(error.message, /a signer for each scheme/)
})

test('`key` is external or no option', () => {
  for (const key of ['here', '', true, null]) {
    assert.throws(() => createSigner('github.webhook', { secret: SECRET }, { key }), {
      code: 'ERR_OPTION_INVALID',
      part: 'key',
    })
  }
  assert.throws(() => createSigner('github.webhook', {}), { code: 'ERR_CREDENTIAL_MISSING' })
  assert.throws(() => createSigner('tu-cambio.request', {}, { key: 'external' }), { code: 'ERR_CREDENTIAL_MISSING' })
  assert.throws(() => createSigner('tu-cambio.jws', { publicKey: publicPem }), { code: 'ERR_CREDENTIAL_INVALID' })
  const hmacAndPublic = () => createSigner('github.webhook', { publicKey: publicPem }, { key: 'external' })
  assert.throws(hmacAndPublic, { code: 'ERR_CREDENTIAL_INVALID', part: 'publicKey' })
})

test('requests that cannot be signed cannot be prepared', () => {
  const signer = createSigner('securo.request', { apiKey: 'key' }, { key: 'external' })
  assert.throws(() => signer.prepare({ ...payout, body: '{' }), { code: 'ERR_BODY_INVALID', offset: 1 })
  assert.throws(() => signer.prepare({ ...payout, url: 'http://a.example/' }), {
    code: 'ERR_REQUEST_INVALID',
    part: 'url',
  })
  assert.throws(() => signer.prepare({ ...payout, timestamp: 7 }), { code: 'ERR_TIMESTAMP_INVALID' })
  assert.throws(() => signer.prepare({ ...payout, headers: { 'x-sec-key': 'other' } }).finish(new Uint8Array(32)), {
    code: 'ERR_REQUEST_INVALID',
    header: 'x-sec-key',
  })
})

test('the build without RSA prepares and finishes HMACs, and refuses the rest', () => {
  for (const api of Object.values(coreById)) {
    const prepared = api.createSigner('github.webhook', {}, { key: 'external' }).prepare({ body: 'x' })
    const signed = prepared.finish(createHmac('sha256', SECRET).update(prepared.signingInput).digest())
    assert.equal(api.createVerifier('github.webhook', { secret: SECRET }).verify(signed).keyIndex, 0)
    assert.throws(() => api.createSigner('tu-cambio.jws', {}, { key: 'external' }), { code: 'ERR_UNSUPPORTED' })
  }
})

test('the build without RSA takes no signature of RSA either', () => {
  for (const api of Object.values(coreById)) {
    const create = () => api.createSigner('smile-id.sec-key', { partnerId: '1' }, { key: 'external' })
    assert.throws(create, { code: 'ERR_UNSUPPORTED' })
  }
})

/** Stands in for a KMS: holds a private key, and signs digests with it. */
class Kms {
  #key = privateKey
  seen = []

  async sign({ KeyId, Message, MessageType, SigningAlgorithm }) {
    if (KeyId !== 'alias/payouts') throw new Error(`NotFoundException: ${KeyId}`)
    if (MessageType !== 'DIGEST' || Message.length !== 32)
      throw new Error('ValidationException: expected a digest of 32 bytes')
    this.seen.push(Message)
    return { Signature: new Uint8Array(this[SigningAlgorithm](Message)) }
  }

  RSASSA_PSS_SHA_256(digest) {
    const { modulusLength } = this.#key.asymmetricKeyDetails
    const encoded = emsaPss(digest, randomBytes(32), modulusLength - 1)
    return privateEncrypt({ key: this.#key, padding: constants.RSA_NO_PADDING }, encoded)
  }

  RSASSA_PKCS1_V1_5_SHA_256(digest) {
    // DigestInfo of SHA-256, RFC 8017 §9.2.
    const digestInfo = Buffer.concat([Buffer.from('3031300d060960864801650304020105000420', 'hex'), digest])
    return privateEncrypt({ key: this.#key, padding: constants.RSA_PKCS1_PADDING }, digestInfo)
  }
}

/** EMSA-PSS-ENCODE, RFC 8017 §9.1.1. */
function emsaPss(digest, salt, bits) {
  const length = Math.ceil(bits / 8)
  const hash = sha256(Buffer.alloc(8), digest, salt)
  const data = Buffer.alloc(length - hash.length - 1)
  data[data.length - salt.length - 1] = 1
  data.set(salt, data.length - salt.length)
  for (let block = 0; block * 32 < data.length; block++) {
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(block)
    for (const [index, byte] of sha256(hash, counter).entries()) data[block * 32 + index] ^= byte
  }
  data[0] &= 0xff >> (8 * length - bits)
  return Buffer.concat([data, hash, Buffer.from([0xbc])])
}

function sha256(...pieces) {
  return createHash('sha256').update(Buffer.concat(pieces)).digest()
}

test('the KMS that stands in is one: its signatures hold, and it signs nothing but digests', async () => {
  const kms = new Kms()
  const digest = createHash('sha256').update('x').digest()
  const order = {
    KeyId: 'alias/payouts',
    Message: digest,
    MessageType: 'DIGEST',
    SigningAlgorithm: 'RSASSA_PSS_SHA_256',
  }
  const pss = { key: publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
  assert.ok(verify('sha256', Buffer.from('x'), pss, (await kms.sign(order)).Signature))
  const pkcs1 = await kms.sign({ ...order, SigningAlgorithm: 'RSASSA_PKCS1_V1_5_SHA_256' })
  assert.deepEqual(Buffer.from(pkcs1.Signature), sign('sha256', Buffer.from('x'), privateKey))
  await assert.rejects(kms.sign({ ...order, MessageType: 'RAW' }), /digest/)
  await assert.rejects(kms.sign({ ...order, Message: Buffer.from('a longer message than a digest is') }), /digest/)
})

/** One request that every scheme can sign, at the same moment. */
function requestFor({ id, timestamp, bodyType, inputs }) {
  // What is taken out of the request has to be there.
  if (Object.keys(inputs).length > 0) return { ...SAMPLES[id].request, timestamp: TIMES[timestamp] }
  const body = bodyType === 'form' ? 'pair=XBTUSD&volume=1.25' : '{"amount":"12.50"}'
  const url = id === 'securo.websocket' ? 'https://api.example.com' : 'https://api.example.com/v1/orders?a=b'
  return { method: 'POST', url, body, timestamp: TIMES[timestamp] }
}

/** Credentials with the key and without it, and other code that makes the raw signature with it. */
function keysFor({ credentials, key, algorithm }, given) {
  const name = /\{(\w+)/.exec(key)?.[1]
  const values = { apiKey: 'key', secret: SECRET, partnerId: '085', merchantId: '508029', accessId: 'project/1', webhookId: '9XL90610J3647323C' }
  if (key.includes('unbase64')) values.secret = Buffer.from(SECRET).toString('base64')
  if (key.includes('unhex')) values.secret = Buffer.from(SECRET).toString('hex')
  if (algorithm === 'rsaes-pkcs1-v1_5') values.apiKey = publicPem
  if (credentials.includes('privateKey')) values.privateKey = pemOf(filesFor(algorithm).privateKey)
  const own = given ?? Object.fromEntries(credentials.map((credential) => [credential, values[credential]]))
  const { [name]: secret, ...external } = own
  const form = key.includes('unbase64') ? 'base64' : key.includes('unhex') ? 'hex' : 'utf8'
  const bytes = () => Buffer.from(secret.replace(key.includes('whsec') ? 'whsec_' : '', '') + /[^}]*$/.exec(key)[0], form)
  const raw = {
    none: () => Buffer.alloc(0),
    'hmac-sha1': (input) => createHmac('sha1', bytes()).update(input).digest(),
    'hmac-sha256': (input) => createHmac('sha256', bytes()).update(input).digest(),
    'hmac-sha512': (input) => createHmac('sha512', bytes()).update(input).digest(),
    'sha256-key-first': (input) => sha256(bytes(), input),
    'sha256-key-last': (input) => sha256(input, bytes()),
    'rsaes-pkcs1-v1_5': (input) => publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_PADDING }, input),
    jws: (input) =>
      sign('sha256', input, { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }),
    'rsassa-pkcs1-v1_5-sha256': (input) => sign('sha256', input, values.privateKey),
    'ecdsa-p256-sha256': (input) => sign('sha256', input, values.privateKey),
    ed25519: (input) => sign(null, input, values.privateKey),
    // By RFC 6979, as here.
    'ecdsa-secp256k1-sha256': (input) => {
      const { d } = createPrivateKey(values.privateKey).export({ format: 'jwk' })
      return der(Buffer.from(secp256k1.sign(new Uint8Array(input), new Uint8Array(Buffer.from(d, 'base64url')))))
    },
  }[algorithm]
  return { own, external, raw }
}

function pemOf(name) {
  return readFileSync(at('tests', 'keys', name), 'utf8')
}

const verifying = ({ privateKey: key, ...others }) =>
  key ? { ...others, publicKeys: createPublicKey(key).export({ type: 'spki', format: 'pem' }) } : others

/** Every vector whose signature is an HMAC, or none. */
function* signingVectors() {
  const root = at('tests', 'vectors')
  for (const folder of readdirSync(root)) {
    for (const name of readdirSync(at('tests', 'vectors', folder))) {
      const vector = JSON.parse(readFileSync(at('tests', 'vectors', folder, name), 'utf8'))
      const { request, credentials, error } = vector
      if (!request || error || credentials.privateKey || folder === 'smile-id.sec-key') continue
      const { nowMs, atMs, bodyBase64, ...given } = request
      if (nowMs !== undefined) continue
      if (atMs !== undefined) given.timestamp = new Date(atMs)
      if (bodyBase64 !== undefined) given.body = Buffer.from(bodyBase64, 'base64')
      yield { ...vector, file: `${folder}/${name}`, request: given }
    }
  }
}

function assertEncrypted({ signature, canonical }) {
  const opened = privateDecrypt(
    { key: privateKey, padding: constants.RSA_NO_PADDING },
    Buffer.from(signature, 'base64'),
  )
  assert.equal(opened.subarray(opened.indexOf(0, 2) + 1).toString(), canonical)
}

function pkcs8(format = 'pem') {
  return privateKey.export({ type: 'pkcs8', format })
}

function thrownBy(run) {
  try {
    run()
  } catch (error) {
    assert.ok(error instanceof CountersignError)
    return error
  }
  assert.fail('expected an error')
}
