// JWS: what we sign, jose and node:crypto verify, and the other way round; what neither should accept is refused.
import assert from 'node:assert/strict'
import {
  X509Certificate,
  constants,
  createHash,
  createPrivateKey,
  createPublicKey,
  sign,
  verify,
} from 'node:crypto'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import * as jose from 'jose'
import { at } from '../../pkg-template/tools.mjs'
import { keyPair } from './key-pairs.mjs'
import { CountersignError, createSigner, createVerifier, refusalOf, whole } from './package.mjs'

const BODY = '{"amount":"12.50","to":"Zoë 😀"}'
const NOW = new Date('2026-12-01T00:00:00Z')
const FORMS = ['attached', 'detached', 'unencoded']
const PADDINGS = {
  PS256: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 },
  RS256: { padding: constants.RSA_PKCS1_PADDING },
}
const file = (name) => readFileSync(at('tests', 'keys', name), 'utf8')
const base64url = (data) => Buffer.from(data).toString('base64url')

const privateKey = createPrivateKey(file('rsa-2048.pkcs8.pem'))
const publicKey = createPublicKey(privateKey)
const certificate = file('valid.certificate.pem')
const attacker = keyPair('rsa', { modulusLength: 2048 })

/** Whom to trust, in the ways that it can be said. */
const TRUST = {
  'a public key as PEM': { publicKeys: publicKey.export({ type: 'spki', format: 'pem' }) },
  'a public key as PKCS#1 PEM': { publicKeys: publicKey.export({ type: 'pkcs1', format: 'pem' }) },
  'a public key as DER': { publicKeys: publicKey.export({ type: 'spki', format: 'der' }) },
  'a public key as JWK': { publicKeys: { ...publicKey.export({ format: 'jwk' }), kid: '1', use: 'sig' } },
  'a certificate as PEM': { certificates: certificate },
  'a certificate as DER': { certificates: new X509Certificate(certificate).raw },
}

for (const form of FORMS) {
  for (const alg of ['PS256', 'RS256']) {
    test(`${form} ${alg}: jose and node:crypto verify what we sign`, async () => {
      const signer = createSigner('tu-cambio.jws', { privateKey: file('rsa-2048.pkcs8.pem') }, { jws: { form, alg } })
      for (const body of [BODY, Buffer.from(BODY), '', Buffer.from([0, 0xff, 0x80])]) {
        const signed = signer.sign({ method: 'POST', url: 'https://api.example.com/', body })
        const payload = await joseVerified(signed.headers['jws-signature'], form, body, publicKey, alg)
        assert.deepEqual(payload, Buffer.from(body))
        assert.ok(verify('sha256', signingInput(signed), { key: publicKey, ...PADDINGS[alg] }, rawSignature(signed)))
      }
    })

    for (const [trust, credentials] of Object.entries(TRUST)) {
      test(`${form} ${alg}: we verify what jose, node:crypto and we sign, with ${trust}`, async () => {
        const verifier = createVerifier('tu-cambio.jws', credentials, { jws: { form, alg } })
        const anyForm = createVerifier('tu-cambio.jws', credentials, { jws: { alg: ['PS256', 'RS256'] } })
        const signer = createSigner('tu-cambio.jws', { privateKey: file('rsa-2048.pkcs8.pem') }, { jws: { form, alg } })
        const made = {
          jose: await joseSigned(BODY, form, privateKey, { alg }),
          'jose with more in the header': await joseSigned(BODY, form, privateKey, {
            alg,
            typ: 'JOSE',
            kid: 'é',
            iat: 1,
          }),
          'node:crypto': nodeSigned(BODY, form, privateKey, { alg }),
          'node:crypto, with spaces in the header': nodeSigned(BODY, form, privateKey, { alg }, 2),
          us: signer.sign({ method: 'POST', url: 'https://api.example.com/', body: BODY }).headers['jws-signature'],
        }
        for (const [who, jws] of Object.entries(made)) {
          for (const each of [verifier, anyForm]) {
            const verified = each.verify(received(jws))
            assert.equal(verified.canonical, '{body}', who)
            assert.equal(verified.fingerprint, fingerprint(jws, form, BODY), who)
            assert.equal(verified.timestamp, undefined, who)
            assert.equal(each.check(received(jws, `${BODY} `)).code, 'ERR_SIGNATURE_MISMATCH', who)
          }
        }
      })
    }
  }
}

