// What is signed must travel: a URL is accepted only where the URL Standard, as clients follow it, leaves it as it is.
import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { test } from 'node:test'
import { Generator } from './documents.mjs'
import { CountersignError, createSigner } from './package.mjs'

const signer = createSigner('securo.request', { apiKey: 'key', secret: 'secret' })
const seed = Number(process.env.COUNTERSIGN_SEED ?? randomInt(2 ** 32))

/** Characters of which the standard's opinion has changed, so that refusing them is right too. */
const STRICTER = '^|'
const PLACES = {
  'in the path': (letter) => `https://h.example/a${letter}b`,
  'at the end of the path': (letter) => `https://h.example/a${letter}`,
  'as a segment': (letter) => `https://h.example/a/${letter}/b`,
  'in the query': (letter) => `https://h.example/a?b${letter}c`,
  'at the end of the query': (letter) => `https://h.example/a?b=${letter}`,
}

for (const [place, at] of Object.entries(PLACES)) {
  test(`every ASCII character ${place}`, () => {
    const wrong = []
    for (let code = 0; code < 0x80; code++) {
      const letter = String.fromCharCode(code)
      const url = at(letter)
      const accepted = isAccepted(url)
      const right = accepted === travels(url) || (!accepted && STRICTER.includes(letter))
      if (!right) wrong.push(`${JSON.stringify(url)} accepted: ${accepted}, sent as ${href(url)}`)
    }
    assert.deepEqual(wrong, [])
  })
}

test('every ASCII character in the host', () => {
  const wrong = []
  for (let code = 0; code < 0x80; code++) {
    const url = `https://a${String.fromCharCode(code)}b.example/`
    if (isAccepted(url) && isRewritten(url)) wrong.push(`${JSON.stringify(url)} accepted, sent as ${href(url)}`)
  }
  assert.deepEqual(wrong, [])
})

test('hosts that clients rewrite', () => {
  const hosts = `
    127.1 1 0 1.2.3 0x7f.1 0x7f000001 017700000001 127.0.0.01 1.2.3.4. 256.256.256.256 1.2.3.256 1.2.3.4.5
    99999999999 127.0.0.0x1 h.0x1 h.1 h.09 1.2.3.08 4294967295 0x h.0x example.0xg [::0001] [0:0:0:0:0:0:0:1]
    [::127.0.0.1] [::ffff:1.2.3.4] [1::2::3] [zz] [] [ ] a[b a]b [::1 ::1 [::1]] [2001:db8:0:0:1:0:0:1]
    [2001:db8::0] [1:2:3:4:5:6:7] [1:2:3:4:5:6:7:8:9] [::1%25eth0] [v1.a] xn--a xn-- a.xn--zz.example
    xn--bcher-kva.example . .. a..b .a a. -a a- _ a_b localhost. 1e3
  `.trim().split(/\s+/)
  const urls = hosts.map((host) => `https://${host}/`).filter((url) => isAccepted(url) && isRewritten(url))
  assert.deepEqual(
    urls.map((url) => `${url} accepted, sent as ${href(url)}`),
    [],
  )
})

test('ports that clients rewrite', () => {
  const ports = [
    '',
    '0',
    '00',
    '1',
    '80',
    '443',
    '0443',
    '8443',
    '65535',
    '65536',
    '99999',
    '+1',
    '-1',
    '1a',
    ' 1',
    '1 ',
    '1:1',
  ]
  for (const scheme of ['https://h.example', 'http://localhost', 'https://[::1]']) {
    const urls = ports.map((port) => `${scheme}:${port}/`)
    assert.deepEqual(
      urls.filter((url) => isAccepted(url) && isRewritten(url)),
      [],
    )
  }
})

test(`generated URLs, COUNTERSIGN_SEED=${seed}`, (t) => {
  const generator = new Generator(seed)
  let accepted = 0
  for (let number = 0; number < 5000; number++) {
    const url = generated(generator)
    if (!isAccepted(url)) continue
    accepted++
    assert.equal(href(url), url, `COUNTERSIGN_SEED=${seed}`)
  }
  t.diagnostic(`seed ${seed}: ${accepted} of 5000 URLs accepted`)
  assert.ok(accepted > 500, `enough URLs are accepted to say something, got ${accepted}`)
})

test('what is accepted is what a URL object signs as', () => {
  const url = 'https://h.example/a/../b c?d=é#'.slice(0, -1)
  assert.ok(!isAccepted(url))
  assert.equal(signer.sign({ url: new URL(url), timestamp: '1747216800' }).url, 'https://h.example/b%20c?d=%C3%A9')
})

function generated(generator) {
  const common = "/ / a b . .. /./ /../ %2e %2E %41 % ? ? & = + * ! ~ ' : @ ; , // - _ ( )".split(' ')
  const rare = ['$', '[', ']', '|', '^', '\\', '`', '{', '}', '<', '"', ' ', '\t', 'é', '#']
  const hosts = 'h.example h.example:8443 h.example:443 H.example 127.0.0.1 [::1] u@h.example a%41 '.split(' ')
  let url =
    generator.pick(['https://', 'https://', 'https://', 'http://', 'https:/', 'HTTPS://']) + generator.pick(hosts) + '/'
  // Most URLs hold none of the rare pieces, or none would be accepted.
  const pieces = generator.one(3) === 0 ? [...common, ...rare] : common
  for (let count = generator.one(12); count > 0; count--) url += generator.pick(pieces)
  return url
}

function isAccepted(url) {
  try {
    assert.equal(signer.sign({ url, timestamp: '1747216800' }).canonical, `${url}&method=GET&timestamp=1747216800`)
    return true
  } catch (error) {
    if (!(error instanceof CountersignError)) throw error
    assert.equal(error.code, 'ERR_REQUEST_INVALID', url)
    assert.equal(error.part, 'url', url)
    assert.ok(error.offset >= 0 && error.offset <= Buffer.byteLength(url), url)
    return false
  }
}

/** A fragment is never sent, so that a URL with one does not travel as it stands. */
const travels = (url) => href(url) === url && !url.includes('#')

/** Hosts that no client reaches at all, such as broken Punycode, need no refusal of ours: nothing is sent. */
const isRewritten = (url) => ![url, 'no URL'].includes(href(url))

function href(url) {
  try {
    return new URL(url).href
  } catch {
    return 'no URL'
  }
}
