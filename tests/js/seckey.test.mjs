// Sec Key: node:crypto opens what we encrypt, for every size and spelling of a key.
import assert from 'node:assert/strict'
import { constants, createHash, generateKeyPairSync, privateDecrypt } from 'node:crypto'
import { test } from 'node:test'
import { CountersignError, createSigner, whole } from './package.mjs'

const URL = 'https://api.example.com/v1/id_verification'
const TIME = '1570698930193'
const wrapped = (base64, width = 60) => base64.replace(new RegExp(`.{1,${width}}`, 'g'), '$&\n')

for (const bits of [1024, 2048, 4096]) {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: bits })
  for (const [form, apiKey] of Object.entries(forms(publicKey))) {
    test(`${bits} bits, ${form}`, () => {
      const signer = createSigner('smile-id.sec-key', { partnerId: '085', apiKey })
      const first = opened(signer, privateKey, bits)
      assert.notEqual(opened(signer, privateKey, bits), first, 'two calls differ')
    })
  }
}

test('the build for require encrypts too', () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 })
  const apiKey = publicKey.export({ type: 'spki', format: 'pem' })
  opened(whole.cjs.createSigner('smile-id.sec-key', { partnerId: '085', apiKey }), privateKey, 1024)
})

test('other public exponents', () => {
  for (const publicExponent of [3, 17, 65539]) {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024, publicExponent })
    const apiKey = publicKey.export({ type: 'spki', format: 'der' })
    opened(createSigner('smile-id.sec-key', { partnerId: '085', apiKey }), privateKey, 1024)
  }
})

test('keys too small for the message, and keys that are none', () => {
  const small = generateKeyPairSync('rsa', { modulusLength: 512 })
  const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 })
  const keys = {
    '512 bits': small.publicKey.export({ type: 'spki', format: 'pem' }),
    '512 bits, PKCS#1': small.publicKey.export({ type: 'pkcs1', format: 'pem' }),
    '512 bits, base64': small.publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    'PKCS#8': rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }),
    'PKCS#1, private': rsa.privateKey.export({ type: 'pkcs1', format: 'pem' }),
    'PKCS#8 as DER': rsa.privateKey.export({ type: 'pkcs8', format: 'der' }),
    'PKCS#8, base64': rsa.privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
    'PKCS#8 encrypted': rsa.privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }),
    'elliptic curve': generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({
      type: 'spki',
      format: 'pem',
    }),
    Ed25519: generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }),
    'RSA-PSS': generateKeyPairSync('rsa-pss', { modulusLength: 1024 }).publicKey.export({
      type: 'spki',
      format: 'pem',
    }),
    'literal \\n': rsa.publicKey.export({ type: 'spki', format: 'pem' }).replaceAll('\n', '\\n'),
    JWK: JSON.stringify(rsa.publicKey.export({ format: 'jwk' })),
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
  const pem = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ type: 'spki', format: 'pem' })
  const apiKey = pem.replaceAll('\n', '\\n')
  assert.match(thrownBy(() => createSigner('smile-id.sec-key', { partnerId: '1', apiKey })).message, /two characters `\\n`/)
})

test('a key keeps its bytes, whatever the caller does to the buffer', () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 })
  const apiKey = publicKey.export({ type: 'spki', format: 'der' })
  const signer = createSigner('smile-id.sec-key', { partnerId: '085', apiKey })
  apiKey.fill(0)
  opened(signer, privateKey, 1024)
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