for (const bits of [3072, 4096]) {
  test(`RSA-${bits}: each verifies what the other signs`, async () => {
    const pair = keyPair('rsa', { modulusLength: bits })
    const own = pair.privateKey.export({ type: 'pkcs1', format: 'pem' })
    for (const [alg, form] of [
      ['PS256', 'attached'],
      ['RS256', 'detached'],
      ['PS256', 'unencoded'],
    ]) {
      const verifier = createVerifier(
        'tu-cambio.jws',
        { publicKeys: pair.publicKey.export({ format: 'jwk' }) },
        { jws: { alg } },
      )
      assert.equal(verifier.verify(received(await joseSigned(BODY, form, pair.privateKey, { alg }))).keyIndex, 0)
      const signed = createSigner('tu-cambio.jws', { privateKey: own }, { jws: { form, alg } }).sign({ body: BODY })
      assert.equal(rawSignature(signed).length, bits / 8)
      assert.deepEqual(
        await joseVerified(signed.headers['jws-signature'], form, BODY, pair.publicKey, alg),
        Buffer.from(BODY),
      )
    }
  })
}

test('private keys in the forms that node:crypto writes', async () => {
  for (const type of ['pkcs8', 'pkcs1']) {
    const pem = privateKey.export({ type, format: 'pem' })
    const der = privateKey.export({ type, format: 'der' })
    for (const key of [pem, Buffer.from(pem), pem.replaceAll('\n', '\r\n'), der, der.toString('base64')]) {
      const signed = createSigner('tu-cambio.jws', { privateKey: key }).sign({ body: BODY })
      assert.deepEqual(await joseVerified(signed.signature, 'attached', BODY, publicKey, 'PS256'), Buffer.from(BODY))
    }
  }
})

test('PS256 is salted anew each time, RS256 is the same each time', () => {
  const signatures = (alg) => {
    const signer = createSigner('tu-cambio.jws', { privateKey: file('rsa-2048.pkcs8.pem') }, { jws: { alg } })
    return new Set([1, 2, 3].map(() => signer.sign({ body: BODY }).signature)).size
  }
  assert.equal(signatures('PS256'), 3)
  assert.equal(signatures('RS256'), 1)
})

test('the certificate travels as x5c, and jose verifies by it', async () => {
  const options = { jws: { alg: 'RS256', certificate } }
  const signed = createSigner('tu-cambio.jws', { privateKey: file('rsa-2048.pkcs8.pem') }, options).sign({ body: BODY })
  const { x5c, ...header } = jose.decodeProtectedHeader(signed.signature)
  assert.deepEqual(header, { alg: 'RS256' })
  assert.equal(x5c.length, 1)
  assert.equal(new X509Certificate(Buffer.from(x5c[0], 'base64')).toString().trim(), certificate.trim())
  const key = await jose.importX509(`-----BEGIN CERTIFICATE-----\n${x5c[0]}\n-----END CERTIFICATE-----`, 'RS256')
  const { payload } = await jose.compactVerify(signed.signature, key)
  assert.equal(Buffer.from(payload).toString(), BODY)
  assert.throws(() => createSigner('tu-cambio.jws', { privateKey: file('other-2048.pkcs8.pem') }, options), {
    code: 'ERR_CERTIFICATE_REFUSED',
  })
})

test('a certificate is judged by the clock, unless that is turned off', () => {
  const jws = nodeSigned(BODY, 'attached', privateKey, { alg: 'PS256' })
  for (const name of ['expired', 'future']) {
    const credentials = { certificates: file(`${name}.certificate.pem`) }
    const refusal = createVerifier('tu-cambio.jws', credentials).check(received(jws))
    assert.equal(refusal.code, 'ERR_CERTIFICATE_REFUSED')
    assert.equal(refusal.error.part, 'certificates')
    const lenient = createVerifier('tu-cambio.jws', credentials, { certificateValidity: 'ignored' })
    assert.equal(lenient.verify(received(jws)).keyIndex, 0)
    const both = createVerifier('tu-cambio.jws', { certificates: [credentials.certificates, certificate] })
    assert.equal(both.verify(received(jws)).keyIndex, 1)
  }
})

