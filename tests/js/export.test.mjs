// What an export holds: no credential in any spelling, searched for in a way of its own, and the mistake that was there.
import assert from 'node:assert/strict'
import { createHmac, randomInt } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { at } from '../../pkg-template/tools.mjs'
import { Generator } from './documents.mjs'
import { keyPair } from './key-pairs.mjs'
import { createSigner, explain, createExplainer, refusalOf, whole } from './package.mjs'

const seed = Number(process.env.COUNTERSIGN_SEED ?? randomInt(2 ** 32))
const CASES = 500
const hmac = (key, text) => createHmac('sha256', key).update(text).digest('hex')

/** The export of a case, and what is found in it and in the export; it holds none of `secrets`. */
function exported(scheme, credentials, request, received, options) {
  const search = createExplainer(scheme, credentials, request, received, options)
  search.step()
  const saved = JSON.parse(JSON.stringify(search.export()))
  const { secret, credentials: others, request: asked, receivedSignature } = saved
  const body = asked?.bodyBase64 === undefined ? asked?.body : Buffer.from(asked.bodyBase64, 'base64')
  const own = { ...(secret !== undefined && { secret }), ...others }
  const again = explain(saved.scheme, own, { ...asked, body }, receivedSignature, { ...saved.options, ...(options?.now && { now: options.now }) })
  return { saved, own, body, before: told(search.report()), after: told(again) }
}

const told = ({ verdict, keyIndex, findings }) => ({ verdict, keyIndex, causes: findings.map(({ causes }) => causes.map(({ id }) => id)) })

/** Signed over the body and a line feed, so that it is explained. */
const github = (secret, more = {}) => {
  const { body = '{"a":1}', ...others } = more
  const signature = `sha256=${hmac(secret, Buffer.concat([Buffer.from(body), Buffer.from('\n')]))}`
  return [{ secret }, { ...others, body, headers: { ...others.headers, 'X-Hub-Signature-256': signature } }]
}

test('a secret of any shape is another one, whatever it is made of', () => {
  for (const secret of [
    'ABCDEFGH_IJKLMNOP_QRSTUVWX_1',
    'user_name_pass_',
    '!@#$%^&*()-+=!!',
    '\\a\\b\\c\\d\\e\\f\\g',
    '\\n\\n\\n\\n\\n\\n',
    'correct_horse_battery_staple',
    'correct horse battery staple',
    'prod_webhook_secret_hunter2',
    '////////',
    '        ',
    '""""""""',
    '$$$$$$a',
    "''''''''a",
    '\u0001\u0002\u0003\u0004\u0005\u0006',
    'äöüßÄÖÜ€',
    '日本語の鍵🎉',
    '0000000000',
    '007',
    'abc12',
  ]) {
    const { saved, before, after } = exported('github.webhook', ...github(secret))
    assert.deepEqual(after, before, secret)
    assert.deepEqual(before.causes, [['body-trailing-newline']])
    const same = [...saved.secret].filter((character, at) => character === [...secret][at]).length
    // By chance, one in six stays the same of marks, and one in 26 of letters.
    assert.ok(saved.secret !== secret && (secret.length < 12 || same < secret.length * 0.7), `${secret}: ${saved.secret}`)
    assert.equal(Buffer.byteLength(saved.secret), Buffer.byteLength(secret))
    for (const run of secret.match(/[A-Za-z]{4,}/g) ?? []) assert.ok(!saved.secret.includes(run), `${secret}: ${saved.secret}`)
  }
})

