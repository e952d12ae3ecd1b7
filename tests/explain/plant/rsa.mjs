// Plants mistakes in RSA signatures and JWS by node:crypto alone, and writes `planted-rsa.json`.
// Salts and encryption are random, so every run writes other signatures of the same mistakes.
import * as crypto from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { crc32 } from 'node:zlib'

const { constants } = crypto
const file = name => readFileSync(new URL(`../../keys/${name}`, import.meta.url), 'utf8')
const KEY = file('rsa-2048.pkcs8.pem')
const OTHER = file('other-2048.pkcs8.pem')
const BIG = file('rsa-4096.pkcs8.pem')
const EC = file('ec-p256.pkcs8.pem')
const PUBLIC = { publicKeys: { file: 'rsa-2048.spki.pem' } }

const BODY = '{"amount":10.50,"currency":"USD","name":"Zoë","to":"a/b"}'
const TIME = '1747216800'
const url64 = data => Buffer.from(data).toString('base64url')
const hash = (data, name = 'sha256') => crypto.createHash(name).update(data).digest()

/** What each algorithm of JOSE does. */
const PSS = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
const PKCS1 = { padding: constants.RSA_PKCS1_PADDING }
const sign = (input, how = PSS, name = 'sha256', key = KEY) => crypto.sign(name, Buffer.from(input), { key, ...how })
/** PKCS#1 type 1 padding around what is given, whatever it is. */
const bare = (data, key = KEY) => crypto.privateEncrypt(key, Buffer.from(data))

const HEADER = '{"alg":"PS256"}'
/** A JWS in which single steps are replaced. */
function jws(change = {}) {
  const it = { header: HEADER, payload: url64(BODY), how: PSS, hash: 'sha256', key: KEY, middle: undefined, ...change }
  const head = it.head ?? url64(it.header)
  const input = it.input ?? `${it.signedHead ?? head}.${it.payload}`
  const signature = it.signature ?? sign(input, it.how, it.hash, it.key)
  return `${head}.${it.middle ?? it.payload}.${it.encode?.(signature) ?? url64(signature)}`
}

const SECP256K1 = file('ec-secp256k1.pkcs8.pem')
/** As Stark Bank's API asks for it; each run makes another signature. */
function starkbank(ids, { id = 'project/1', time = TIME, body = BODY, name = 'sha256', dsaEncoding = 'der', encoding = 'base64', received } = {}) {
  const signature = crypto.sign(name, Buffer.from(`${id}:${time}:${body}`), { key: SECP256K1, dsaEncoding })
  plant('starkbank.request', ids, received?.(signature) ?? signature.toString(encoding), {
    credentials: { accessId: 'project/1', publicKeys: { file: 'ec-secp256k1.spki.pem' } },
    request: { timestamp: TIME },
  })
}

const cases = []
/** One planted mistake: what `explain` has to say, and what was received. */
function plant(scheme, ids, received, rest = {}) {
  const request = { method: 'POST', url: 'https://api.example.com/v1/payments', body: BODY, ...rest.request }
  cases.push({ scheme, ids, credentials: PUBLIC, received, ...rest, request })
}
const inJws = (ids, change, rest) => plant('tu-cambio.jws', ids, jws(change), rest)
const text = (received, ids, rest) => plant('tu-cambio.jws', ids, received, rest)
const BOTH = { options: { 'jws.alg': 'PS256 RS256' } }
const rs256 = { header: '{"alg":"RS256"}', how: PKCS1 }

// Right in every form.
inJws([], {})
inJws([], { middle: '' })
inJws([], rs256, BOTH)
const unencoded = '{"alg":"PS256","b64":false,"crit":["b64"]}'
inJws([], { header: unencoded, payload: BODY, middle: '' })
inJws([], {}, { credentials: { certificates: { file: 'valid.certificate.pem' } } })
inJws([], {}, { credentials: { privateKey: { file: 'rsa-2048.pkcs8.pem' } } })
inJws([], {}, { credentials: { privateKey: { file: 'rsa-2048.pkcs1.pem' } } })
inJws(
  [],
  {},
  { credentials: { publicKeys: [{ file: 'other-2048.spki.pem' }, { file: 'rsa-2048.spki.pem' }] }, keyIndex: 1 },
)