test('keys and certificates together are a ring, counted in the order given', () => {
  const publicKeys = [attacker.publicKey.export({ format: 'jwk' }), publicKey.export({ type: 'spki', format: 'pem' })]
  const byKey = createVerifier('tu-cambio.jws', { publicKeys })
  const jws = nodeSigned(BODY, 'detached', privateKey, { alg: 'PS256' })
  assert.equal(byKey.verify(received(jws)).keyIndex, 1)
  assert.equal(byKey.verify(received(nodeSigned(BODY, 'detached', attacker.privateKey, { alg: 'PS256' }))).keyIndex, 0)
  const mixed = createVerifier('tu-cambio.jws', { publicKeys: publicKeys[0], certificates: certificate })
  assert.equal(mixed.verify(received(jws)).keyIndex, 1)
  const turned = createVerifier('tu-cambio.jws', { certificates: certificate, publicKeys: publicKeys[0] })
  assert.equal(turned.verify(received(jws)).keyIndex, 0)
})

test('tu-cambio.request with a private key sends both signatures, and tu-cambio.webhook verifies both', async () => {
  const credentials = { apiKey: 'key', secret: 'the shared secret key', privateKey: file('rsa-2048.pkcs8.pem') }
  for (const form of FORMS) {
    const requests = createSigner('tu-cambio.request', credentials, { jws: { form } })
    const signed = requests.sign({ method: 'POST', url: 'https://api.tucambio.app/v1/payouts', body: BODY })
    const names = ['X-TuCambio-Api-Key', 'X-Date', 'Authorization', 'jws-signature', 'content-type']
    assert.deepEqual(Object.keys(signed.headers), names)
    assert.equal(signed.headers.Authorization, signed.signature)
    const jws = signed.headers['jws-signature']
    assert.deepEqual(await joseVerified(jws, form, BODY, publicKey, 'PS256'), Buffer.from(BODY))

    const webhooks = createVerifier('tu-cambio.webhook', { secret: credentials.secret, certificates: certificate })
    const now = new Date(signed.timestamp)
    const verified = webhooks.verify({ ...signed, now })
    assert.equal(verified.scheme, 'tu-cambio.webhook')
    assert.equal(verified.canonical, '{timestamp}{body}')
    assert.deepEqual(verified.signedAt, now)
    assert.deepEqual(verified.companion, {
      scheme: 'tu-cambio.jws',
      timestamp: undefined,
      signedAt: undefined,
      keyIndex: 0,
      canonical: '{body}',
      fingerprint: fingerprint(jws, form, BODY),
      inputs: {},
      covers: { method: 'none', url: 'none', query: 'none', headers: 'none', body: 'whole' },
      companion: undefined,
    })
    const without = ({ [names[3]]: _, ...headers }) => headers
    assert.equal(webhooks.check({ ...signed, headers: without(signed.headers), now }).error.header, 'jws-signature')
    const forged = nodeSigned(BODY, form, attacker.privateKey, { alg: 'PS256' })
    const headers = { ...signed.headers, 'jws-signature': forged }
    assert.equal(webhooks.check({ ...signed, headers, now }).code, 'ERR_SIGNATURE_MISMATCH')
    const hmacOnly = createVerifier('tu-cambio.webhook', { secret: credentials.secret })
    assert.equal(hmacOnly.verify({ ...signed, headers, now }).companion, undefined)
  }
})

test('the build for require signs and verifies too', () => {
  const signed = whole.cjs
    .createSigner('tu-cambio.jws', { privateKey: file('rsa-2048.pkcs8.pem') })
    .sign({ body: BODY })
  assert.equal(
    whole.cjs.createVerifier('tu-cambio.jws', { certificates: certificate }).verify({ ...signed, now: NOW }).keyIndex,
    0,
  )
})

const REFUSED = 'ERR_ALGORITHM_REFUSED'
const MISMATCH = 'ERR_SIGNATURE_MISMATCH'
const MALFORMED = 'ERR_HEADER_MALFORMED'
const pem = publicKey.export({ type: 'spki', format: 'pem' })
const OTHER = '{"amount":"99999.00"}'
const right = nodeSigned(BODY, 'attached', privateKey, { alg: 'PS256' })
const [HEADER, PAYLOAD, SIGNATURE] = right.split('.')
const withHeader = (header, signature = SIGNATURE) => `${base64url(header)}.${PAYLOAD}.${signature}`
const header = (members) => withHeader(JSON.stringify(members))