test('what says the kind of a secret stays, and its shape', () => {
  for (const [secret, shape] of [
    ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', /^whsec_(?!MfKQ)[\w+/]{32}$/],
    ['whsec_kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76s=', /^whsec_(?!kQH5)[\w+/]{43}=$/],
    ['sk_live_abcdef0123456789', /^sk_live_(?!abcdef)[\da-f]{16}$/],
    ['sk_test_the-shared-secret', /^sk_test_(?!the)\w{3}\S/],
    ['"pk_test_quoted-in-the-file"', /^"pk_test_(?!quoted).*"$/],
    [' sk_live_copied-with-spaces \n', /^ sk_live_(?!copied).* \n$/],
    ['9f86d081884c7d659a2feaa0c55ad015', /^(?!9f86d0)[\da-f]{32}$/],
    ['9F86D081884C7D659A2FEAA0C55AD015', /^(?!9F86D0)[\dA-F]{32}$/],
    ['0085', /^00[1-9]\d$/],
    ['508029', /^[1-9]\d{5}$/],
  ]) {
    const { saved, before, after } = exported('github.webhook', ...github(secret))
    assert.match(saved.secret, shape)
    assert.notEqual(saved.secret, secret)
    assert.deepEqual(after, before)
    const digits = /[\w+/-]{20,}=*$/.exec(secret)?.[0]
    if (digits && Buffer.from(digits, 'base64').toString('base64') === digits) {
      const own = /[\w+/-]{20,}=*$/.exec(saved.secret)[0]
      assert.equal(Buffer.from(own, 'base64').toString('base64'), own)
    }
  }
  const security = readFileSync(at('SECURITY.md'), 'utf8')
  const [, list] = /which kind of secret it is \(([^)]*)\)/.exec(security)
  const prefixes = [...list.matchAll(/`([^`]+)`/g)].map(([, prefix]) => prefix)
  assert.ok(prefixes.length > 10, list)
  for (const prefix of [...prefixes, 'live_', 'xyz']) {
    const { saved } = exported('github.webhook', ...github(`${prefix}-kvxwzrqjkvxwzrqj`))
    assert.equal(saved.secret.startsWith(prefix), prefixes.includes(prefix), `${prefix}: ${saved.secret}`)
  }
  const text = Buffer.from('sample secret, not a real one').toString('base64')
  const { saved } = exported('github.webhook', ...github(text, { body: 'It is: sample secret, not a real one.' }))
  assert.equal(saved.request.body, `It is: ${Buffer.from(saved.secret, 'base64')}.`)
})

test('a secret is replaced in every spelling, by the same spelling of the fresh one', () => {
  const secret = 'Pa$s wörd/+"0123456789'
  const lower = (text) => text.replace(/%[\dA-F]{2}/g, (escape) => escape.toLowerCase())
  const every = (text, write) => Array.from(Buffer.from(text), (byte) => write(byte.toString(16).padStart(2, '0'))).join('')
  const units = (text, upper) =>
    Array.from({ length: text.length }, (_, at) => text.charCodeAt(at).toString(16).padStart(4, '0'))
      .map((unit) => `\\u${upper ? unit.toUpperCase() : unit}`).join('')
  const base64 = (text, encoding = 'base64') => Buffer.from(text).toString(encoding)
  const own = (text) => text.replace(/[^\x20-\x7e]/g, (one) => units(one))
  const spellings = {
    'as it is': (text) => text,
    'in upper case': (text) => text.toUpperCase(),
    'in lower case': (text) => text.toLowerCase(),
    'percent-encoded': encodeURIComponent,
    'percent-encoded in lower case': (text) => lower(encodeURIComponent(text)),
    'percent-encoded twice': (text) => encodeURIComponent(encodeURIComponent(text)),
    'percent-encoded altogether': (text) => every(text, (digits) => `%${digits.toUpperCase()}`),
    'percent-encoded in upper case, of the text in upper case': (text) => encodeURIComponent(text.toUpperCase()),
    'in a form': (text) => encodeURIComponent(text).replaceAll('%20', '+'),
    'in a form, in lower case': (text) => lower(encodeURIComponent(text)).replaceAll('%20', '+'),
    'in JSON': (text) => JSON.stringify(text).slice(1, -1),
    'in JSON as Python prints it': (text) => own(JSON.stringify(text)).slice(1, -1),
    'in JSON as PHP prints it': (text) => own(JSON.stringify(text)).slice(1, -1).replaceAll('/', '\\/'),
    'in JSON as units': (text) => units(text),
    'in JSON as units in upper case': (text) => units(text, true),
    'in JSON in JSON': (text) => JSON.stringify(JSON.stringify(text)).slice(1, -1),
    'in base64': (text) => base64(text),
    'in base64 without padding': (text) => base64(text).replace(/=+$/, ''),
    'in base64 for URLs': (text) => base64(`user:${text}???>>>`, 'base64url'),
    'in base64, one byte in': (text) => base64(`:${text}`),
    'in base64, two bytes in': (text) => base64(`a:${text}: and more`),
    'in base64 behind letters': (text) => `prefix${base64(text)}`,
    'in base64 with line breaks': (text) => base64(`some bytes before it ${text}`).replace(/.{9}/g, '$&\r\n'),
    'in base64 with line breaks in JSON': (text) => base64(`some bytes before it ${text}`).replace(/.{9}/g, '$&\\r\\n'),
    'in base64 in a URL': (text) => encodeURIComponent(base64(`${text}`)),
    'in base64 of JSON': (text) => base64(own(JSON.stringify({ key: text }))),
    'in upper case in base64': (text) => base64(text.toUpperCase()),
    'in hexadecimal': (text) => every(text, (digits) => digits),
    'in hexadecimal in upper case': (text) => every(text, (digits) => digits.toUpperCase()),
    'in hexadecimal behind a digit': (text) => `0${every(text, (digits) => digits)}0`,
    'in base64 of hexadecimal': (text) => base64(every(text, (digits) => digits)),
    'as Python prints bytes': (text) => every(text, (digits) => `\\x${digits}`),
    'in XML': (text) => text.replaceAll('"', '&quot;'),
    'in XML in numbers': (text) => Array.from(text, (one) => `&#x${one.codePointAt(0).toString(16)};`).join(''),
  }
  for (const [name, spelt] of Object.entries(spellings)) {
    const form = spelt(secret)
    const isPrinted = /^[\x20-\x7e]+$/.test(form)
    const isInUrl = /^[\w%.~+=-]+$/.test(form)
    const isToken = /^[\w%.~+$!*'-]+$/.test(form)
    const headers = { 'X-Text': isPrinted ? `Basic ${form}, and more` : 'none', ...(isToken && { [`X-${form}`]: '1' }) }
    const raw = Buffer.concat([Buffer.from([0xff, 0x00]), Buffer.from(form), Buffer.from([0xfe])])
    for (const body of [`<${form}>`, raw]) {
      const url = `https://h.example/hook?a=1${isInUrl ? `&k=${form}#${form}` : ''}`
      const { saved, own: fresh, body: after, before, after: found } = exported('github.webhook', ...github(secret, { url, headers, body, timestamp: form, method: isToken ? form : 'POST' }))
      assert.deepEqual(found, before, name)
      assert.equal(fresh.secret === secret, false)
      assert.equal(JSON.stringify(saved).includes(JSON.stringify(form).slice(1, -1)), false, `${name}: ${form} in ${JSON.stringify(saved)}`)
      const strip = (text) => text.replace(/[^]*?</, '').replace(/>[^]*/, '')
      const wanted = spelt(fresh.secret)
      assert.equal(typeof after === 'string' ? strip(after) : after.subarray(2, -1).toString(), wanted, name)
      assert.equal(saved.request.timestamp, wanted, name)
      if (isPrinted) assert.equal(saved.request.headers['X-Text'], `Basic ${wanted}, and more`, name)
      if (isToken) assert.deepEqual([Object.keys(saved.request.headers).includes(`X-${wanted}`), saved.request.method], [true, wanted], name)
      if (isInUrl) assert.equal(saved.request.url, `https://h.example/hook?a=1&k=${wanted}#${wanted}`, name)
    }
  }
})