// Padding, hash, salt and mask.
inJws(['algorithm-rsa-pkcs1'], { how: PKCS1 })
inJws(['algorithm-rsa-pss'], { header: '{"alg":"RS256"}' }, BOTH)
inJws(['jws-algorithm-refused'], rs256)
inJws(['jws-algorithm-refused'], { header: '{"alg":"PS512"}', hash: 'sha512' })
inJws(['algorithm-sha512'], { hash: 'sha512' })
inJws(['algorithm-sha384'], { hash: 'sha384' })
inJws(['algorithm-sha1'], { hash: 'sha1' })
inJws(['algorithm-sha512'], { ...rs256, hash: 'sha512' }, BOTH)
inJws(['algorithm-md5'], { ...rs256, hash: 'md5' }, BOTH)
inJws(['algorithm-rsa-pkcs1', 'algorithm-sha1'], { how: PKCS1, hash: 'sha1' })
inJws(['pss-salt-length'], { how: { ...PSS, saltLength: constants.RSA_PSS_SALTLEN_MAX_SIGN } })
inJws(['pss-salt-length'], { how: { ...PSS, saltLength: 0 } })
inJws(['pss-salt-length'], { how: { ...PSS, saltLength: 20 } })
text(jws({ signature: maskedWithSha1() }), ['pss-mask-other'])
inJws(['algorithm-raw-digest-info-missing'], { ...rs256, signature: bare(hash(inputOf('{"alg":"RS256"}'))) }, BOTH)
inJws(['digest-hex-signed'], { ...rs256, signature: bare(hash(inputOf('{"alg":"RS256"}')).toString('hex')) }, BOTH)
inJws(['message-not-hashed'], { ...rs256, signature: bare(inputOf('{"alg":"RS256"}')) }, BOTH)
inJws(['message-hashed-first'], { ...rs256, signature: sign(hash(inputOf('{"alg":"RS256"}')), PKCS1) }, BOTH)
inJws(['message-hashed-first-hex'], { signature: sign(hash(inputOf(HEADER)).toString('hex')) })
inJws(['message-hashed-first'], { signature: sign(hash(inputOf(HEADER))) })
inJws(['digest-info-null-missing'], { ...rs256, signature: bare(withoutNull(inputOf('{"alg":"RS256"}'))) }, BOTH)

// A modulus one bit beyond whole bytes, where PSS leaves the first byte empty.
const odd = crypto.generateKeyPairSync('rsa', { modulusLength: 2049 })
const oddKey = { credentials: { publicKeys: odd.publicKey.export({ type: 'spki', format: 'pem' }) } }
inJws([], { key: odd.privateKey }, oddKey)
inJws(['algorithm-sha512'], { key: odd.privateKey, hash: 'sha512' }, oddKey)
inJws(['pss-salt-length'], { key: odd.privateKey, how: { ...PSS, saltLength: 8 } }, oddKey)