/** What an attacker can send who knows the public key, has a key of his own, and has seen `right`. */
const ATTACKS = {
  'no algorithm': [REFUSED, () => `${base64url('{"alg":"none"}')}.${PAYLOAD}.`],
  'no algorithm, with a signature': [REFUSED, () => header({ alg: 'none' })],
  'no algorithm, in another case': [REFUSED, () => header({ alg: 'nOnE' })],
  'no algorithm, by jose': [REFUSED, () => new jose.UnsecuredJWT({ amount: 1 }).encode()],
  'an HMAC keyed with the public key': [
    REFUSED,
    () => joseSigned(BODY, 'attached', Buffer.from(pem), { alg: 'HS256' }),
  ],
  'the same, said to be PS256': [
    MISMATCH,
    async () => {
      const [, , mac] = (await joseSigned(BODY, 'attached', Buffer.from(pem), { alg: 'HS256' })).split('.')
      return withHeader('{"alg":"PS256"}', mac)
    },
  ],
  'the key of the attacker inside': [
    MISMATCH,
    () => {
      const jwk = attacker.publicKey.export({ format: 'jwk' })
      return joseSigned(BODY, 'attached', attacker.privateKey, { alg: 'PS256', jwk })
    },
  ],
  'the key of the attacker by address': [
    MISMATCH,
    () =>
      joseSigned(BODY, 'attached', attacker.privateKey, {
        alg: 'PS256',
        jku: 'https://attacker.example/keys',
        kid: '1',
      }),
  ],
  'the certificate of another inside': [
    MISMATCH,
    () => {
      const other = new X509Certificate(file('other.certificate.pem')).raw.toString('base64')
      return joseSigned(BODY, 'attached', createPrivateKey(file('other-2048.pkcs8.pem')), {
        alg: 'PS256',
        x5c: [other],
      })
    },
  ],
  'the right certificate inside, another key': [
    MISMATCH,
    () => {
      const x5c = [new X509Certificate(certificate).raw.toString('base64')]
      return joseSigned(BODY, 'attached', attacker.privateKey, { alg: 'PS256', x5c })
    },
  ],
  'an unknown extension that is critical': [
    REFUSED,
    () => joseSigned(BODY, 'attached', privateKey, { alg: 'PS256', crit: ['exp'], exp: 1 }, { crit: { exp: true } }),
  ],
  'an extension that is critical and absent': [REFUSED, () => header({ alg: 'PS256', crit: ['exp'] })],
  'b64 and another extension': [REFUSED, () => header({ alg: 'PS256', b64: false, crit: ['b64', 'exp'], exp: 1 })],
  'an empty crit': [REFUSED, () => header({ alg: 'PS256', crit: [] })],
  'crit that is no list': [REFUSED, () => header({ alg: 'PS256', crit: 'b64', b64: false })],
  'b64 without crit': [REFUSED, () => nodeSigned(BODY, 'detached', privateKey, { alg: 'PS256', b64: false })],
  'b64 without crit, signed as it says': [
    REFUSED,
    () => nodeSigned(BODY, 'unencoded', privateKey, { alg: 'PS256', b64: false, crit: undefined }),
  ],
  'b64 that is no boolean': [REFUSED, () => header({ alg: 'PS256', b64: 'false', crit: ['b64'] })],
  'b64 false with a payload inside': [MALFORMED, () => header({ alg: 'PS256', b64: false, crit: ['b64'] })],
  'another payload inside': [MISMATCH, () => `${HEADER}.${base64url(OTHER)}.${SIGNATURE}`],
  'the right payload, another body': [MISMATCH, () => right, OTHER],
  'another payload and body': [MISMATCH, () => `${HEADER}.${base64url(OTHER)}.${SIGNATURE}`, OTHER],
  'the signature of another body, detached': [
    MISMATCH,
    () => nodeSigned(OTHER, 'detached', privateKey, { alg: 'PS256' }),
  ],
  'signed with the key of the attacker': [
    MISMATCH,
    () => nodeSigned(BODY, 'attached', attacker.privateKey, { alg: 'PS256' }),
  ],
  'an algorithm that is not allowed': [REFUSED, () => nodeSigned(BODY, 'attached', privateKey, { alg: 'RS256' })],
  'the right key with PKCS#1 padding, said to be PS256': [
    MISMATCH,
    () => nodeSigned(BODY, 'attached', privateKey, { alg: 'PS256' }, 0, PADDINGS.RS256),
  ],
  'PSS without salt': [
    MISMATCH,
    () => nodeSigned(BODY, 'attached', privateKey, { alg: 'PS256' }, 0, { ...PADDINGS.PS256, saltLength: 0 }),
  ],
  'PSS with another length of salt': [
    MISMATCH,
    () => nodeSigned(BODY, 'attached', privateKey, { alg: 'PS256' }, 0, { ...PADDINGS.PS256, saltLength: 64 }),
  ],
  PS512: [REFUSED, () => joseSigned(BODY, 'attached', privateKey, { alg: 'PS512' })],
  'an algorithm in lower case': [REFUSED, () => header({ alg: 'ps256' })],
  'an algorithm twice': [MALFORMED, () => withHeader('{"alg":"none","alg":"PS256"}')],
  'an algorithm that is a list': [REFUSED, () => header({ alg: ['PS256'] })],
  'no algorithm at all': [REFUSED, () => withHeader('{}')],
  'a header that is no object': [MALFORMED, () => withHeader('"PS256"')],
  'a header that is no JSON': [MALFORMED, () => withHeader('{"alg":"PS256"')],
  'no signature': [MISMATCH, () => `${HEADER}.${PAYLOAD}.`],
  'a signature of zeros': [MISMATCH, () => `${HEADER}.${PAYLOAD}.${base64url(Buffer.alloc(256))}`],
  'a signature cut by a byte': [
    MISMATCH,
    () => `${HEADER}.${PAYLOAD}.${base64url(Buffer.from(SIGNATURE, 'base64url').subarray(1))}`,
  ],
  'a signature with a byte more': [
    MISMATCH,
    () => `${HEADER}.${PAYLOAD}.${base64url(Buffer.concat([Buffer.alloc(1), Buffer.from(SIGNATURE, 'base64url')]))}`,
  ],
  'a signature with padding': [MALFORMED, () => `${right}==`],
  'a signature in base64': [MALFORMED, () => `${HEADER}.${PAYLOAD}.${'+/'.repeat(171)}`],
  'a space at the end': [MALFORMED, () => `${right} `],
  'a part too many': [MALFORMED, () => `${right}.`],
  'a part too few': [MALFORMED, () => `${HEADER}.${PAYLOAD}`],
  'a JWS as JSON': [MALFORMED, () => JSON.stringify({ protected: HEADER, payload: PAYLOAD, signature: SIGNATURE })],
  'an encrypted one': [
    MALFORMED,
    () =>
      new jose.CompactEncrypt(Buffer.from(BODY))
        .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM' })
        .encrypt(publicKey),
  ],
  nothing: [MALFORMED, () => ''],
}