test('every credential is replaced wherever it travels: ids, lists of keys, one inside another, options', () => {
  const ACME = {
    id: 'acme.request',
    credentials: ['user', 'secret'],
    options: { word: '' },
    canonical: '{user}.{body}',
    headers: { 'Acme-User': '{user}', 'Acme-Signature': '{word}{signature}' },
  }
  const [user, first, other] = ['u-1', 'hush-and-quiet', 'hush-and-quiet-hush']
  const options = { word: `Signed with ${first} ` }
  for (const secret of [[first, other], [other, first], [` ${first}`, first, first]]) {
    const signature = hmac(secret.at(-1), `${user}.{"u":"${user}"}\n`)
    const body = `{"u":"${user}"}`
    const request = { body, headers: { 'Acme-User': user, 'Acme-Signature': options.word + signature, 'X-Both': `${first}, ${other}, ${user}` } }
    const { saved, own, before, after } = exported(ACME, { user, secret }, request, undefined, options)
    assert.deepEqual(after, before)
    assert.deepEqual(before.causes, [['body-trailing-newline']])
    const text = JSON.stringify(saved)
    for (const one of [user, first, signature, ...(secret.includes(other) ? [other, 'hush'] : [])]) assert.ok(!text.includes(one), `${one}: ${text}`)
    // A secret that was there twice is there twice again.
    assert.deepEqual(own.secret.map((one) => own.secret.indexOf(one)), secret.map((one) => secret.indexOf(one)))
    const fresh = own.secret.find((_, at) => secret[at] === first)
    assert.equal(saved.options.word, `Signed with ${fresh} `)
    assert.deepEqual([saved.request.body, saved.request.headers['Acme-User']], [`{"u":"${own.user}"}`, own.user])
    if (secret.includes(other)) {
      assert.equal(saved.request.headers['X-Both'], `${fresh}, ${own.secret[secret.indexOf(other)]}, ${own.user}`)
    }
  }
})

