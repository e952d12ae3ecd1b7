// `npm run bench`: how fast the package is, as ratios within one run.
// `--only sign,hmac` runs a part.
import { strict as assert } from 'node:assert'
import { createHmac, generateKeyPairSync, sign, timingSafeEqual, verify } from 'node:crypto'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'
import { built } from '../../pkg-template/fresh.mjs'
import { command } from '../../pkg-template/tools.mjs'
import { accentedOrder, bodies, indentedOrder, message } from './documents.mjs'
import { accepted, refused } from './hostile.mjs'
import { compare, compareProcesses } from './measure.mjs'
import { nodeCrypto, ps256Peers } from './peers.mjs'

const dist = (file) => built('npm', 'dist', file)
const KIB = 1024
const URL = 'https://api.securo.dev/api/v1/sessions'
const SECRET = 'an-example-secret-of-forty-characters-00'
const ISO = '2025-05-14T10:00:33.418Z'
/** More bytes than all single causes hash, and far fewer than the pairs. */
const SINGLES = 1 << 20
const DISPOSE = Symbol.dispose ?? Symbol.for('Symbol.dispose')
const CREDENTIALS = { apiKey: 'an-example-key', secret: SECRET }

const GROUPS = {
  sign: {
    title: 'signer.sign for securo.request, against the code of its document (JSON round trip, createHmac, headers)',
    unit: 'ns a call',
    *rows({ createSigner }) {
      const signer = createSigner('securo.request', CREDENTIALS)
      for (const [what, body, budget] of [
        ['120 B', bodies(120), 1.4],
        ['1 KiB', bodies(KIB)],
        ['1 KiB, with accents', bodies(KIB, accentedOrder)],
        ['16 KiB', bodies(16 * KIB)],
        ["16 KiB, one string, V8's best case", bodies(16 * KIB, message), 1.4],
      ]) {
        const ours = (call) => signer.sign({ method: 'POST', url: URL, body: body(call) })
        const peer = (call) => asDocumented('POST', URL, body(call))
        assertSame(() => [ours(0).signature, peer(0).headers['x-sec-sign']])
        const ns = compare({ ours, peer })
        yield { what, ours: ns.ours, peer: ns.peer, budget }
      }
    },
  },
  hmac: {
    title: 'HMAC-SHA256 through the package (tu-cambio.request, to the finished headers), against text in, hex out',
    unit: 'ns a call',
    async *rows({ createSigner }) {
      const signer = createSigner('tu-cambio.request', CREDENTIALS)
      const timestamp = '2026-05-14T10:00:00.000Z'
      const peers = await hmacPeers()
      for (const size of [64, 256, KIB, 16 * KIB]) {
        const body = bodies(size)
        const contenders = { ours: (call) => signer.sign({ method: 'POST', body: body(call), timestamp }).signature }
        for (const [name, hmac] of Object.entries(peers)) contenders[name] = (call) => hmac(timestamp + body(call))
        assertSame(() => Object.values(contenders).map((run) => run(0)))
        const { ours, ...others } = compare(contenders)
        for (const [name, peer] of Object.entries(others)) {
          yield { what: `${bytes(size)}, ${name}`, ours, peer, budget: name === 'node:crypto' ? undefined : 1 }
        }
      }
    },
  },
  verify: {
    title: 'verifier.check, from the raw body and headers, against node:crypto: createHmac, timingSafeEqual',
    unit: 'ns a call',
    *rows({ createSigner, createVerifier }) {
      for (const [id, peer, ...budgets] of [['github.webhook', verifiedGitHub, 1, 0.9], ['stripe.webhook', verifiedStripe]]) {
        const [signer, verifier] = [createSigner, createVerifier].map((create) => create(id, { secret: SECRET }))
        for (const [size, budget] of [[256, budgets[0]], [16 * KIB, budgets[1]]]) {
          const body = bodies(size)
          const received = Array.from({ length: 16 }, (_, index) => {
            const { headers, body: sent } = signer.sign({ body: body(index) })
            const lines = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])
            return { headers: Object.fromEntries(lines), body: Buffer.from(sent) }
          })
          const contenders = {
            ours: (call) => verifier.check(received[call % 16]).ok,
            peer: (call) => peer(received[call % 16]),
          }
          for (const isRight of Object.values(contenders)) assert(received.every((_, call) => isRight(call)))
          const ns = compare(contenders)
          yield { what: `${id}, ${bytes(size)}`, ours: ns.ours, peer: ns.peer, budget }
        }
      }
    },
  },
  rsa: {
    title: 'PS256 through the package (tu-cambio.jws, to the finished header and back), against the signature alone',
    unit: 'us a call',
    async *rows({ createSigner, createVerifier }) {
      const body = bodies(256)(0)
      const us = (ns) => Object.fromEntries(Object.entries(ns).map(([name, time]) => [name, time / 1000]))
      for (const bits of [2048, 4096]) {
        const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: bits })
        const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'pem' })
        const spki = publicKey.export({ type: 'spki', format: 'pem' })
        const signer = createSigner('tu-cambio.jws', { privateKey: pkcs8 })
        const verifier = createVerifier('tu-cambio.jws', { publicKeys: spki })
        const peers = await ps256Peers(privateKey)
        const received = signer.sign({ body })
        const jws = received.headers['jws-signature']
        const input = jws.slice(0, jws.lastIndexOf('.'))
        const raw = Buffer.from(jws.slice(input.length + 1), 'base64url')
        for (const [name, peer] of Object.entries(peers)) {
          const isTheSame = peer.verify(input, raw) && peers['node:crypto'].verify(input, peer.sign(input))
          assert(isTheSame, `expected ${name} to verify what the package signs, and to sign what node:crypto verifies`)
        }
        const race = (ours, theirs) => {
          const runs = Object.entries(peers).map(([name, peer]) => [name, () => theirs(peer)])
          const { ours: time, ...others } = us(compare({ ours, ...Object.fromEntries(runs) }))
          return Object.entries(others).map(([name, peer]) => ({ name, ours: time, peer }))
        }
        for (const { name, ...times } of race(() => signer.sign({ body }), (peer) => peer.sign(input))) {
          yield { what: `sign, ${bits} bits, ${name}`, ...times, budget: { 'the rsa crate': 1, 'node:crypto': 0.8 }[name] }
        }
        for (const { name, ...times } of race(() => verifier.verify(received), (peer) => peer.verify(input, raw))) {
          yield { what: `verify, ${bits} bits, ${name}`, ...times }
        }
        const node = nodeCrypto(privateKey)
        const external = (credentials) => {
          const remote = createSigner('tu-cambio.jws', credentials, { key: 'external' })
          return () => {
            const { signingInput, finish } = remote.prepare({ body })
            return finish(node.sign(signingInput))
          }
        }
        const [plain, thorough] = [external({}), external({ publicKey: spki })]
        const { bare, checked, peer } = us(compare({ bare: plain, checked: thorough, peer: () => node.sign(input) }))
        yield { what: `prepare, node:crypto, finish, ${bits} bits, node:crypto`, ours: bare, peer, budget: 0.8 }
        yield { what: `the same, checked by finish, ${bits} bits, node:crypto`, ours: checked, peer }
      }
    },
  },
  curves: {
    title: 'ECDSA and Ed25519 through the package, to the finished header and back, against the signature alone',
    note: 'ECDSA is signed by the core alone, with the same signature each time: node:crypto draws a nonce. In WebAssembly against @noble/curves.',
    unit: 'us a call',
    async *rows({ createSigner, createVerifier }) {
      const { p256, p384, p521 } = await import('@noble/curves/nist.js')
      const { secp256k1 } = await import('@noble/curves/secp256k1.js')
      const { ed25519 } = await import('@noble/curves/ed25519.js')
      const body = bodies(256)(0)
      const input = Buffer.from(body)
      for (const [algorithm, type, namedCurve, hash, noble] of [
        ['ecdsa-p256-sha256', 'ec', 'P-256', 'sha256', p256],
        ['ecdsa-p384-sha384', 'ec', 'P-384', 'sha384', p384],
        ['ecdsa-p521-sha512', 'ec', 'P-521', 'sha512', p521],
        ['ecdsa-secp256k1-sha256', 'ec', 'secp256k1', 'sha256', secp256k1],
        ['ed25519', 'ed25519', undefined, null, ed25519],
      ]) {
        const { privateKey, publicKey } = generateKeyPairSync(type, { namedCurve })
        const { d, x, y } = privateKey.export({ format: 'jwk' })
        const [secret, ...point] = [d, x, y].filter((one) => one !== undefined).map((one) => Buffer.from(one, 'base64url'))
        const whole = Buffer.concat([...(y === undefined ? [] : [Buffer.of(4)]), ...point])
        const scheme = {
          id: 'acme.request', algorithm, credentials: ['privateKey'], key: '{privateKey}', canonical: '{body}', encoding: 'base64',
          headers: { Sig: '{signature}' }, ...(hash && { dsaEncoding: 'ieee-p1363' }),
        }
        const asked = (key) => (hash ? { key, dsaEncoding: 'ieee-p1363' } : key)
        const lax = hash ? { lowS: false } : undefined
        const peers = {
          'node:crypto': { options: {}, sign: () => sign(hash, input, asked(privateKey)), verify: (raw) => verify(hash, input, asked(publicKey), raw) },
          '@noble/curves': { options: { crypto: 'wasm' }, sign: () => noble.sign(input, secret, lax), verify: (raw) => noble.verify(raw, input, whole, lax) },
        }
        for (const [name, { options, ...peer }] of Object.entries(peers)) {
          const signer = createSigner(scheme, { privateKey }, options)
          const verifier = createVerifier(scheme, { publicKeys: publicKey }, options)
          const received = signer.sign({ body })
          const raw = Buffer.from(received.signature, 'base64')
          assert(peer.verify(raw) && verifier.check({ ...received, headers: { sig: Buffer.from(peer.sign()).toString('base64') } }).ok)
          const us = (ns) => Object.fromEntries(Object.entries(ns).map(([name, time]) => [name, time / 1000]))
          const signed = us(compare({ ours: () => signer.sign({ body }), peer: peer.sign }))
          // By the core, ECDSA costs what it costs.
          const budget = name === '@noble/curves' ? 1 : 0.7
          yield { what: `sign, ${algorithm}, ${name}`, ...signed, budget: hash && name === 'node:crypto' ? undefined : budget }
          const verified = us(compare({ ours: () => verifier.verify(received), peer: () => peer.verify(raw) }))
          yield { what: `verify, ${algorithm}, ${name}`, ...verified, budget }
        }
      }
    },
  },
  json: {
    title: "canonical JSON, against V8's JSON.stringify(JSON.parse(body))",
    note:
      'The package exports no JSON function: ours is the time of securo.request less that of tu-cambio.request\n' +
      'over the same bytes, so it holds the check of the URL too.',
    unit: 'ns a document',
    *rows({ createSigner }) {
      const securo = createSigner('securo.request', CREDENTIALS)
      const tuCambio = createSigner('tu-cambio.request', CREDENTIALS)
      const before = `${URL}&method=POST&timestamp=1747216800&body=`
      for (const [what, body] of [
        ['120 B', bodies(120)],
        ['1 KiB', bodies(KIB)],
        ['1 KiB, indented', bodies(KIB, indentedOrder)],
        ['16 KiB', bodies(16 * KIB)],
        ['256 KiB', bodies(256 * KIB)],
      ]) {
        const canonical = Array.from({ length: 16 }, (_, index) => JSON.stringify(JSON.parse(body(index))))
        const whole = (call) => securo.sign({ method: 'POST', url: URL, body: body(call), timestamp: '1747216800' })
        const rest = (call) => tuCambio.sign({ method: 'POST', body: canonical[call % 16], timestamp: before })
        assertSame(() => [whole(0).signature, rest(0).signature])
        const ns = compare({ whole, rest, peer: (call) => JSON.stringify(JSON.parse(body(call))) })
        yield { what, ours: Math.max(ns.whole - ns.rest, 0), peer: ns.peer }
      }
    },
  },
  aws: {
    title: 'aws.request, against aws4, which makes the same headers',
    unit: 'ns a call',
    async *rows({ createSigner }) {
      const { default: aws4 } = await import('aws4')
      const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: SECRET }
      const scope = { region: 'us-east-1', service: 'execute-api' }
      const [host, path] = ['abcdef1234.execute-api.us-east-1.amazonaws.com', '/prod/orders?page=2']
      const type = { 'Content-Type': 'application/json' }
      const signer = createSigner('aws.request', keys, scope)
      for (const size of [120, 16 * KIB]) {
        const body = bodies(size)
        const message = (call) => ({ method: 'POST', url: `https://${host}${path}`, body: body(call) })
        const ours = (call) => signer.sign({ ...message(call), headers: type, timestamp: '20250514T100000Z' }).headers
        const asked = (call) => ({ ...scope, host, path, method: 'POST', body: body(call) })
        const dated = (call) => ({ ...asked(call), headers: { ...type, 'X-Amz-Date': '20250514T100000Z' } })
        const peer = (call) => aws4.sign(dated(call), keys).headers
        assert.match(ours(0).Authorization, /Signature=[0-9a-f]{64}$/)
        const ns = compare({ ours, peer })
        yield { what: bytes(size), ours: ns.ours, peer: ns.peer }
      }
    },
  },
  start: {
    title: 'first sign after import, in fresh processes, against importing jose',
    unit: 'ns',
    *rows() {
      const jose = script("await import('jose')", '0')
      const ns = compareProcesses({ whole: firstSign('index.node.js'), core: firstSign('core.js'), jose })
      for (const [what, file] of [['countersign', 'whole'], ['countersign/core', 'core']]) {
        const [imported, signed] = ns[file]
        const peer = ns.jose[0]
        yield { what: `${what}: import`, ours: imported, peer }
        yield { what: `${what}: createSigner, first sign`, ours: signed, peer }
        yield { what: `${what}: import to first signature`, ours: imported + signed, peer, budget: 1 }
        yield { what: 'the same; the peer is the budget', ours: imported + signed, peer: 15e6, budget: 1 }
      }
    },
  },
  catalogue: {
    title: 'a catalogue of 1,000 schemes, in fresh processes; the peer is the one of the package',
    unit: 'ns',
    async *rows({ createSigner, schemes }) {
      const folder = withSchemes(1000)
      const ns = compareProcesses({ many: firstSign('index.node.js', folder), own: firstSign('index.node.js'), bundled: firstSign('index.js', folder), ownBundled: firstSign('index.js') })
      for (const [column, what] of ['import', 'createSigner, first sign'].entries()) {
        yield { what: `${what}, of ${schemes().length} and 1,000 schemes`, ours: ns.many[column], peer: ns.own[column], budget: 0.9 }
      }
      const difference = ns.many[0] - ns.own[0]
      yield { what: 'what the import takes longer; the peer is the budget', ours: Math.max(difference, 1), peer: 1e6, budget: 1 }
      yield { what: 'import of the ESM for browsers and bundlers, without one', ours: ns.bundled[0], peer: ns.ownBundled[0] }
      const many = await import(pathToFileURL(join(folder, 'index.node.js')))
      const { id } = many.schemes().findLast(({ id }) => id.endsWith('-securo.request'))
      const made = compare({
        ours: () => many.createSigner(id, CREDENTIALS)[DISPOSE](),
        peer: () => createSigner('securo.request', CREDENTIALS)[DISPOSE](),
      })
      yield { what: 'createSigner by id and [Symbol.dispose], once started', ours: made.ours, peer: made.peer, budget: 0.9 }
    },
  },
  many: {
    title: 'createVerifier, with so many of them alive; the peer is the same for the first thousand',
    unit: 'ns a call',
    *rows({ createVerifier }) {
      const alive = []
      const more = (count) => {
        const started = process.hrtime.bigint()
        for (let index = 0; index < count; index++) alive.push(createVerifier('github.webhook', { secret: `secret ${alive.length}` }))
        return Number(process.hrtime.bigint() - started) / count
      }
      more(1000)
      const first = more(1000)
      for (const total of [20_000, 60_000, 100_000]) {
        more(total - 1000 - alive.length)
        yield { what: total.toLocaleString('en'), ours: more(1000), peer: first, budget: 0.5 }
      }
      for (const verifier of alive) verifier[DISPOSE]()
    },
  },
  linear: {
    title: 'securo.request as the body grows; the peer is the same at 64 KiB',
    unit: 'ns a byte',
    *rows({ createSigner }) {
      const signer = createSigner('securo.request', CREDENTIALS)
      const sizes = [64 * KIB, KIB * KIB, 16 * KIB * KIB]
      const texts = Object.fromEntries(sizes.map((size) => [size, bodies(size)(0)]))
      const sign = (size) => () => signer.sign({ method: 'POST', url: URL, body: texts[size] })
      const ns = compare(Object.fromEntries(sizes.map((size) => [size, sign(size)])))
      const perByte = (size) => ns[size] / size
      for (const size of sizes) yield { what: bytes(size), ours: perByte(size), peer: perByte(sizes[0]), budget: 0.5 }
    },
  },
  explain: {
    title: 'explain where nothing is found, for a canonical string of 256 bytes; the peer is the budget',
    unit: 'ms a call',
    *rows({ createExplainer }) {
      const search = (body) => createExplainer('tu-cambio.request', { secret: SECRET }, { body, timestamp: ISO }, '0'.repeat(64))
      const whole = (body) => () => {
        const opened = search(body)
        opened.step()
        opened.report()
        opened[DISPOSE]()
      }
      const text = bodies(256 - ISO.length)
      const singles = () => {
        const opened = search(text(0))
        opened.step(SINGLES)
        opened.report()
        opened[DISPOSE]()
      }
      const large = bodies(KIB * KIB)(0)
      const ms = compare({ singles, pairs: whole(text(0)), large: whole(large) })
      yield { what: 'single causes', ours: ms.singles / 1e6, peer: 10, budget: 1 }
      yield { what: 'single causes and pairs', ours: ms.pairs / 1e6, peer: 250, budget: 1 }
      yield { what: 'a body of 1 MiB, cut short at 64 MiB hashed', ours: ms.large / 1e6, peer: NaN }
    },
  },
  rows: {
    title: 'createSigner with a row that it refuses, against JSON.parse of the same text; what an accepted one does with 1 MiB',
    unit: 'ms a call',
    *rows({ createSigner }) {
      const codeOf = (run) => {
        try {
          run()
        } catch (error) {
          return error.code
        }
      }
      const ms = (ns) => [ns.ours / 1e6, ns.peer / 1e6]
      for (const [what, row] of refused) {
        const text = JSON.stringify(row)
        const create = () => codeOf(() => createSigner(row, { secret: SECRET }))
        assert.equal(create(), 'ERR_SCHEME_INVALID', what)
        const [ours, peer] = ms(compare({ ours: create, peer: () => JSON.parse(text) }))
        yield { what, ours, peer }
      }
      const body = bodies(KIB * KIB)(0)
      const usual = createSigner('github.webhook', { secret: SECRET })
      for (const [what, row, code] of accepted) {
        const signer = createSigner(row, { secret: SECRET })
        const sign = () => codeOf(() => signer.sign({ method: 'POST', body }))
        assert.equal(sign(), code, what)
        const [ours, peer] = ms(compare({ ours: sign, peer: () => usual.sign({ body }) }))
        yield { what, ours, peer }
      }
    },
  },
  size: {
    title: 'what is downloaded, gzip -9; the peer is the budget',
    unit: 'bytes',
    *rows() {
      const gzipped = (bytes) => gzipSync(bytes, { level: 9 }).length
      const inScripts = built('build', 'engine-in-scripts', 'engine-in-scripts.wasm')
      yield { what: 'the engine in scripts', ours: gzipped(readFileSync(inScripts)), peer: 125 * KIB, budget: 1 }
      for (const [file, kib] of [['engine.wasm', 85], ['full.wasm', 280], ['explain.wasm', 280], ['catalogue.js', 40], ['index.edge.js', 12]]) {
        yield { what: file, ours: gzipped(readFileSync(dist(file))), peer: kib * KIB, budget: 1 }
      }
    },
  },
}

