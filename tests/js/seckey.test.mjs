// Sec Key: node:crypto opens what we encrypt, and we verify what it signs, for every size and spelling of a key.
import assert from 'node:assert/strict'
import {
  constants,
  createHash,
  privateDecrypt,
  privateEncrypt,
  publicEncrypt,
  sign,
} from 'node:crypto'
import { test } from 'node:test'
import { keyPair } from './key-pairs.mjs'
import { CountersignError, createSigner, createVerifier, whole } from './package.mjs'

const URL = 'https://api.example.com/v1/id_verification'
const TIME = '1570698930193'
const wrapped = (base64, width = 60) => base64.replace(new RegExp(`.{1,${width}}`, 'g'), '$&\n')

for (const bits of [1024, 2048, 4096]) {
  const { publicKey, privateKey } = keyPair('rsa', { modulusLength: bits })
  for (const [form, apiKey] of Object.entries(forms(publicKey))) {
    test(`${bits} bits, ${form}`, () => {
      const signer = createSigner('smile-id.sec-key', { partnerId: '085', apiKey })
      const first = opened(signer, privateKey, bits)
      assert.notEqual(opened(signer, privateKey, bits), first, 'two calls differ')
    })
  }
}

test('the build for require encrypts too', () => {
  const { publicKey, privateKey } = keyPair('rsa', { modulusLength: 1024 })
  const apiKey = publicKey.export({ type: 'spki', format: 'pem' })
  opened(whole.cjs.createSigner('smile-id.sec-key', { partnerId: '085', apiKey }), privateKey, 1024)
})

test('other public exponents', () => {
  for (const publicExponent of [3, 17, 65539]) {
    const { publicKey, privateKey } = keyPair('rsa', { modulusLength: 1024, publicExponent })
    const apiKey = publicKey.export({ type: 'spki', format: 'der' })
    opened(createSigner('smile-id.sec-key', { partnerId: '085', apiKey }), privateKey, 1024)
  }
})

test('keys too small for the message, and keys that are none', () => {
  const small = keyPair('rsa', { modulusLength: 512 })
  const rsa = keyPair('rsa', { modulusLength: 1024 })
  const keys = {
    '512 bits': small.publicKey.export({ type: 'spki', format: 'pem' }),
    '512 bits, PKCS#1': small.publicKey.export({ type: 'pkcs1', format: 'pem' }),
    '512 bits, base64': small.publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    'PKCS#8': rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }),
    'PKCS#1, private': rsa.privateKey.export({ type: 'pkcs1', format: 'pem' }),
    'PKCS#8 as DER': rsa.privateKey.export({ type: 'pkcs8', format: 'der' }),
    'PKCS#8, base64': rsa.privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
    'PKCS#8 encrypted': rsa.privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }),
    'elliptic curve': keyPair('ec', { namedCurve: 'P-256' }).publicKey.export({
      type: 'spki',
      format: 'pem',
    }),
    Ed25519: keyPair('ed25519').publicKey.export({ type: 'spki', format: 'pem' }),
    'RSA-PSS': keyPair('rsa-pss', { modulusLength: 1024 }).publicKey.export({
      type: 'spki',
      format: 'pem',
    }),
    'literal \\n': rsa.publicKey.export({ type: 'spki', format: 'pem' }).replaceAll('\n', '\\n'),
    'a private JWK': rsa.privateKey.export({ format: 'jwk' }),
    'a private JWK as text': JSON.stringify(rsa.privateKey.export({ format: 'jwk' })),
    'a JWK of a curve': keyPair('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }),
    'a secret JWK': { kty: 'oct', k: 'c2VjcmV0' },
    text: 'c0ffee-c0ffee',
    'bytes that are no text': Buffer.from([0xff, 0xfe, 0xfd]),
    'white space': ' \n ',
  }
  for (const [form, apiKey] of Object.entries(keys)) {
    const error = thrownBy(() =>
      createSigner('smile-id.sec-key', { partnerId: '085', apiKey }).sign({ method: 'POST', url: URL, body: '{}' }),
    )
    assert.ok(error instanceof CountersignError, form)
    assert.equal(error.code, 'ERR_CREDENTIAL_INVALID', form)
    assert.equal(error.part, 'apiKey', form)
    assert.ok(
      !`${error.stack}${JSON.stringify(error)}`.includes(String(apiKey).slice(40, 80)) || String(apiKey).length < 60,
      `${form} is not quoted`,
    )
  }
})