test('options of the standards and nested ones hold no credential either', () => {
  const secret = 'rfc-secret-0123456789'
  const options = { components: ['@method', 'x-key'], keyid: secret }
  const request = { method: 'POST', url: 'https://h.example/a', headers: { 'X-Key': 'a' }, body: 'a' }
  const { headers } = whole.esm.createSigner('rfc9421.hmac-sha256', { secret: Buffer.from(`${secret} `) }, options).sign(request)
  const { saved, own, before, after } = exported('rfc9421.hmac-sha256', { secret }, { ...request, headers }, undefined, options)
  assert.deepEqual(after, before)
  assert.deepEqual(before.causes, [['secret-trailing-space']])
  assert.ok(!JSON.stringify(saved).includes(secret))
  assert.deepEqual([saved.options.keyid, saved.options.components], [own.secret, options.components])
})

test('the key that a secret stands for is replaced, too', () => {
  for (const [secret, raw] of [
    ['whsec_kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76s=', Buffer.from('kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76s=', 'base64')],
    ['9f86d081884c7d659a2feaa0c55ad015', Buffer.from('9f86d081884c7d659a2feaa0c55ad015', 'hex')],
    ['aGFyZC10by1ndWVzcy1zZWNyZXQ', Buffer.from('hard-to-guess-secret')],
  ]) {
    for (const encoding of ['hex', 'base64', 'base64url', 'latin1']) {
      const form = raw.toString(encoding)
      const body = Buffer.from(`<${form}>`, 'latin1')
      const { saved, own, body: after } = exported('github.webhook', ...github(secret, { body }))
      const core = own.secret.replace(/^whsec_/, '')
      const fresh = Buffer.from(core, /^[\da-f]+$/.test(secret) ? 'hex' : 'base64').toString(encoding)
      assert.equal(Buffer.from(after).toString('latin1'), `<${fresh}>`, JSON.stringify(saved))
      assert.notEqual(fresh, form)
    }
  }
})

