// Stark Bank's SDK and pawaPay's sample, in both directions: what either signs, the other verifies, and wrong bytes are refused by both.
import assert from 'node:assert/strict'
import { createHash, createPublicKey, createSign, createVerify, randomInt } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { mock, test } from 'node:test'
import { httpbis } from 'http-message-signatures'
import { at } from '../../pkg-template/tools.mjs'
import { Generator } from './documents.mjs'
import { keyPair } from './key-pairs.mjs'
import { everyWay, whole } from './package.mjs'

const { createSigner, createVerifier } = whole.esm
const require = createRequire(import.meta.url)
const starkbank = require('starkbank')
const { Ecdsa, PrivateKey, PublicKey, Signature } = require('starkbank-ecdsa')
const axios = require('axios')

// The SDK takes some milliseconds for each signature.
const MESSAGES = 150
const seed = Number(process.env.COUNTERSIGN_SEED ?? randomInt(2 ** 32))
const NOW = 1_747_216_800
const ASKED = new Error('asked for a newer key')
const NAMES = ['Zoë', '漢字', 'a/b & <c>', '😀', '"', '\\', 'x'.repeat(70), '']

/** A pair of keys as PEM: as the SDK reads the private one, SEC 1. */
function pair(namedCurve) {
  const { publicKey, privateKey } = keyPair('ec', { namedCurve })
  return { privateKey: privateKey.export({ type: 'sec1', format: 'pem' }), publicKeys: publicKey.export({ type: 'spki', format: 'pem' }) }
}
const privateOf = ({ privateKey }) => ({ privateKey })
const [STARK, OTHER, ANY] = ['secp256k1', 'secp256k1', 'secp256k1'].map(pair)
const [PAWA, ANOTHER] = ['P-256', 'P-256'].map(pair)

/** One bit of the base64's bytes changed: any, or one inside of r or s. */
function broken(random, text, place = (length) => random.one(length)) {
  const bytes = Buffer.from(text, 'base64')
  bytes[place(bytes.length)] ^= 1 << random.one(8)
  return bytes.toString('base64')
}
const inside = (random) => (length) => random.pick([8 + random.one(20), length - 1 - random.one(20)])

test(`starkbank: webhooks, COUNTERSIGN_SEED=${seed}`, async () => {
  const random = new Generator(seed)
  const signer = createSigner('starkbank.webhook', privateOf(STARK))
  const verifiers = [{}, { crypto: 'wasm' }].map((options) => createVerifier('starkbank.webhook', { publicKeys: [ANY.publicKeys, STARK.publicKeys] }, options))
  // In place of the provider's API.
  axios.defaults.adapter = async () => Promise.reject(ASKED)
  const user = new starkbank.Project({ environment: 'sandbox', id: '1', privateKey: STARK.privateKey })
  starkbank.cache['starkbank-public-key'] = PublicKey.fromPem(STARK.publicKeys)
  const key = PrivateKey.fromPem(STARK.privateKey)
  const takes = async (content, signature) => {
    try {
      return (await starkbank.event.parse({ content, signature, user })) !== undefined
    } catch (error) {
      // Before it refuses, the SDK asks for a newer key.
      if (error instanceof starkbank.error.InvalidSignatureError || error === ASKED) return false
      throw error
    }
  }
  let highest = 0
  for (let number = 0; number < MESSAGES; number++) {
    const content = JSON.stringify({ event: { id: String(random.one(1e9)), log: { name: random.pick(NAMES), amount: random.one(1e6) } } })
    const told = `message ${number} of COUNTERSIGN_SEED=${seed}: ${content}`
    const ours = signer.sign({ body: content }).headers['Digital-Signature']
    assert.ok(await takes(content, ours), told)
    const theirs = Ecdsa.sign(content, key).toBase64()
    const check = (signature, body) => verifiers.map((verifier) => verifier.check({ headers: { 'Digital-Signature': signature }, body }))
    for (const { ok, keyIndex } of check(theirs, content)) assert.deepEqual([ok, keyIndex], [true, 1], told)
    // A Node sender that is not the SDK makes an s of either half.
    const free = createSign('sha256').update(content).sign(STARK.privateKey, 'base64')
    highest += Signature.fromBase64(free).s.greater(key.curve.N.over(2)) ? 1 : 0
    assert.deepEqual([await takes(content, free), check(free, content).every(({ ok }) => ok)], [true, true], told)
    for (const [signature, body] of [
      [broken(random, theirs, inside(random)), content],
      [broken(random, ours, inside(random)), content],
      [theirs, `${content} `],
      [Ecdsa.sign(content, PrivateKey.fromPem(OTHER.privateKey)).toBase64(), content],
    ]) {
      assert.deepEqual([await takes(body, signature), ...check(signature, body).map(({ ok }) => ok)], [false, false, false], `${told}: ${signature}`)
    }
    // The SDK reads lengths beyond the end as if they ended there.
    const any = broken(random, theirs)
    assert.deepEqual(check(any, content).map(({ ok }) => ok), [false, false], `${told}: ${any}`)
  }
  assert.ok(highest > MESSAGES / 4, `${highest} had the larger s`)
})