test('a key with literal line breaks is told apart', () => {
  const pem = keyPair('rsa', { modulusLength: 1024 }).publicKey.export({ type: 'spki', format: 'pem' })
  const apiKey = pem.replaceAll('\n', '\\n')
  assert.match(
    thrownBy(() => createSigner('smile-id.sec-key', { partnerId: '1', apiKey })).message,
    /two characters `\\n`/,
  )
})

test('a key keeps its bytes, whatever the caller does to the buffer', () => {
  const { publicKey, privateKey } = keyPair('rsa', { modulusLength: 1024 })
  const apiKey = publicKey.export({ type: 'spki', format: 'der' })
  const signer = createSigner('smile-id.sec-key', { partnerId: '085', apiKey })
  apiKey.fill(0)
  opened(signer, privateKey, 1024)
})

/** What the server sends back: it signs the hash with the private half, as encryption with padding of type 1. */
const AT = 1_700_000_000_123
const NOW = new Date(AT)
const TIMES = {
  'ISO 8601': [new Date(AT).toISOString(), AT],
  'ISO 8601 with a zone': ['2023-11-15T00:13:20.123+02:00', AT],
  'ISO 8601 with microseconds': ['2023-11-14T22:13:20.123456Z', AT],
  milliseconds: [String(AT), AT],
  seconds: [String(Math.floor(AT / 1000)), AT - 123],
  'milliseconds as a number': [AT, AT],
  'seconds as a number': [Math.floor(AT / 1000), AT - 123],
}
const INCOMING = Object.fromEntries(
  [1024, 2048].map((bits) => [bits, keyPair('rsa', { modulusLength: bits })]),
)
const hashOf = (timestamp, partner = 85) => createHash('sha256').update(`${partner}:${timestamp}`).digest('hex')
const signedBy = ({ privateKey }, hash) =>
  privateEncrypt({ key: privateKey, padding: constants.RSA_PKCS1_PADDING }, Buffer.from(hash))
const answer = (timestamp, secKey, more = {}) => ({
  body: JSON.stringify({ timestamp, sec_key: secKey, ResultCode: '1012', ...more }),
  now: NOW,
})