test('what cannot be replaced is refused: in a scheme, by chance, too long, and private keys', () => {
  const refusal = (scheme, credentials, request, received, options) => {
    const search = createExplainer(scheme, credentials, request, received, options)
    search.step()
    const error = refusalOf(() => search.export())
    // The search goes on.
    assert.ok(search.report().verdict)
    for (const secret of Object.values(credentials).flat()) {
      const text = `${error.message}${error.stack}${JSON.stringify(error)}`
      if (secret.length >= 6) assert.ok(!text.includes(secret), text)
    }
    return error
  }
  const definition = (more) => ({ id: 'acme.request', canonical: '{body}', headers: { 'Acme-Signature': '{signature}' }, ...more })
  const none = '0'.repeat(64)
  const of = (more, credentials) => refusal(definition(more), credentials, { body: 'a' }, none)
  const secret = 'in-the-scheme'
  const inRow = of({ headers: { 'Acme-Signature': '{signature}', 'X-Key': secret } }, { secret })
  assert.deepEqual([inRow.code, inRow.part], ['ERR_EXPORT_REFUSED', 'scheme'])
  assert.match(inRow.message, /^`scheme`, byte \d+: expected nothing of the credential `secret`, got all of it: take it out of the scheme/)
  // A name of a credential that is its value is not told.
  const named = of({ credentials: ['myhiddenkey'], key: '{myhiddenkey}' }, { myhiddenkey: 'myhiddenkey' })
  assert.match(named.message, /^`scheme`, byte \d+: expected nothing of a credential, got all of it/)
  const one = refusal('github.webhook', ...github('a'))
  assert.equal(one.code, 'ERR_EXPORT_REFUSED')
  assert.match(one.message, /export a case with longer credentials/)
  const long = refusal('github.webhook', { secret: 'long '.repeat(2000) }, { body: 'a' }, none)
  assert.match(long.message, /^`secret`: expected at most 4096 bytes, got 10000/)
  const binary = createExplainer('github.webhook', { secret: Buffer.from([0xff, 0xfe, 0xfd]) }, { body: 'a' }, none)
  assert.equal(refusalOf(() => binary.export()).code, 'ERR_EXPORT_REFUSED')
  // Of a private key nothing may be left, and nothing can stand for it.
  const rsa = keyPair('rsa', { modulusLength: 2048 })
  const signed = createSigner('tu-cambio.jws', { privateKey: rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }) }).sign({ body: 'a' })
  const jws = signed.headers['jws-signature']
  for (const type of ['pkcs8', 'pkcs1']) {
    const [pem, der] = ['pem', 'der'].map((format) => rsa.privateKey.export({ type, format }))
    for (const key of [pem, der, der.toString('base64'), Buffer.from(pem).toString('base64')]) {
      for (const name of ['publicKeys', 'certificates']) {
        const error = refusal('tu-cambio.jws', { [name]: key }, { body: 'a' }, jws)
        assert.deepEqual([error.code, error.part], ['ERR_EXPORT_REFUSED', name])
        assert.match(error.message, /expected a credential that another can replace, got a private key: give its public half/)
        assert.equal(refusal('tu-cambio.webhook', { secret: 'hush-hush', [name]: key }, { body: 'a' }, none).part, name)
      }
      assert.equal(refusal('tu-cambio.webhook', { secret: 'hush-hush', privateKey: key }, { body: 'a' }, none).part, 'privateKey')
      assert.equal(refusal('github.webhook', { secret: key }, { body: 'a' }, none).code, 'ERR_EXPORT_REFUSED')
    }
  }
  assert.equal(refusal('github.webhook', { secret: JSON.stringify(rsa.privateKey.export({ format: 'jwk' })) }, { body: 'a' }, none).part, 'secret')
  // A public one in DER is there in base64.
  const spki = rsa.publicKey.export({ type: 'spki', format: 'der' })
  const { saved, before, after } = exported('tu-cambio.jws', { publicKeys: spki }, { body: 'b' }, jws)
  assert.equal(saved.credentials.publicKeys, spki.toString('base64'))
  assert.deepEqual(after, before)
})