/** The code of Securo's document. */
function asDocumented(method, url, data) {
  const timestamp = Math.floor(Date.now() / 1000)
  let base = `${url}&method=${method}&timestamp=${timestamp}`
  if (data) base += `&body=${JSON.stringify(JSON.parse(data))}`
  const hash = createHmac('sha256', SECRET).update(base).digest('hex')
  return {
    method,
    url,
    headers: {
      'x-sec-key': CREDENTIALS.apiKey,
      'x-sec-ts': timestamp,
      'x-sec-sign': hash,
      'Content-Type': 'application/json',
    },
    data,
  }
}

/** The code of GitHub's document. */
function verifiedGitHub({ headers, body }) {
  const expected = `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`
  return isEqual(headers['x-hub-signature-256'], expected)
}

/** The steps of Stripe's document. */
function verifiedStripe({ headers, body }) {
  const elements = headers['stripe-signature'].split(',').map((element) => element.split('='))
  const [, timestamp] = elements.find(([name]) => name === 't')
  const expected = createHmac('sha256', SECRET).update(`${timestamp}.`).update(body).digest('hex')
  const isRight = elements.some(([name, signature]) => name === 'v1' && isEqual(signature, expected))
  return isRight && Math.abs(Math.floor(Date.now() / 1000) - timestamp) <= 300
}