// The key.
inJws(['key-another'], { key: OTHER })
inJws(['key-another'], { how: PKCS1, key: OTHER })
inJws(['key-size-other'], { key: BIG })
inJws(['key-of-header'], { header: withCertificate('other.certificate.pem'), key: OTHER })
inJws(['key-of-header'], { header: withJwk(), key: OTHER })
inJws(
  ['certificate-refused'],
  {},
  { credentials: { certificates: { file: 'expired.certificate.pem' } }, nowMs: 1_747_216_800_000 },
)
inJws(['key-escaped'], {}, { credentials: { publicKeys: file('rsa-2048.spki.pem').replaceAll('\n', '\\n') } })
inJws(['key-kind'], {}, { credentials: { publicKeys: { file: 'valid.certificate.pem' } } })
const jwkFor = purpose => ({
  credentials: { publicKeys: JSON.stringify({ ...crypto.createPublicKey(KEY).export({ format: 'jwk' }), ...purpose }) },
})
inJws([], {}, jwkFor({ use: 'sig', key_ops: ['verify'], alg: 'PS256' }))
inJws(['key-purpose'], {}, jwkFor({ use: 'enc' }))
inJws(['key-purpose'], {}, jwkFor({ key_ops: ['encrypt'] }))
inJws(['key-purpose'], {}, { ...jwkFor({ alg: 'RS256' }), ...BOTH })
inJws([], {}, { credentials: { publicKeys: file('rsa-2048.spki.pem').replaceAll('\n', '') } })
const ecInput = inputOf('{"alg":"ES256"}')
const es = dsaEncoding => crypto.sign('sha256', Buffer.from(ecInput), { key: EC, dsaEncoding })
inJws(['jws-algorithm-refused', 'signature-ecdsa'], { header: '{"alg":"ES256"}', signature: es('ieee-p1363') })
inJws(['jws-algorithm-refused', 'signature-ecdsa'], { header: '{"alg":"ES256"}', signature: es('der') })
const mac = crypto.createHmac('sha256', 'secret').update(inputOf('{"alg":"HS256"}')).digest()
inJws(['jws-algorithm-refused', 'key-size-other'], { header: '{"alg":"HS256"}', signature: mac })
inJws(['jws-algorithm-none', 'jws-signature-missing'], { header: '{"alg":"none"}', signature: '' })
inJws(['jws-signature-missing'], { signature: '' })

// The spelling of a JWS.
inJws(['output-other-base64'], { encode: raw => raw.toString('base64') })
inJws(['output-hex'], { encode: raw => raw.toString('hex') })
const spaced = '{"alg": "PS256"}'
const padded = Buffer.from(spaced).toString('base64')
inJws(['jws-padding-kept'], { head: padded })
inJws(['jws-padding-kept', 'jws-header-spelt-otherwise'], { head: padded, signedHead: url64(spaced) })
inJws(['jws-header-spelt-otherwise'], { header: spaced, signedHead: padded })
inJws(['jws-header-not-encoded'], { head: HEADER })
inJws(['jws-header-spelt-otherwise'], { signedHead: HEADER })
inJws(['jws-header-printed-again'], {
  header: '{ "alg" : "PS256", "typ" : "JOSE" }',
  signedHead: url64('{"alg":"PS256","typ":"JOSE"}'),
})
inJws(['jws-header-printed-again'], {
  header: '{"typ":"JOSE","alg":"PS256"}',
  signedHead: url64('{"alg":"PS256","typ":"JOSE"}'),
})
inJws(['jws-header-other'], { header: '{"alg":"PS256","kid":"k1"}', signedHead: url64(HEADER) })
inJws(
  ['jws-padding-kept'],
  {
    payload: Buffer.from(BODY + ' ')
      .toString('base64')
      .replaceAll('+', '-')
      .replaceAll('/', '_'),
  },
  { request: { body: BODY + ' ' } },
)
inJws(
  ['jws-padding-signed'],
  {
    payload: Buffer.from(BODY + ' ')
      .toString('base64')
      .replaceAll('+', '-')
      .replaceAll('/', '_'),
    middle: '',
  },
  { request: { body: BODY + ' ' } },
)
const sharp = '{"a":"~~~???>>>"}'
inJws(
  ['jws-base64'],
  { payload: Buffer.from(sharp).toString('base64').replace(/=+$/, '') },
  { request: { body: sharp } },
)
inJws(
  ['jws-payload-base64'],
  { payload: Buffer.from(sharp).toString('base64'), middle: '' },
  { request: { body: sharp } },
)
text(jws().replace(/\.(?=[^.]*\.)/, '\n.'), ['received-whitespace'])
text(`"${jws()}"`, ['received-quotes'])
text(`jws-signature: ${jws()}`, ['received-prefix-left-on'])
text(jws().split('.')[2], ['jws-signature-only'])
text(jws({ middle: '' }).replace('..', '.'), ['jws-parts'])

const [protectedPart, payloadPart, signaturePart] = jws().split('.')
text(JSON.stringify({ payload: payloadPart, protected: protectedPart, signature: signaturePart }), ['jws-json'])