test('a signature that was received is another one, in bytes that are no text, too', () => {
  const secret = 'another-secret-0123'
  const field = hmac(secret, '')
  const body = Buffer.concat([Buffer.from([0xff]), Buffer.from(field)])
  const { saved, body: after, before, after: found } = exported('github.webhook', { secret }, { body }, field)
  assert.deepEqual(before.causes, [['body-left-out']])
  assert.deepEqual(found, before)
  assert.deepEqual(after, Buffer.concat([Buffer.from([0xff]), Buffer.from(saved.receivedSignature)]))
  assert.notEqual(saved.receivedSignature, field)
})

test(`no secret is left in any place or spelling, and the cause stays: ${CASES} cases, COUNTERSIGN_SEED=${seed}`, (t) => {
  const random = new Random(seed)
  // Fresh secrets come from the same seed, so that a case can be looked at again.
  Object.defineProperty(globalThis.crypto, 'getRandomValues', { configurable: true, value: (list) => list.map(() => random.word()) })
  t.after(() => delete globalThis.crypto.getRandomValues)

  const counts = { places: 0, refused: 0, explained: 0 }
  for (let number = 0; number < CASES; number++) {
    const one = random.case()
    const what = () => `case ${number} of COUNTERSIGN_SEED=${seed}: ${JSON.stringify(one)}`
    const { credentials, request, received, cores } = one
    counts.places += one.places
    let whole
    try {
      whole = exported('github.webhook', credentials, request, received, { now: new Date(0) })
    } catch (error) {
      const isShort = cores.some((core) => Buffer.byteLength(core) < 6)
      assert.ok(error.code === 'ERR_EXPORT_REFUSED' && isShort, `${error.stack}: ${what()}`)
      for (const core of cores) assert.ok(Buffer.byteLength(core) < 6 || !error.message.includes(core), what())
      counts.refused++
      continue
    }
    const { saved, own, body, before, after } = whole
    const told = () => `${JSON.stringify(saved)} of ${what()}`
    // Where nothing is found, the signature is random, and may be found by nobody.
    if (before.verdict !== 'unexplained') assert.deepEqual(after, before, told())
    if (before.verdict === 'explained') counts.explained++
    const fresh = [own.secret].flat()
    assert.equal(fresh.length, credentials.secret.length, told())
    for (const [at, secret] of fresh.entries()) assert.ok(secret !== credentials.secret[at] && secret.trim() !== '', told())
    for (const [place, value] of placesIn({ ...saved, request: { ...saved.request, body, bodyBase64: undefined } })) {
      // What a provider puts in front of its secrets is no secret.
      const open = place.startsWith('.secret') ? value.toString().replace(PREFIX, '') : value
      for (const core of cores) assert.equal(spelledIn(Buffer.from(open), core), undefined, `${place}: ${told()}`)
    }
  }
  t.diagnostic(`seed ${seed}: ${counts.places} places in ${CASES} cases, ${counts.explained} explained, ${counts.refused} refused`)
  assert.ok(counts.refused < CASES / 10 && counts.explained > CASES / 3)
})

/** All texts and bytes that a saved case holds and that are not our own words: [path, value] pairs. */
function placesIn(value, path = '') {
  if (path === '.name' || path === '.scheme' || value === undefined) return []
  if (typeof value === 'string' || Buffer.isBuffer(value)) return [[path, value]]
  return Object.entries(value).flatMap(([name, one]) => [
    ...(path === '.request.headers' ? [[`${path} name`, name]] : []),
    ...placesIn(one, `${path}.${name}`),
  ])
}