const isEqual = (text, other) => text.length === other.length && timingSafeEqual(Buffer.from(text), Buffer.from(other))

/** Each the way its documentation makes it fastest: keyed once where the library can. */
async function hmacPeers() {
  const { hmac } = await import('@noble/hashes/hmac.js')
  const { sha256 } = await import('@noble/hashes/sha2.js')
  const { bytesToHex, utf8ToBytes } = await import('@noble/hashes/utils.js')
  const { default: cryptoJs } = await import('crypto-js')
  const { createHMAC, createSHA256 } = await import('hash-wasm')
  const nobleKeyed = hmac.create(sha256, utf8ToBytes(SECRET))
  const cryptoJsKeyed = cryptoJs.algo.HMAC.create(cryptoJs.algo.SHA256, SECRET)
  const hashWasm = await createHMAC(createSHA256(), SECRET)
  return {
    '@noble/hashes': (text) => bytesToHex(nobleKeyed.clone().update(utf8ToBytes(text)).digest()),
    'crypto-js': (text) => {
      cryptoJsKeyed.reset()
      return cryptoJsKeyed.finalize(text).toString()
    },
    'hash-wasm': (text) => hashWasm.init().update(text).digest('hex'),
    'node:crypto': (text) => createHmac('sha256', SECRET).update(text).digest('hex'),
  }
}