// Its forms.
inJws(['jws-unencoded'], { input: `${url64(HEADER)}.${BODY}`, middle: '' })
inJws(['jws-unencoded'], { input: `${url64(HEADER)}.${BODY}` })
inJws(['jws-encoded'], { header: unencoded, middle: '' })
inJws(['jws-unencoded-inside'], { header: unencoded, payload: BODY })
inJws(['jws-refused'], { header: '{"alg":"PS256","b64":false}', payload: BODY, middle: '' })
inJws(['jws-form'], { middle: '' }, { options: { 'jws.form': 'attached' } })
inJws(['jws-form'], {}, { options: { 'jws.form': 'detached' } })
inJws(['jws-form'], {}, { options: { 'jws.form': 'unencoded' } })
inJws(['jws-payload-only'], { input: url64(BODY) })
inJws(['jws-payload-only'], { input: BODY, middle: '' })
inJws(['jws-separator-missing'], { input: url64(HEADER) + url64(BODY) })
inJws(['jws-payload-hashed'], { input: `${url64(HEADER)}.${hash(BODY).toString('hex')}`, middle: '' })
inJws(['jws-header-left-out'], { input: `.${url64(BODY)}` })
inJws(['jws-refused'], { header: '{"alg":"PS256","alg":"PS256"}' })
inJws(['jws-refused'], { header: '{"alg":"PS256","crit":["exp"],"exp":1}' })

// The payload.
const minified = JSON.stringify(JSON.parse(BODY))
inJws(['body-minified'], { payload: url64(minified) })
inJws(['body-minified'], { payload: url64(minified), middle: '' })
inJws(['body-left-out'], { payload: '' })
inJws(['body-trailing-newline'], { payload: url64(BODY + '\n'), middle: '' })
inJws(['charset-latin1'], { payload: url64(Buffer.from(BODY, 'latin1')), middle: '' })
inJws(['body-minified', 'algorithm-rsa-pkcs1'], { payload: url64(minified), how: PKCS1 })
inJws(['body-minified', 'jws-unencoded'], { input: `${url64(HEADER)}.${minified}`, middle: '' })
inJws(['jws-payload-other'], { payload: url64(BODY.replace('10.50', '99')) })
inJws(['jws-payload-other'], {}, { request: { body: '' } })
inJws(['jws-payload-not-signed'], { input: inputOf(HEADER), middle: url64(BODY.replace('10.50', '99')) })
inJws(null, { payload: url64(BODY.replace('10.50', '99')), middle: '' }, { warnings: ['signed-by-this-key'] })

// Notes that change no verdict.
inJws(
  [],
  { header: '{"alg":"PS256","kid":"old"}' },
  { credentials: { publicKeys: jwk(KEY, { kid: 'new' }) }, warnings: ['jws-kid-other'] },
)
inJws(
  [],
  { header: `{"alg":"PS256","x5t#S256":"${print('other.certificate.pem')}"}` },
  { credentials: { certificates: { file: 'valid.certificate.pem' } }, warnings: ['jws-certificate-other'] },
)
inJws(
  [],
  { header: `{"alg":"PS256","x5t#S256":"${print('valid.certificate.pem')}"}` },
  { credentials: { certificates: { file: 'valid.certificate.pem' } }, warnings: [] },
)

// As the companion of a request and a webhook.
for (const scheme of ['tu-cambio.request', 'tu-cambio.webhook']) {
  const own = { secret: 'hush', ...(scheme.endsWith('request') && { apiKey: 'pk' }) }
  const both = { credentials: { ...own, ...PUBLIC }, request: { timestamp: '2024-05-24T20:37:10.410Z' } }
  plant(scheme, [], jws(), both)
  plant(scheme, ['algorithm-rsa-pkcs1'], jws({ how: PKCS1 }), both)
  plant(scheme, ['body-minified'], jws({ payload: url64(minified) }), { credentials: PUBLIC })
  plant(scheme, ['key-another'], '', {
    credentials: PUBLIC,
    request: { headers: { 'JWS-Signature': jws({ key: OTHER }) } },
  })
  const key = { credentials: { ...own, privateKey: { file: 'rsa-2048.pkcs8.pem' } }, request: both.request }
  plant(scheme, ['jws-unencoded'], jws({ input: `${url64(HEADER)}.${BODY}`, middle: '' }), key)
  const hmac = message => crypto.createHmac('sha256', 'hush').update(message).digest('hex')
  plant(
    scheme,
    ['body-minified'],
    hmac(scheme.endsWith('request') ? both.request.timestamp + minified : minified),
    both,
  )
}