for (const [name, [code, make, body = BODY]] of Object.entries(ATTACKS)) {
  test(`attack: ${name}`, async () => {
    const jws = await make()
    for (const credentials of [{ publicKeys: pem }, { certificates: certificate }]) {
      const verifier = createVerifier('tu-cambio.jws', credentials)
      assert.equal(verifier.verify(received(right)).keyIndex, 0)
      const { error, ok } = verifier.check(received(jws, body))
      assert.equal(ok, false)
      assert.ok(error instanceof CountersignError)
      assert.equal(error.code, code, error.message)
      const hmacToo = createVerifier('tu-cambio.webhook', { secret: 's', ...credentials })
      const { headers } = createSigner('tu-cambio.webhook', { secret: 's' }).sign({
        body,
        headers: { 'jws-signature': jws },
      })
      assert.equal(hmacToo.check({ headers, body, now: NOW }).code, code, 'as a companion')
    }
  })
}

test('attack: no scheme takes a private or a secret key to verify a JWS with', () => {
  for (const credentials of [
    { secret: pem },
    { privateKey: file('rsa-2048.pkcs8.pem') },
    { publicKeys: file('rsa-2048.pkcs8.pem') },
    { publicKeys: { kty: 'oct', k: base64url(pem) } },
    { publicKeys: privateKey.export({ format: 'jwk' }) },
  ]) {
    assert.throws(() => createVerifier('tu-cambio.jws', credentials), { code: 'ERR_CREDENTIAL_INVALID' })
  }
})