test(`starkbank: requests, COUNTERSIGN_SEED=${seed}`, async () => {
  const random = new Generator(seed)
  const sent = []
  axios.defaults.adapter = async (config) => {
    sent.push(config)
    return { data: {}, status: 200, statusText: 'OK', headers: {}, config }
  }
  mock.timers.enable({ apis: ['Date'], now: NOW * 1000 })
  try {
    for (let number = 0; number < MESSAGES; number++) {
      const kind = random.pick(['project', 'organization'])
      const id = String(1 + random.one(1e9))
      const own = { environment: 'sandbox', id, privateKey: STARK.privateKey }
      const user = kind === 'project' ? new starkbank.Project(own) : new starkbank.Organization(own)
      const method = random.pick(['GET', 'POST', 'PATCH', 'DELETE'])
      const payload = method === 'GET' || method === 'DELETE' ? null : { name: random.pick(NAMES), amount: random.one(1e9) }
      const told = `request ${number} of COUNTERSIGN_SEED=${seed}: ${JSON.stringify({ kind, id, method, payload })}`
      await starkbank.request[method.toLowerCase()]('transfer', payload ?? undefined, { user })
      const { url, headers, data } = sent.at(-1)
      const accessId = `${kind}/${id}`
      const received = { method, url, headers: Object.fromEntries(Object.entries(headers.toJSON()).map(([name, value]) => [name, String(value)])), body: data }
      const verifier = createVerifier('starkbank.request', { accessId, publicKeys: STARK.publicKeys })
      assert.equal(verifier.verify(received).timestamp, String(NOW), told)
      const wrong = (changed) => assert.equal(verifier.check({ ...received, ...changed }).ok, false, told)
      wrong({ body: `${data ?? ''} ` })
      wrong({ headers: { ...received.headers, 'Access-Time': String(NOW + 1) } })
      wrong({ headers: { ...received.headers, 'Access-Id': 'project/0' } })
      // What the SDK's own package says of ours: it has nothing for the other side of a request.
      const signed = createSigner('starkbank.request', { accessId, privateKey: STARK.privateKey }).sign({ method, url, body: data })
      const parsed = Signature.fromBase64(signed.headers['Access-Signature'])
      const message = `${accessId}:${NOW}:${data ?? ''}`
      assert.deepEqual([signed.headers['Access-Id'], signed.headers['Access-Time'], signed.canonical], [accessId, String(NOW), message], told)
      const publicKey = PublicKey.fromPem(STARK.publicKeys)
      assert.deepEqual([Ecdsa.verify(message, parsed, publicKey), Ecdsa.verify(`${message} `, parsed, publicKey)], [true, false], told)
    }
  } finally {
    mock.timers.reset()
  }
})