// Rows that sign with RSA and write the raw signature.
for (const [scheme, how, other, id] of [
  ['test.pss', PSS, PKCS1, 'algorithm-rsa-pkcs1'],
  ['test.pkcs1', PKCS1, PSS, 'algorithm-rsa-pss'],
]) {
  const raw = (ids, signature, rest) =>
    plant(scheme, ids, signature.toString('base64'), { ...rest, request: { timestamp: TIME, ...rest?.request } })
  const right = `${TIME}.${BODY}`
  raw([], sign(right, how))
  raw([id], sign(right, other))
  raw(['algorithm-sha512'], sign(right, how, 'sha512'))
  raw(['body-minified'], sign(`${TIME}.${minified}`, how))
  raw(['timestamp-milliseconds'], sign(`${TIME}000.${BODY}`, how))
  raw(['layout-plain-concat'], sign(TIME + BODY, how))
  raw(['layout-body-first'], sign(`${BODY}.${TIME}`, how))
  raw(['body-minified', 'layout-plain-concat'], sign(TIME + minified, how))
  raw(['message-hashed-first-hex'], sign(hash(right).toString('hex'), how))
  raw(['body-trailing-newline', id], sign(`${right}\n`, other))
  raw(['key-another'], sign(right, how, 'sha256', OTHER))
  raw(null, sign('nothing of this', how), { warnings: ['signed-by-this-key'] })
  plant(scheme, ['output-other-base64'], sign(right, how).toString('base64url'), { request: { timestamp: TIME } })
  plant(scheme, ['output-hex'], sign(right, how).toString('hex'), { request: { timestamp: TIME } })
  plant(scheme, [], sign(right, how).toString('base64'), {
    request: { timestamp: TIME },
    nowMs: 1_747_216_800_000 + 400_000,
    verdict: 'stale',
  })
}

// Webhooks, whose whole body is signed, with the sizes of key that they have.
for (const [scheme, size] of [['wise.webhook', 2048], ['woovi.webhook', 1024]]) {
  const [own, given] = [file(`rsa-${size}.pkcs8.pem`), { publicKeys: { file: `rsa-${size}.spki.pem` } }]
  const raw = (ids, signature, rest) => plant(scheme, ids, signature.toString('base64'), { credentials: given, ...rest })
  raw([], sign(BODY, PKCS1, 'sha256', own))
  raw(['body-minified'], sign(minified, PKCS1, 'sha256', own))
  raw(['body-trailing-newline'], sign(`${BODY}\n`, PKCS1, 'sha256', own))
  raw(['algorithm-sha1'], sign(BODY, PKCS1, 'sha1', own))
  raw(['algorithm-rsa-pss'], sign(BODY, PSS, 'sha256', own))
  raw(['message-hashed-first-hex'], sign(hash(BODY).toString('hex'), PKCS1, 'sha256', own))
  raw(['key-size-other'], sign(BODY, PKCS1, 'sha256', BIG))
  plant(scheme, ['output-hex'], sign(BODY, PKCS1, 'sha256', own).toString('hex'), { credentials: given })
}

// A webhook of which only the CRC-32 is signed.
const HOOK = { id: '69cd13f0-d67a-11e5-baa3-778b53f4ae55', at: '2023-11-14T22:13:20Z', webhookId: '9XL90610J3647323C' }
const hook = (ids, change = {}, rest) => {
  const { id, at, webhookId, crc, key, how, join } = { ...HOOK, crc: crc32(BODY), key: KEY, how: PKCS1, join: '|', ...change }
  const signature = sign([id, at, webhookId, crc].join(join), how, 'sha256', key).toString('base64')
  const headers = { 'PAYPAL-TRANSMISSION-ID': HOOK.id, 'PAYPAL-CERT-URL': 'https://api.paypal.com/certs/1' }
  const request = { headers, timestamp: HOOK.at }
  plant('paypal.webhook', ids, signature, { credentials: { ...PUBLIC, webhookId: HOOK.webhookId }, request, ...rest })
}
hook([])
hook(['body-minified'], { crc: crc32(minified) })
hook(['body-trailing-newline'], { crc: crc32(`${BODY}\n`) })
hook(['algorithm-rsa-pss'], { how: PSS })
hook(['key-another'], { key: OTHER })
hook(['layout-plain-concat'], { join: '' })
hook(['layout-separator-newline'], { join: '\n' })

