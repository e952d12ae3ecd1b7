// The standards against other implementations of them: the SDK of AWS, and a library for HTTP Message Signatures.
import assert from 'node:assert/strict'
import { constants, createHash, createHmac, randomInt, sign, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { SignatureV4 } from '@smithy/signature-v4'
import { createSigner as peerSigner, createVerifier as peerVerifier, httpbis } from 'http-message-signatures'
import { at } from '../../pkg-template/tools.mjs'
import { Generator } from './documents.mjs'
import { whole } from './package.mjs'

const { createSigner, createVerifier } = whole.esm
const REQUESTS = 2000
const seed = Number(process.env.COUNTERSIGN_SEED ?? randomInt(2 ** 32))
const NOW = new Date('2025-05-14T10:00:00Z')
const KEYS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' }
const key = (name) => readFileSync(at('tests', 'keys', `${name}.pem`), 'utf8')

test(`AWS Signature Version 4 is that of the SDK, COUNTERSIGN_SEED=${seed}`, async () => {
  const random = new Generator(seed)
  for (let number = 0; number < REQUESTS; number++) {
    const { url, peer, headers, body, method } = awsRequest(random)
    const [region, service] = [random.pick(['us-east-1', 'eu-west-3']), random.pick(['execute-api', 'sqs'])]
    const isOnce = random.pick([true, false])
    const credentials = random.pick([KEYS, { ...KEYS, sessionToken: 'a/session+token==' }])
    const options = { region, service, ...(isOnce && { pathEncoding: 'once', pathForm: 'as-sent' }) }
    const signer = createSigner('aws.request', credentials, options)
    const message = { method, url, headers, body, timestamp: NOW }
    // Where empty segments are not signed, one signature would be good for other paths.
    if (!isOnce && new URL(url).pathname.includes('//')) {
      assert.throws(() => signer.sign(message), { code: 'ERR_REQUEST_INVALID', part: 'url' })
      continue
    }
    const signed = signer.sign(message)
    const scheme = { service, region, credentials, sha256: Sha256, uriEscapePath: !isOnce, applyChecksum: false }
    const request = { ...peer, method, headers: { ...headers, host: new URL(url).host }, body }
    // The content type that is added is signed like one that was given.
    if (signed.headers['content-type']) request.headers['content-type'] = signed.headers['content-type']
    const want = await new SignatureV4(scheme).sign(request, { signingDate: NOW })
    const told = `request ${number} of COUNTERSIGN_SEED=${seed}: ${JSON.stringify({ method, url, headers, options })}`
    assert.equal(signed.headers.Authorization, want.headers.authorization, told)
    const verifier = createVerifier('aws.request', credentials, options)
    const received = { method, url, headers: { ...want.headers }, body, now: NOW }
    assert.equal(verifier.verify(received).scheme, 'aws.request', told)
  }
})

test('paths that servers resolve are refused, though the SDK signs what they come to', async () => {
  const scheme = { service: 's', region: 'r', credentials: KEYS, sha256: Sha256, applyChecksum: false }
  const verifier = createVerifier('aws.request', KEYS, { service: 's', region: 'r' })
  for (const path of [
    '/',
    '/.',
    '/..',
    '/a/..',
    '/a/b/..',
    '/a/b/.',
    '/a/b/../',
    '/./a//b/',
    '//',
    '/../a',
    '/a/%2E%2E/b',
  ]) {
    const request = {
      protocol: 'https:',
      hostname: 'example.com',
      path,
      method: 'GET',
      headers: { host: 'example.com' },
    }
    const { headers } = await new SignatureV4(scheme).sign(request, { signingDate: NOW })
    const { ok, code } = verifier.check({ method: 'GET', url: `https://example.com${path}`, headers, now: NOW })
    assert.deepEqual([ok, code], path === '/' ? [true, undefined] : [false, 'ERR_REQUEST_INVALID'], path)
  }
})

test(`HTTP Message Signatures are those of a library, COUNTERSIGN_SEED=${seed}`, async () => {
  const random = new Generator(seed)
  for (let number = 0; number < REQUESTS / 4; number++) {
    const message = httpMessage(random)
    const [scheme, alg, own, peer] = random.pick(SCHEMES)
    const options = { components: message.components.join(' '), label: 'sig', keyid: 'a "key"' }
    const told = `message ${number} of COUNTERSIGN_SEED=${seed}: ${JSON.stringify({ scheme, ...message })}`
    const { method, url, headers, body } = message
    const request = { method, url, headers, body, timestamp: NOW }
    const signed = createSigner(scheme, own.signing, options).sign(request)
    const keyLookup = async () => ({ verify: peerVerifier(peer.verifying, alg) })
    const times = { notAfter: NOW.getTime() / 1000 }
    const received = { method, url, headers: { ...headers, ...signed.headers } }
    assert.equal(await httpbis.verifyMessage({ keyLookup, ...times }, received), true, told)
    const made = await httpbis.signMessage(
      {
        key: { sign: peer.sign ?? peerSigner(peer.signing, alg).sign },
        name: 'sig',
        fields: message.components,
        params: ['created', 'keyid'],
        paramValues: { created: NOW, keyid: 'a "key"' },
      },
      { method, url, headers: { ...headers, ...added(signed.headers) } },
    )
    const verified = createVerifier(scheme, own.verifying, options).verify({ ...made, body, now: NOW })
    assert.deepEqual([verified.scheme, verified.timestamp], [scheme, String(NOW / 1000)], told)
    // What is not random is the same to the byte.
    if (!['rsa-pss-sha512', 'ecdsa-p256-sha256'].includes(alg)) assert.equal(made.headers.Signature, signed.headers.Signature, told)
    // One bit of the signature changed.
    const bytes = Buffer.from(signed.headers.Signature.slice(5, -1), 'base64')
    bytes[random.one(bytes.length)] ^= 1 << random.one(8)
    const broken = { ...received, headers: { ...received.headers, Signature: `sig=:${bytes.toString('base64')}:` } }
    assert.equal(await httpbis.verifyMessage({ keyLookup, ...times }, broken), false, told)
    assert.equal(createVerifier(scheme, own.verifying, options).check({ ...broken, body, now: NOW }).code, 'ERR_SIGNATURE_MISMATCH', told)
  }
})

test('RSASSA-PSS with SHA-512 has a salt of 64 bytes, and takes no other', () => {
  const [privateKey, publicKey] = [key('rsa-2048.pkcs8'), key('rsa-2048.spki')]
  const request = { method: 'POST', url: 'https://example.com/', body: 'a', timestamp: NOW }
  const signer = createSigner('rfc9421.rsa-pss-sha512', { privateKey })
  const verifier = createVerifier('rfc9421.rsa-pss-sha512', { publicKeys: publicKey })
  const signed = signer.sign(request)
  const input = Buffer.from(signer.prepare(request).signingInput)
  const pss = (pem, saltLength) => ({ key: pem, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength })
  assert.ok(verify('sha512', input, pss(publicKey, 64), Buffer.from(signed.signature, 'base64')))
  const by = (saltLength) => {
    const text = sign('sha512', input, pss(privateKey, saltLength)).toString('base64')
    return verifier.check({ ...signed, headers: { ...signed.headers, Signature: `sig1=:${text}:` }, now: NOW }).ok
  }
  // The longest is what node:crypto makes, and with it many a library, where nothing is said; RFC 9421 §3.3.1 says 64.
  assert.deepEqual([64, 32, constants.RSA_PSS_SALTLEN_MAX_SIGN].map(by), [true, false, false])
})

/** A request in both forms; `!'()*` and `+` stand where clients encode them. */
function awsRequest(random) {
  const several = (most, make) => Array.from({ length: random.one(most + 1) }, make)
  const text = () =>
    several(4, () =>
      random.pick(['a', 'Z', '7', '-', '.', '_', '~', ' ', '/', 'é', '€', '😀', '=', '%', '+', '*']),
    ).join('')
  const encode = (part) =>
    encodeURIComponent(part).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
  const path = `/${several(4, () => random.pick(['', 'a', encode(`b${text()}`)])).join('/')}`
  const query = {}
  for (let left = random.one(4); left > 0; left--) (query[text() || 'q'] ??= []).push(text())
  const pairs = Object.entries(query).flatMap(([name, values]) =>
    values.map((value) => `${encode(name)}=${encode(value)}`),
  )
  const hostname = random.pick(['example.amazonaws.com', 'abc.execute-api.eu-west-3.amazonaws.com'])
  const headers = Object.fromEntries(
    several(3, () => [
      random.pick(['X-Amz-Meta-A', 'Accept', 'My-Header', 'User-Agent', 'Pragma', 'Sec-Fetch-Mode', 'content-type']),
      random.pick(['a', '  a   b  ', '"a  b"', 'a\tb', 'application/json']),
    ]),
  )
  const method = random.pick(['GET', 'POST', 'PUT', 'DELETE'])
  const body = method === 'GET' || method === 'DELETE' ? undefined : random.pick(['', '{"a":1}', text()])
  const url = `https://${hostname}${path}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`
  return { url, method, headers, body, peer: { protocol: 'https:', hostname, path, query } }
}

/** A request, and what of it is signed. */
function httpMessage(random) {
  const query = random.pick(['', '?', '?a=1', '?a=1&b=%20x&b2', '?q=%C3%A9'])
  const url = `https://${random.pick(['example.com', 'example.com:8443'])}/${random.pick(['', 'a', 'a/%7Eb'])}${query}`
  const headers = {
    'Content-Type': random.pick(['application/json', '  text/plain ']),
    Date: 'Wed, 14 May 2025 10:00:00 GMT',
    'X-Many': random.pick(['a, b', 'a,b', '']),
  }
  const derived = ['@method', '@authority', '@scheme', '@path', '@query', '@request-target', '@query-param;name="a"']
  const all = [...derived, 'content-type', 'date', 'x-many', 'content-digest']
  const isThere = (component) =>
    (component !== '@query-param;name="a"' || query.startsWith('?a=1')) &&
    // The library takes these from `URL`, which knows no empty query.
    (query !== '?' || component !== '@request-target')
  const components = all.filter((component) => isThere(component) && random.pick([true, false]))
  return { method: random.pick(['POST', 'PUT']), url, headers, body: random.pick(['a', '{"a": 1}']), components }
}

/** What the signer adds besides the signature. */
const added = (headers) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !/^signature(-input)?$/i.test(name)))