// The sample signs with the library and with `createSign`, which writes DER; its verifier reads DER.
test(`pawaPay's sample, COUNTERSIGN_SEED=${seed}`, async () => {
  const random = new Generator(seed)
  const keyid = 'CUSTOMER_TEST_KEY_ID'
  const FIELDS = ['@method', '@authority', '@path', 'signature-date', 'content-digest', 'content-type', 'content-length']
  mock.timers.enable({ apis: ['Date'], now: NOW * 1000 })
  try {
    for (let number = 0; number < MESSAGES; number++) {
      const body = JSON.stringify({ depositId: String(random.one(1e9)), amount: String(random.one(1e6)), statementDescription: random.pick(NAMES) }, null, random.pick([0, 4]))
      const url = `https://${random.pick(['api.sandbox.pawapay.io', 'shop.example.com:8443'])}/${random.pick(['deposits', 'v2/payouts', ''])}${random.pick(['', '?a=1'])}`
      const algorithm = random.pick(['sha256', 'sha512'])
      const digest = `${algorithm.replace('sha', 'sha-')}=:${createHash(algorithm).update(body).digest('base64')}:`
      const given = { 'Signature-Date': new Date().toISOString(), 'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(body)) }
      const request = { method: 'POST', url, headers: { ...given, 'Content-Digest': digest }, body }
      const told = `message ${number} of COUNTERSIGN_SEED=${seed}: ${JSON.stringify(request)}`
      const sample = { id: keyid, alg: 'ecdsa-p256-sha256', sign: async (data) => createSign('SHA256').update(data).sign(PAWA.privateKey) }
      const isCallback = random.pick([true, false])
      const scheme = isCallback ? 'pawapay.callback' : 'pawapay.request'
      const fields = isCallback ? FIELDS.slice(0, -1) : FIELDS
      const theirs = await httpbis.signMessage({ key: sample, name: 'sig-pp', fields }, request)
      const taken = async (message, publicKey = PAWA.publicKeys) => {
        const verify = async (data, signature) => createVerify('SHA256').update(data).verify(publicKey, signature)
        try {
          return (await httpbis.verifyMessage({ keyLookup: async () => ({ verify }) }, message)) === true
        } catch {
          return false
        }
      }
      const verifiers = [{}, { crypto: 'wasm' }].map((options) => createVerifier(scheme, { publicKeys: PAWA.publicKeys }, { keyid, ...options }))
      const check = (message) => verifiers.map((verifier) => verifier.check(message).ok)
      assert.deepEqual([await taken(theirs), ...check(theirs)], [true, true, true], told)
      const signed = createSigner(scheme, privateOf(PAWA), { keyid, digest: algorithm.replace('sha', 'sha-') }).sign({ method: 'POST', url, headers: given, body })
      assert.equal(signed.headers['Content-Digest'], digest, told)
      assert.equal(signed.headers.Signature.startsWith('sig-pp=:ME'), true, told)
      assert.deepEqual([await taken(signed), ...check(signed)], [true, true, true], told)
      // r and s, as RFC 9421 has them: the provider's documentation says that, and its samples do not.
      const raw = await httpbis.signMessage({ key: { ...sample, sign: async (data) => createSign('SHA256').update(data).sign({ key: PAWA.privateKey, dsaEncoding: 'ieee-p1363' }) }, name: 'sig-pp', fields }, request)
      assert.deepEqual(check(raw), [true, true], told)
      for (const message of [theirs, signed]) {
        const with_ = (name, value) => ({ ...message, headers: { ...message.headers, [name]: value } })
        const signature = /:(.*):/.exec(message.headers.Signature)[1]
        for (const wrong of [
          with_('Signature', `sig-pp=:${broken(random, signature)}:`),
          with_('Signature-Date', '2020-01-01T00:00:00.000Z'),
          with_('Content-Digest', digest.replace(/=:./, (start) => `=:${start.at(-1) === 'A' ? 'B' : 'A'}`)),
          { ...message, method: 'PUT' },
          { ...message, url: url.replace('https://', 'https://x') },
        ]) {
          assert.deepEqual([await taken(wrong), ...check(wrong)], [false, false, false], `${told}: ${JSON.stringify(wrong.headers)}`)
        }
        assert.equal(await taken(message, ANOTHER.publicKeys), false, told)
        assert.equal(createVerifier(scheme, { publicKeys: ANOTHER.publicKeys }).check(message).ok, false, told)
      }
    }
  } finally {
    mock.timers.reset()
  }
})

// RFC 9421, B.2.4, whose signature is random: what is signed here is not, and node:crypto takes it.
for (const [way, api] of (await everyWay()).filter(([way]) => !way.startsWith('the engine'))) {
  test(`node:crypto takes what the schemes sign through ${way}`, () => {
    for (const [id, algorithm, type] of [
      ['rfc9421.ecdsa-p256-sha256', { dsaEncoding: 'ieee-p1363' }, 'rfc9421-ecc-p256'],
      ['pawapay.request', { dsaEncoding: 'der' }, 'ec-p256'],
      ['starkbank.webhook', { dsaEncoding: 'der' }, 'ec-secp256k1'],
    ]) {
      const [privateKey, publicKey] = ['pkcs8', 'spki'].map((form) => readFileSync(at('tests', 'keys', `${type}.${form}.pem`), 'utf8'))
      const headers = { 'Signature-Date': '2025-05-14T10:00:00.000Z', 'Content-Type': 'application/json', 'Content-Length': '2' }
      const signer = api.createSigner(id, { privateKey })
      const request = { method: 'POST', url: 'https://api.example.com/a', headers, body: '{}', timestamp: String(NOW) }
      const signed = signer.sign(request)
      assert.equal(signer.sign(request).signature, signed.signature)
      const verify = (input) => createVerify('sha256').update(input).verify({ key: createPublicKey(publicKey), ...algorithm }, signed.signature, 'base64')
      assert.deepEqual([verify(signer.prepare(request).signingInput), verify('other')], [true, false], id)
    }
  })
}