// A Sec Key: the hash half of a request, and both halves of what comes back.
const PARTNER = { partnerId: '085', apiKey: { file: 'rsa-1024.spki.pem' } }
const SMALL = file('rsa-1024.pkcs8.pem')
const AT = '1700000000123'
const claim = (partner = '85', at = AT) => hash(`${partner}:${at}`).toString('hex')
const encrypt = (data, padding = constants.RSA_PKCS1_PADDING, key = 'rsa-1024.spki.pem') =>
  crypto.publicEncrypt({ key: file(key), padding }, Buffer.from(data)).toString('base64')
const half = (ids, received, rest) =>
  plant('smile-id.sec-key', ids, received, {
    credentials: PARTNER,
    warnings: ['half-encrypted'],
    ...rest,
    request: { timestamp: AT, body: '{}', ...rest?.request },
  })
half([], `${encrypt(claim())}|${claim()}`)
half([], `${encrypt(claim(), constants.RSA_PKCS1_OAEP_PADDING)}|${claim()}`)
half([], `${encrypt(claim()).replace(/.{60}/g, '$&\n')}|${claim()}`)
half(['output-uppercase-hex'], `${encrypt(claim())}|${claim().toUpperCase()}`)
half(['layout-leading-zeros'], `${encrypt(claim('085'))}|${claim('085')}`)
half(['timestamp-iso'], `${encrypt(claim())}|${claim('85', '2023-11-14T22:13:20.123Z')}`)
half(['timestamp-seconds'], `${encrypt(claim())}|${claim('85', '1700000000')}`)
half(['layout-order'], `${encrypt(claim())}|${hash(`${AT}:85`).toString('hex')}`)
half(['layout-separator-plain'], `${encrypt(claim())}|${hash(`85${AT}`).toString('hex')}`, {
  also: ['layout-plain-concat'],
})
half(['layout-leading-zeros', 'output-uppercase-hex'], `${encrypt(claim('085'))}|${claim('085').toUpperCase()}`)
half(['layout-leading-zeros', 'timestamp-iso'], `${encrypt('x')}|${claim('085', '2023-11-14T22:13:20.123Z')}`)
half(['halves-swapped'], `${claim()}|${encrypt(claim())}`)
half(['half-only-hash'], claim(), { warnings: [] })
half(['half-only-hash', 'layout-leading-zeros'], claim('085'), { warnings: [] })
half(['half-only-signature'], encrypt(claim()), { warnings: [] })
half(['output-base64'], `${encrypt(claim())}|${hash(`85:${AT}`).toString('base64')}`)
half(['key-size-other'], `${encrypt(claim(), undefined, 'rsa-2048.spki.pem')}|${claim()}`)
const back = (ids, received, rest) => half(ids, received, { voice: 'provider', warnings: [], ...rest })
const signed = (data, key = SMALL) => bare(data, key).toString('base64')
back([], `${signed(claim())}|${claim()}`)
back([], `${signed(claim()).replace(/.{60}/g, '$&\n')}|${claim()}`)
back([], `${signed(claim())}|${claim()}`, {
  credentials: { ...PARTNER, apiKey: [{ file: 'rsa-2048.spki.pem' }, { file: 'rsa-1024.spki.pem' }] },
  keyIndex: 1,
})
back(['half-only-signature'], signed(claim()))
back(['half-unopened'], `${encrypt(claim())}|${claim()}`)
back(['halves-differ'], `${signed(claim('86'))}|${claim()}`)
back(['halves-differ'], `${signed(claim())}|${claim('86')}`)
back(['layout-leading-zeros'], `${signed(claim('085'))}|${claim('085')}`)
back(['digest-info-added'], `${crypto.sign('sha256', Buffer.from(claim()), SMALL).toString('base64')}|${claim()}`)
back(
  ['algorithm-rsa-pss'],
  `${crypto.sign('sha256', Buffer.from(claim()), { key: SMALL, ...PSS }).toString('base64')}|${claim()}`,
)
back(null, `${signed(claim('99'))}|${claim('99')}`)
back([], '', {
  request: { timestamp: '', body: JSON.stringify({ timestamp: AT, signature: `${signed(claim())}|${claim()}` }) },
})
back(['credential-other'], '', {
  request: {
    timestamp: '',
    body: JSON.stringify({ partner_id: '086', timestamp: AT, sec_key: `${signed(claim())}|${claim()}` }),
  },
})