for (const bits of [1024, 2048]) {
  const pair = INCOMING[bits]
  const verifier = createVerifier('smile-id.sec-key', {
    partnerId: '085',
    apiKey: pair.publicKey.export({ type: 'spki', format: 'pem' }),
  })

  for (const [form, [timestamp, atMs]] of Object.entries(TIMES)) {
    test(`incoming, ${bits} bits, ${form}`, () => {
      const hash = hashOf(timestamp)
      const raw = signedBy(pair, hash)
      for (const base64 of [
        raw.toString('base64'),
        wrapped(raw.toString('base64')),
        wrapped(raw.toString('base64'), 76).trimEnd(),
      ]) {
        for (const message of [
          answer(timestamp, `${base64}|${hash}`),
          answer(timestamp, undefined, { signature: `${base64}|${hash}` }),
          answer(timestamp, `${base64}|${hash}`, { partner_id: '085' }),
        ]) {
          const verified = verifier.verify(message)
          assert.equal(verified.timestamp, String(timestamp))
          assert.equal(verified.signedAt.getTime(), atMs)
          assert.equal(verified.canonical, '{claim|sha256|hex}')
          assert.equal(verified.fingerprint, createHash('sha256').update(hash).digest('hex'))
        }
      }
    })
  }

  test(`incoming, ${bits} bits: what is signed, what is sent and what is computed have to be equal`, () => {
    const [timestamp, other] = [String(AT), String(AT - 1)]
    const base64 = (hash) => signedBy(pair, hash).toString('base64')
    const [right, wrong] = [hashOf(timestamp), hashOf(other)]
    assert.equal(verifier.verify(answer(timestamp, `${base64(right)}|${right}`)).keyIndex, 0)
    const unequal = {
      'what is signed': `${base64(wrong)}|${right}`,
      'what is sent': `${base64(right)}|${wrong}`,
      'what is computed': `${base64(wrong)}|${wrong}`,
      'what is sent, in upper case': `${base64(right)}|${right.toUpperCase()}`,
      'the partner': `${base64(hashOf(timestamp, 86))}|${hashOf(timestamp, 86)}`,
      'the partner, with its zero': `${base64(hashOf(timestamp, '085'))}|${hashOf(timestamp, '085')}`,
    }
    for (const [name, secKey] of Object.entries(unequal)) {
      assert.equal(verifier.check(answer(timestamp, secKey)).code, 'ERR_SIGNATURE_MISMATCH', name)
    }
    assert.equal(verifier.check(answer(other, `${base64(right)}|${right}`)).code, 'ERR_SIGNATURE_MISMATCH')
  })

  test(`incoming, ${bits} bits: what anybody can make with the public key is refused`, () => {
    const hash = hashOf(String(AT))
    const encrypted = publicEncrypt({ key: pair.publicKey, padding: constants.RSA_PKCS1_PADDING }, Buffer.from(hash))
    const another = keyPair('rsa', { modulusLength: bits })
    // EM = 0x00 || type || PS || 0x00 || M || more, signed as it stands.
    const padded = (type, fill, length, more = Buffer.alloc(0)) => {
      const head = Buffer.alloc(bits / 8 - hash.length - more.length, 0)
      head[1] = type
      head.fill(fill, 2, 2 + length)
      const message = Buffer.concat([head, Buffer.from(hash), more])
      return privateEncrypt({ key: pair.privateKey, padding: constants.RSA_NO_PADDING }, message)
    }
    const full = bits / 8 - hash.length - 3
    assert.deepEqual(padded(1, 0xff, full), signedBy(pair, hash))
    const plain = Buffer.concat([Buffer.alloc(bits / 8 - hash.length), Buffer.from(hash)])
    const forged = {
      encrypted,
      'signed by another key': signedBy(another, hash),
      'signed with a digest of the hash': sign('sha256', Buffer.from(hash), pair.privateKey),
      'signed without padding': privateEncrypt({ key: pair.privateKey, padding: constants.RSA_NO_PADDING }, plain),
      'padding of type 0': padded(0, 0, full),
      'padding of type 2': padded(2, 0xff, full),
      'padding that is too short, with zeros after it': padded(1, 0xff, 8),
      'padding that is too short, with more after the hash': padded(1, 0xff, 8, Buffer.alloc(full - 8, 0x55)),
      'padding with another byte': padded(1, 0xfe, full),
      'signed as raw bytes': signedBy(pair, Buffer.from(hash, 'hex')),
      zeros: Buffer.alloc(bits / 8),
      one: Buffer.concat([Buffer.alloc(bits / 8 - 1), Buffer.from([1])]),
      'the hash itself': plain,
      'a byte too few': signedBy(pair, hash).subarray(1),
      'a byte too many': Buffer.concat([Buffer.alloc(1), signedBy(pair, hash)]),
    }
    for (const [name, raw] of Object.entries(forged)) {
      const refusal = verifier.check(answer(String(AT), `${raw.toString('base64')}|${hash}`))
      assert.equal(refusal.code, 'ERR_SIGNATURE_MISMATCH', name)
    }
    const { fields, body } = createSigner('smile-id.sec-key', {
      partnerId: '085',
      apiKey: pair.publicKey.export({ type: 'spki', format: 'pem' }),
    }).sign({ method: 'POST', url: URL, body: '{}', timestamp: String(AT) })
    assert.ok(fields.sec_key)
    assert.equal(verifier.check({ body, now: NOW }).code, 'ERR_SIGNATURE_MISMATCH', 'our own, sent back')
  })

  test(`incoming, ${bits} bits: late, early, and unreadable`, () => {
    const send = (timestamp, now) => {
      const hash = hashOf(timestamp)
      return verifier.check({ ...answer(timestamp, `${signedBy(pair, hash).toString('base64')}|${hash}`), now })
    }
    assert.equal(send(String(AT), new Date(AT + 300_000)).ok, true)
    const { error } = send(String(AT), new Date(AT + 301_000))
    assert.deepEqual([error.code, error.ageSeconds, error.limitSeconds], ['ERR_SIGNATURE_STALE', 301, 300])
    assert.equal(send(new Date(AT).toISOString(), new Date(AT - 301_000)).error.ageSeconds, -301)
    for (const timestamp of ['yesterday', '2023-11-14', '2023-11-14T22:13:20', '']) {
      const { code } = send(timestamp, NOW)
      assert.ok(['ERR_TIMESTAMP_INVALID', 'ERR_BODY_INVALID'].includes(code), `${timestamp}: ${code}`)
    }
  })
}

