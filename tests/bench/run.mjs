// `npm run bench`: how fast the package is, as ratios within one run.
// `--only sign,hmac` runs a part; `--no-build` measures the package that is there.
import { strict as assert } from 'node:assert'
import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'
import { build } from '../../pkg-template/build.mjs'
import { at, command } from '../../pkg-template/tools.mjs'
import { accentedOrder, bodies, indentedOrder } from './documents.mjs'
import { compare, compareProcesses } from './measure.mjs'

const dist = (file) => at('target', 'npm', 'dist', file)
const KIB = 1024
const URL = 'https://api.securo.dev/api/v1/sessions'
const SECRET = 'an-example-secret-of-forty-characters-00'
const CREDENTIALS = { apiKey: 'an-example-key', secret: SECRET }

const GROUPS = {
  sign: {
    title: 'signer.sign for securo.request, against the code of its document (JSON round trip, createHmac, headers)',
    unit: 'ns a call',
    *rows({ createSigner }) {
      const signer = createSigner('securo.request', CREDENTIALS)
      for (const [what, body, budget] of [
        ['120 B', bodies(120), 1.5],
        ['1 KiB', bodies(KIB), 0.8],
        ['1 KiB, with accents', bodies(KIB, accentedOrder)],
        ['16 KiB', bodies(16 * KIB)],
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
  start: {
    title: 'first sign after import, in fresh processes, against importing jose',
    unit: 'ns',
    *rows() {
      const jose = script("await import('jose')", '0')
      const ns = compareProcesses({ whole: firstSign('index.js'), hmac: firstSign('hmac.js'), jose })
      for (const [what, file] of [['countersign', 'whole'], ['countersign/hmac', 'hmac']]) {
        const [imported, signed] = ns[file]
        const peer = ns.jose[0]
        yield { what: `${what}: import`, ours: imported, peer }
        yield { what: `${what}: createSigner, first sign`, ours: signed, peer }
        yield { what: `${what}: import to first signature`, ours: imported + signed, peer }
      }
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
  size: {
    title: 'what is downloaded, gzip -9; the peer is the budget',
    unit: 'bytes',
    *rows() {
      for (const [file, kib] of [['core.wasm', 150], ['hmac.wasm', 50], ['index.workerd.js', 8]]) {
        const ours = gzipSync(readFileSync(dist(file)), { level: 9 }).length
        yield { what: file, ours, peer: kib * KIB, budget: 1 }
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

const firstSign = (file) => script(
  `var { createSigner } = await import(${JSON.stringify(pathToFileURL(dist(file)).href)})`,
  `createSigner('securo.request', ${JSON.stringify(CREDENTIALS)}).sign({ method: 'GET', url: '${URL}' })`,
)

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
  const { values } = parseArgs({ options: { only: { type: 'string' }, 'no-build': { type: 'boolean' } } })
  const names = values.only?.split(',') ?? Object.keys(GROUPS)
  for (const name of names) {
    const expected = `expected --only with some of ${Object.keys(GROUPS)}`
    if (!Object.hasOwn(GROUPS, name)) throw new Error(`${expected}, got \`${name}\``)
  }
  if (!values['no-build']) await build()
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