// A row that signs nothing: the secret itself travels.
const bearer = (ids, received, rest) =>
  plant('moneroo.request', ids, received, { credentials: { secret: 'sk_live_abcdef0123456789' }, ...rest })
bearer([], 'Bearer sk_live_abcdef0123456789')
bearer([], '', { request: { headers: { Authorization: 'Bearer sk_live_abcdef0123456789' } } })
bearer(['secret-trailing-newline'], 'Bearer sk_live_abcdef0123456789', {
  credentials: { secret: 'sk_live_abcdef0123456789\n' },
  also: ['secret-trimmed'],
})
bearer(['secret-undefined'], 'Bearer undefined')
bearer(['secret-quoted'], 'Bearer "sk_live_abcdef0123456789"', { also: ['received-quotes'] })
bearer(null, 'Bearer sk_live_another')

// A key on a curve, with which nothing is opened.
starkbank([])
starkbank(['body-left-out'], { body: '' })
starkbank(['body-minified'], { body: JSON.stringify(JSON.parse(BODY)) })
starkbank(['body-trailing-newline'], { body: `${BODY}\n` })
starkbank(['timestamp-milliseconds'], { time: `${TIME}000` })
starkbank(['output-raw'], { dsaEncoding: 'ieee-p1363' })
starkbank(['output-hex'], { encoding: 'hex' })

writeFileSync(
  new URL('../planted-rsa.json', import.meta.url),
  `{"cases": [\n${cases.map(one => JSON.stringify(one)).join(',\n')}\n]}\n`,
)
console.log(`${cases.length} planted`)

function inputOf(header) {
  return `${url64(header)}.${url64(BODY)}`
}

/** PSS over SHA-256 masked with SHA-1, as Java does unless told otherwise: by hand, since Node has no option. */
function maskedWithSha1() {
  const salt = crypto.randomBytes(32)
  const digest = hash(Buffer.concat([Buffer.alloc(8), hash(inputOf(HEADER)), salt]))
  const block = Buffer.concat([Buffer.alloc(256 - 32 - 32 - 2), Buffer.of(1), salt])
  const mask = []
  for (let counter = 0; mask.length * 20 < block.length; counter++) {
    const number = Buffer.alloc(4)
    number.writeUInt32BE(counter)
    mask.push(hash(Buffer.concat([digest, number]), 'sha1'))
  }
  const bytes = Buffer.concat(mask)
  block.forEach((byte, at) => (block[at] = byte ^ bytes[at]))
  block[0] &= 0x7f
  return crypto.privateEncrypt(
    { key: KEY, padding: constants.RSA_NO_PADDING },
    Buffer.concat([block, digest, Buffer.of(0xbc)]),
  )
}

/** A DigestInfo whose name of the hash has no parameters. */
function withoutNull(input) {
  return Buffer.concat([Buffer.from('302f300b0609608648016503040201' + '0420', 'hex'), hash(input)])
}

function der(name) {
  return new crypto.X509Certificate(file(name)).raw
}

function withCertificate(name) {
  return JSON.stringify({ alg: 'PS256', x5c: [der(name).toString('base64')] })
}
function jwk(key, more) {
  return JSON.stringify({ ...crypto.createPublicKey(key).export({ format: 'jwk' }), ...more })
}
function withJwk() {
  return JSON.stringify({ alg: 'PS256', jwk: JSON.parse(jwk(OTHER)) })
}
function print(name) {
  return url64(hash(der(name)))
}