test('incoming: both keys of a ring, whatever their sizes', () => {
  const apiKey = [INCOMING[1024], INCOMING[2048]].map((pair) => pair.publicKey.export({ type: 'pkcs1', format: 'der' }))
  for (const api of [whole.esm, whole.cjs]) {
    const ring = api.createVerifier('smile-id.sec-key', { partnerId: '85', apiKey })
    for (const [index, bits] of [1024, 2048].entries()) {
      const hash = hashOf(AT)
      assert.equal(
        ring.verify(answer(AT, `${signedBy(INCOMING[bits], hash).toString('base64')}|${hash}`)).keyIndex,
        index,
      )
    }
  }
})

/** Signs, and opens the RSA half by hand; gives that half. */
function opened(signer, privateKey, bits) {
  const signed = signer.sign({ method: 'POST', url: URL, body: '{"country":"NG"}', timestamp: TIME })
  const hash = createHash('sha256').update(`85:${TIME}`).digest('hex')
  assert.equal(signed.canonical, hash)
  const [half, plain, ...rest] = signed.fields.sec_key.split('|')
  assert.deepEqual([half, plain, rest], [signed.signature, hash, []])
  assert.equal(signed.fields.partner_id, '085')
  assert.equal(signed.fields.timestamp, TIME)
  assert.deepEqual(JSON.parse(signed.body), { country: 'NG', ...signed.fields })
  const cipher = Buffer.from(half, 'base64')
  assert.equal(cipher.length, bits / 8)
  assert.equal(cipher.toString('base64'), half)
  assert.equal(unpadded(privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, cipher)), hash)
  return half
}

/** EM = 0x00 || 0x02 || PS || 0x00 || M, PS being eight or more bytes that are not zero (RFC 8017 §7.2.2). */
function unpadded(message) {
  assert.deepEqual([...message.subarray(0, 2)], [0, 2])
  const end = message.indexOf(0, 2)
  assert.ok(end >= 10, 'eight bytes of padding')
  return message.subarray(end + 1).toString('latin1')
}

function forms(key) {
  const pem = (type) => key.export({ type, format: 'pem' })
  const der = (type) => key.export({ type, format: 'der' })
  const base64 = (bytes) => Buffer.from(bytes).toString('base64')
  return {
    'SPKI PEM': pem('spki'),
    'PKCS#1 PEM': pem('pkcs1'),
    'PEM as bytes': Buffer.from(pem('spki')),
    'PEM with CR LF': pem('spki').replaceAll('\n', '\r\n'),
    'PEM inside white space': `\n  ${pem('spki')}\n\n`,
    'SPKI DER': der('spki'),
    'PKCS#1 DER': der('pkcs1'),
    'DER as ArrayBuffer': new Uint8Array(der('spki')).buffer,
    'base64 of SPKI PEM': base64(pem('spki')),
    'base64 of PKCS#1 PEM': base64(pem('pkcs1')),
    'base64 of SPKI DER': base64(der('spki')),
    'base64 of PKCS#1 DER': base64(der('pkcs1')),
    'base64 of PEM with line breaks': wrapped(base64(pem('spki'))),
    'base64 of DER with line breaks': wrapped(base64(der('spki')), 64),
    'base64 of DER with CR LF at the end': `${base64(der('spki'))}\r\n`,
    JWK: key.export({ format: 'jwk' }),
    'JWK as text': JSON.stringify(key.export({ format: 'jwk' })),
  }
}

function thrownBy(run) {
  try {
    run()
  } catch (error) {
    return error
  }
  assert.fail('expected an error')
}