/** A script that prints how many milliseconds each of `works` took. */
const script = (...works) => `
  const times = [performance.now()]
  ${works.map((work) => `${work}; times.push(performance.now())`).join('\n')}
  console.log(JSON.stringify(times.slice(1).map((time, index) => time - times[index])))`

/** Imports a script of the package and the scheme by name, and signs. */
const firstSign = (file, folder = dist('')) => {
  const url = (name) => JSON.stringify(pathToFileURL(join(folder, name)).href)
  const scheme = file === 'core.js' ? 'securoRequest' : "'securo.request'"
  const imports = `await import(${url(file)}), await import(${url('schemes.js')})`
  return script(
    file === 'core.js' ? `var [{ createSigner }, { securoRequest }] = [${imports}]` : `var { createSigner } = await import(${url(file)})`,
    `createSigner(${scheme}, ${JSON.stringify(CREDENTIALS)}).sign({ method: 'GET', url: '${URL}' })`,
  )
}

/** A copy of the scripts of the package, with `count` schemes: those of the catalogue, again and again. */
function withSchemes(count) {
  const whole = temporary()
  const folder = join(whole, 'dist')
  cpSync(dist(''), folder, { recursive: true })
  // It says of what kind the scripts are; else Node would read each twice to find out.
  cpSync(built('npm', 'package.json'), join(whole, 'package.json'))
  for (const file of ['catalogue.js', 'catalogue.cjs', 'notes.js', 'notes.cjs']) {
    const lines = readFileSync(join(folder, file), 'utf8').split('\n')
    const own = lines.filter((line) => line.startsWith("  '"))
    const last = lines.lastIndexOf(own.at(-1))
    const more = Array.from({ length: count - own.length }, (_, index) => own[index % own.length].replaceAll(/^ {2}'|"id":"/g, `$&x${index}-`))
    writeFileSync(join(folder, file), [...lines.slice(0, last + 1), ...more, ...lines.slice(last + 1)].join('\n'))
  }
  return folder
}

function temporary() {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-bench-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Contenders that do not agree are not compared; a second may begin between two calls, so twice is tried. */
function assertSame(results) {
  const differ = () => new Set(results()).size > 1
  assert(!differ() || !differ(), 'expected the contenders to make the same signature')
}

const bytes = (size) => (size < KIB ? `${size} B` : size < KIB * KIB ? `${size / KIB} KiB` : `${size / KIB / KIB} MiB`)

function printed({ what, ours, peer, budget }) {
  const number = (ns) => ns.toLocaleString('en', { maximumFractionDigits: ns < 100 ? 2 : 0 })
  const ratio = peer / ours
  const reached = budget === undefined ? '' : ratio >= budget ? 'yes' : 'not reached'
  const times = (factor) => (Number.isFinite(factor) ? `${factor.toFixed(2)} x` : '-')
  return [what, number(ours), number(peer), times(ratio), times(budget), reached]
}

function printTable(lines) {
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)))
  for (const line of lines) {
    const cells = line.map((cell, column) => {
      const isText = column === 0 || column === line.length - 1
      return isText ? cell.padEnd(widths[column]) : cell.padStart(widths[column])
    })
    console.log(`  ${cells.join(' | ')}`.trimEnd())
  }
}

command(async () => {
  const { values } = parseArgs({ options: { only: { type: 'string' } } })
  const names = values.only?.split(',') ?? Object.keys(GROUPS)
  for (const name of names) {
    const expected = `expected --only with some of ${Object.keys(GROUPS)}`
    if (!Object.hasOwn(GROUPS, name)) throw new Error(`${expected}, got \`${name}\``)
  }
  const countersign = await import(pathToFileURL(dist('index.js')))
  const { version, platform, arch } = process
  console.log(`\nNode ${version}, ${platform} ${arch}; ratio: the peer's time divided by ours, more is better`)
  for (const name of names) {
    const { title, note, unit, rows } = GROUPS[name]
    console.log(`\n${name}: ${title}${note ? `\n${note}` : ''}`)
    const lines = [['what', `ours, ${unit}`, `peer, ${unit}`, 'ratio', 'budget', 'ok']]
    for await (const row of rows(countersign)) lines.push(printed(row))
    printTable(lines)
  }
})