/** The hash that the SDK asks for. */
class Sha256 {
  constructor(secret) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret)
  }

  update(data) {
    this.hash.update(data)
  }

  async digest() {
    return new Uint8Array(this.hash.digest())
  }
}

const SECRET = 'a shared secret of this test'
const PRIVATE = key('rsa-2048.pkcs8')
const PUBLIC = key('rsa-2048.spki')
/** Each with the library's name of the algorithm, our keys and its own. */
const SCHEMES = [
  [
    'rfc9421.hmac-sha256',
    'hmac-sha256',
    { signing: { secret: SECRET }, verifying: { secret: SECRET } },
    { signing: SECRET, verifying: SECRET },
  ],
  ...[
    ['rfc9421.rsa-v1_5-sha256', 'rsa-v1_5-sha256'],
    ['rfc9421.rsa-pss-sha512', 'rsa-pss-sha512', { sign: async (data) => sign('sha512', data, PSS) }],
  ].map(([scheme, alg, more]) => [
    scheme,
    alg,
    { signing: { privateKey: PRIVATE }, verifying: { publicKeys: PUBLIC } },
    { signing: PRIVATE, verifying: PUBLIC, ...more },
  ]),
  ...[['ed25519', 'ed25519'], ['ecdsa-p256-sha256', 'ec-p256']].map(([alg, file]) => {
    const [signing, verifying] = [key(`${file}.pkcs8`), key(`${file}.spki`)]
    return [`rfc9421.${alg}`, alg, { signing: { privateKey: signing }, verifying: { publicKeys: verifying } }, { signing, verifying }]
  }),
]
// Left to itself, the library takes the longest salt, which RFC 9421 does not.
const PSS = { key: PRIVATE, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 }