test('what a JWK says that it is for is obeyed, as jose does', async () => {
  const jwk = publicKey.export({ format: 'jwk' })
  const signed = await joseSigned(BODY, 'attached', privateKey, { alg: 'PS256' })
  const unfit = {
    use: { use: 'enc' },
    key_ops: { key_ops: ['encrypt'] },
    alg: { alg: 'HS256' },
  }
  for (const [member, members] of Object.entries(unfit)) {
    for (const key of [{ ...jwk, ...members }, JSON.stringify({ ...jwk, ...members })]) {
      const error = refusalOf(() => createVerifier('tu-cambio.jws', { publicKeys: [publicKey.export({ type: 'spki', format: 'pem' }), key] }))
      assert.deepEqual([error.code, error.part], ['ERR_CREDENTIAL_INVALID', `publicKeys.${member}`])
    }
    await assert.rejects(jose.compactVerify(signed, { ...jwk, ...members }))
  }
  for (const members of [{}, { use: 'sig' }, { key_ops: ['verify'], ext: true }, { alg: 'PS256' }]) {
    const verifier = createVerifier('tu-cambio.jws', { publicKeys: { ...jwk, ...members } })
    assert.equal(verifier.check(received(signed)).ok, true)
    await jose.compactVerify(signed, { ...jwk, ...members })
  }
  // One that names an algorithm verifies that alone, whatever else is allowed.
  const jws = { alg: ['PS256', 'RS256'] }
  const rs256 = createVerifier('tu-cambio.jws', { publicKeys: { ...jwk, alg: 'RS256' } }, { jws })
  assert.equal(rs256.check(received(signed)).code, 'ERR_SIGNATURE_MISMATCH')
  assert.equal(rs256.check(received(await joseSigned(BODY, 'attached', privateKey, { alg: 'RS256' }))).ok, true)
  await assert.rejects(jose.compactVerify(signed, { ...jwk, alg: 'RS256' }))
})

const received = (jws, body = BODY) => ({ method: 'POST', headers: { 'JWS-Signature': jws }, body, now: NOW })

/** Signs with jose, in one of the three forms. */
async function joseSigned(body, form, key, header, options) {
  const payload = new TextEncoder().encode(body)
  if (form === 'unencoded') {
    const unencoded = { ...header, b64: false, crit: ['b64'] }
    const { protected: own, signature } = await new jose.FlattenedSign(payload)
      .setProtectedHeader(unencoded)
      .sign(key, options)
    return `${own}..${signature}`
  }
  const compact = await new jose.CompactSign(payload).setProtectedHeader(header).sign(key, options)
  return form === 'attached' ? compact : compact.replace(/\.[^.]*\./, '..')
}

/** The payload that jose verifies. */
async function joseVerified(compact, form, body, key, alg) {
  const options = { algorithms: [alg] }
  const [own, payload, signature] = compact.split('.')
  if (form === 'attached') {
    const verified = await jose.flattenedVerify({ protected: own, payload, signature }, key, options)
    // jose takes no empty payload inside a compact one.
    if (payload !== '') assert.deepEqual((await jose.compactVerify(compact, key, options)).payload, verified.payload)
    return Buffer.from(verified.payload)
  }
  assert.equal(payload, '')
  const outside = form === 'detached' ? base64url(body) : new Uint8Array(Buffer.from(body))
  const verified = await jose.flattenedVerify({ protected: own, payload: outside, signature }, key, options)
  return Buffer.from(verified.payload)
}

/** Signs by hand with node:crypto. */
function nodeSigned(body, form, key, header, spaces = 0, padding = PADDINGS[header.alg]) {
  const members = form === 'unencoded' ? { b64: false, crit: ['b64'], ...header } : header
  const own = base64url(JSON.stringify(members, null, spaces))
  const input = Buffer.concat([Buffer.from(`${own}.`), Buffer.from(form === 'unencoded' ? body : base64url(body))])
  const signature = base64url(sign('sha256', input, { key, ...padding }))
  return `${own}.${form === 'attached' ? base64url(body) : ''}.${signature}`
}

function fingerprint(jws, form, body) {
  const [own] = jws.split('.')
  return createHash('sha256')
    .update(`${own}.${form === 'unencoded' ? body : base64url(body)}`)
    .digest('hex')
}

/** The bytes under the signature, made anew from what is sent. */
function signingInput({ signature, body }) {
  const [own] = signature.split('.')
  const isUnencoded = jose.decodeProtectedHeader(signature).b64 === false
  const payload = isUnencoded ? Buffer.from(body) : Buffer.from(base64url(body))
  return Buffer.concat([Buffer.from(`${own}.`), payload])
}

const rawSignature = ({ signature }) => Buffer.from(signature.split('.')[2], 'base64url')