/** The first of all spellings of `core` that stands in the bytes; made one by one, where the package reads what it finds. */
function spelledIn(bytes, core) {
  const layers = new Set([bytes.toString('latin1')])
  for (let depth = 0; depth < 2; depth++) {
    for (const layer of [...layers]) for (const peel of PEELS) layers.add(peel(layer))
  }
  const length = Buffer.byteLength(core)
  for (const layer of layers) {
    const text = Buffer.from(layer, 'latin1').toString()
    const [small, bare] = [text.toLowerCase(), layer.replace(/[\r\n\t ]+/g, '')]
    const forms = [core, core.toUpperCase(), core.toLowerCase()]
    for (const form of forms) if (small.includes(form.toLowerCase())) return `${form} as it is, or percent-encoded, or escaped`
    for (const form of [...forms, encodeURIComponent(core), JSON.stringify(core).slice(1, -1)]) {
      const raw = Buffer.from(form)
      // Shorter ones stand there by chance.
      if (length >= 3 && bare.toLowerCase().includes(raw.toString('hex'))) return `${form} in hexadecimal`
      for (let before = 0; before < 3; before++) {
        const digits = Buffer.concat([Buffer.alloc(before), raw]).toString('base64').replace(/=+$/, '')
        const sure = digits.slice(Math.ceil((before * 8) / 6), Math.floor(((before + raw.length) * 8) / 6))
        if (sure.length < 6) continue
        if (bare.includes(sure)) return `${form} in base64`
        if (bare.includes(sure.replaceAll('+', '-').replaceAll('/', '_'))) return `${form} in base64 for URLs`
      }
    }
  }
  return undefined
}

/** One layer of escapes less, in latin1. */
const PEELS = [
  (text) => text.replace(/%([\da-fA-F]{2})/g, (_, digits) => String.fromCharCode(parseInt(digits, 16))),
  (text) => text.replaceAll('+', ' ').replace(/%([\da-fA-F]{2})/g, (_, digits) => String.fromCharCode(parseInt(digits, 16))),
  (text) =>
    text.replace(/(?:\\u[\da-fA-F]{4})+|\\(["\\/bfnrt])/g, (escape, short) => {
      if (short) return { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }[short] ?? short
      const units = escape.match(/[\da-fA-F]{4}/g).map((digits) => parseInt(digits, 16))
      return Buffer.from(String.fromCharCode(...units)).toString('latin1')
    }),
]
const PREFIX = /^\s*(?:whsec_|sk_live_|sk_test_|pk_test_|)/

/** Secrets of every kind, and requests that hold them in every place and spelling. */
class Random extends Generator {
  word() {
    return (this.one(2 ** 16) * 2 ** 16 + this.one(2 ** 16)) >>> 0
  }

  from(characters, length) {
    return Array.from({ length }, () => this.pick([...characters])).join('')
  }

  secret() {
    const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
    const bytes = () => Buffer.from(Array.from({ length: 12 + this.one(24) }, () => this.one(256)))
    const kinds = [
      () => this.from('!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~', 6 + this.one(20)),
      () => this.from(`${letters}0123456789!"#$%&'()*+,-./:;<=>?@[\\]^_\`{|}~ `, 6 + this.one(40)),
      () => Array.from({ length: 2 + this.one(3) }, () => this.from('etaoinshrdlu', 3 + this.one(6))).join(this.pick([...'_-. :/'])),
      () => this.from('äÖßéñÿØ€日本語🎉🔑aB1-', 4 + this.one(12)),
      () => this.from(`${letters}0123456789`, 1 + this.one(5)),
      () => this.from('0123456789', 6 + this.one(12)),
      () => this.from('\u0001\u0002\u0007\u001b\u007fab', 8),
      () => this.pick([...'aZ0/$"\\']).repeat(8 + this.one(6)),
      () => bytes().toString(this.pick(['hex', 'base64', 'base64url'])),
      () => this.pick(['whsec_', 'sk_live_', 'sk_test_', 'pk_test_']) + bytes().toString(this.pick(['hex', 'base64', 'base64url'])),
      () => this.pick([' ', '\n', '"', "'"]) + this.from(letters, 10) + this.pick([' ', '\n', '"', "'"]),
    ]
    const made = this.pick(kinds)()
    return made.trim() === '' ? 'spaces' : made
  }

  /** The same secret as somebody may have written it. */
  spelt(text) {
    const each = (write) => Array.from(Buffer.from(text), (byte) => write(byte, byte.toString(16).padStart(2, '0'))).join('')
    const base64 = (inner) => {
      const raw = Buffer.concat([Buffer.from('user:'.slice(0, this.one(6))), Buffer.from(inner), Buffer.from(':x'.slice(0, this.one(3)))])
      const digits = raw.toString(this.pick(['base64', 'base64url']))
      return this.one(3) === 0 ? digits.replace(/.{7}/g, this.pick(['$&\n', '$&\r\n', '$&\r\n  '])) : digits
    }
    const escapes = () => encodeURIComponent(text).replace(/%../g, (one) => (this.one(2) ? one : one.toLowerCase()))
    const forms = [
      () => text,
      () => text.toUpperCase(),
      () => text.toLowerCase(),
      () => [...text].map((one) => (this.one(2) ? one.toUpperCase() : one.toLowerCase())).join(''),
      escapes,
      () => escapes().replaceAll('%20', '+'),
      () => each((byte, digits) => (byte > 126 || byte < 33 || '%+\\'.includes(String.fromCharCode(byte)) || this.one(2) ? `%${this.one(2) ? digits : digits.toUpperCase()}` : String.fromCharCode(byte))),
      () => JSON.stringify(text).slice(1, -1),
      () => JSON.stringify(text).slice(1, -1).replaceAll('/', '\\/').replace(/[^ -~]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`),
      () => Array.from({ length: text.length }, (_, at) => `\\u${this.one(2) ? text.charCodeAt(at).toString(16).padStart(4, '0') : text.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0')}`).join(''),
      () => JSON.stringify(JSON.stringify(text)).slice(3, -3),
      () => base64(text),
      () => base64(encodeURIComponent(text)),
      () => encodeURIComponent(base64(text)),
      () => JSON.stringify(base64(text)).slice(1, -1),
      () => each((_, digits) => digits),
      () => each((_, digits) => digits.toUpperCase()),
    ]
    return this.pick(forms)()
  }

  case() {
    const secret = Array.from({ length: 1 + this.one(2) }, () => this.secret())
    // One inside another.
    if (this.one(6) === 0) secret.push(`${secret[0]}${this.from('xyz', 3)}`)
    let places = 0
    const some = (isGood) => {
      const form = this.spelt(this.pick(secret))
      if (this.one(4) === 0 || !isGood.test(form)) return 'none'
      places++
      return form
    }
    const [any, printed, token, inUrl] = [/^/, /^[\x21-\x7e]+$/, /^[\w!$*~.+-]+$/, /^(?:[\w!$*~.+,;:@=-]|%[\da-fA-F]{2})+$/]
    const url = `https://h.example/hook/${some(inUrl)}?k=${some(inUrl)}&${some(inUrl)}=1`
    const headers = { 'X-Key': `${some(printed)}, and "${some(printed)}"`, [`X-${some(token)}`]: 'a', Authorization: `Basic ${some(printed)}` }
    const inBody = `{"k":"<${some(any)}>","list":["<${some(any)}>", "${some(any)}"]} ${some(any)}`
    const [body, raw] = [inBody, Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(inBody), Buffer.from([0xc3])])]
    const sent = this.pick([body, raw, Buffer.from(body)])
    const request = { method: this.one(4) ? 'POST' : some(token), url, headers, body: sent, timestamp: some(any) }
    const [key, mistake] = [this.pick(secret), this.one(6)]
    const text = mistake === 0 ? Buffer.concat([Buffer.from(sent), Buffer.from('\n')]) : sent
    const received = mistake > 4 ? some(any) : hmac(mistake === 1 ? `${key}\n` : key, mistake === 2 ? '' : text)
    const shown = mistake === 3 ? received.toUpperCase() : received
    const cores = [...new Set(secret.map((one) => one.replace(/^\s+|\s+$/g, '').replace(/^(["'])([^]+)\1$/, '$2').replace(PREFIX, '').replace(/={1,2}$/, '')))]
    return { credentials: { secret }, request, received: shown, cores, places }
  }
}
