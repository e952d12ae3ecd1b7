// Schemes of the user's own on the command line, in the place of a scheme's id.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { at } from '../../pkg-template/tools.mjs'
import { CANARY } from './cases.mjs'
import { countersign, entry, file, home } from './cli.mjs'
import { ACME, ENV, TIME, answered, checked, hmac, refused, write } from './cli-custom-schemes.mjs'
import { createSigner, explain, schemes } from './package.mjs'

const CLOCK = ['--now', `@${TIME}`]

test('a path in the place of a scheme signs and verifies by the scheme in the file', async () => {
  const message = ['--body', '{"a":1}', '--timestamp', TIME]
  for (const path of ['acme.json', './acme.json', join(home, 'acme.json'), './scheme']) {
    if (path === './scheme') file('scheme', `\ufeff${JSON.stringify(ACME, null, 2)}\n`)
    const signed = JSON.parse(await answered(['sign', path, ...message, '--json'], { env: ENV }))
    assert.equal(signed.signature, hmac(`${TIME}.{"a":1}`), path)
    const headers = Object.entries(signed.headers).flatMap(([name, value]) => ['--header', `${name}: ${value}`])
    const verify = ['verify', path, '--body', '{"a":1}', ...headers, '--now', `@${TIME}`]
    assert.match(await answered(verify, { env: ENV }), /^valid: signed with the given key, at 2025-05-14T10:00:00.000Z/)
    assert.match(await answered([...verify.slice(0, -1), '@1747217101'], { env: ENV }, 1), /not valid: .*STALE/)
  }
  assert.match(
    await answered(['sign', 'acme.json', ...message], { env: ENV }),
    /^acme\.request\ncanonical +1747216800\./,
  )
  assert.match(await answered(['schemes', 'acme.json']), /^acme\.request\ncanonical +\{timestamp\}\.\{body\}\n/)
})

test('what a scheme leaves out is printed as the core reads it', async () => {
  const minimal = { id: 'acme.request', canonical: '{body}', headers: { A: '{signature}' } }
  const companion = { id: 'b', canonical: '{body}', credentials: ['b'], key: '{b}', headers: { B: '{signature}' } }
  const timed = { ...ACME, toleranceSeconds: null, companion }
  for (const definition of [minimal, ACME, timed]) {
    const full = JSON.parse(await answered(['schemes', write('least.json', definition), '--json']))
    assert.deepEqual(Object.keys(full).sort(), Object.keys(schemes()[0]).sort())
    assert.equal((await checked(0, write('full.json', full))).ok, true)
    const tolerance = definition === ACME ? 300 : null
    assert.deepEqual([full.credentials, full.key, full.toleranceSeconds], [['secret'], '{secret}', tolerance])
    const by = (data) => createSigner(data, { secret: CANARY }).sign({ body: 'a', timestamp: TIME })
    assert.deepEqual(by(full), by(definition))
    const report = (data) =>
      explain(data, { secret: CANARY }, { body: 'a', timestamp: TIME }, '00', { now: new Date(0) })
    assert.deepEqual(report(full), report(definition))
  }
})

test('the credentials of a scheme have flags and variables', async () => {
  const key = '{clientKey}.{headers}.{k_2}'
  write('named.json', { ...ACME, credentials: ['clientKey', 'headers', 'k_2'], key })
  file('one', 'one')
  file('two', 'two')
  const message = ['--json', '--timestamp', TIME, '--body', 'x']
  const args = ['sign', ...message, '--client-key=file:one', '--k_2', 'file:two', 'named.json']
  for (const [more, env] of [
    [['--credential-headers', 'env:Y'], { Y: 'y' }],
    [[], { COUNTERSIGN_HEADERS: 'y' }],
  ]) {
    const { signature } = JSON.parse(await answered([...args, ...more], { env }))
    assert.equal(signature, hmac(`${TIME}.x`, 'one.y.two'))
  }
  assert.match(await answered(['schemes', 'named.json']), /--credential-headers \(or COUNTERSIGN_HEADERS\)/)
  await refused(args, /`acme.request` needs `headers`: give `--credential-headers env:VARIABLE`/, {})
  await refused(
    [...args, '--secret', 'env:Y'],
    /`--secret` does not apply: `acme.request` signs with `--client-key`, `--credential-headers`/,
  )
  await refused([...args, '--client-kay', 'x'], /unknown flag `--client-kay`: did you mean `--client-key`\?/)
  await refused(['sign', '--client-key', 'env:X', 'acme.json'], /unknown flag/)
  write('odd.json', { ...ACME, credentials: ['__proto__', 'secret'] })
  await refused(['sign', 'odd.json'], /expected names of letters, digits, `-` and `_`, got another name/)
})

test('no other flag is taken for a credential', async () => {
  const bin = (name) => import(pathToFileURL(join(dirname(entry), name)))
  const [{ COMMANDS }, { TAKEN, credentialFlags }, { kebab }] = await Promise.all(
    ['commands.js', 'credentials.js', 'flags.js'].map(bin),
  )
  const own = credentialFlags(schemes()).map(({ name }) => name)
  for (const { load } of COMMANDS) {
    const flags = (await load()).groups().flatMap(({ flags }) => flags.map(({ name }) => name))
    for (const name of flags.filter((name) => !own.includes(name))) assert.ok(TAKEN.includes(kebab(name)), name)
  }
})

test('schemes with a key of their own, and with public keys', async () => {
  write('keyless.json', { ...ACME, credentials: [], key: 'not a secret' })
  const signed = JSON.parse(await answered(['sign', 'keyless.json', '--timestamp', TIME, '--body', 'a', '--json']))
  assert.equal(signed.signature, hmac(`${TIME}.a`, 'not a secret'))
  const headers = Object.entries(signed.headers).flatMap(([name, value]) => ['--header', `${name}: ${value}`])
  const message = ['--body', 'a', ...headers, '--now', `@${TIME}`]
  assert.match(await answered(['verify', 'keyless.json', ...message]), /^valid: signed with the key in the scheme/)
  write('rsa.json', {
    ...ACME,
    algorithm: 'rsassa-pkcs1-v1_5-sha256',
    encoding: 'base64',
    credentials: ['privateKey'],
    key: '{privateKey}',
  })
  const pem = (name) => `file:${file(name, readFileSync(at('tests', 'keys', name)))}`
  const rsa = JSON.parse(
    await answered([
      'sign',
      'rsa.json',
      '--private-key',
      pem('rsa-2048.pkcs8.pem'),
      '--timestamp',
      TIME,
      '--body',
      'a',
      '--json',
    ]),
  )
  const received = Object.entries(rsa.headers).flatMap(([name, value]) => ['--header', `${name}: ${value}`])
  const verify = [
    'verify',
    'rsa.json',
    '--public-keys',
    pem('rsa-2048.spki.pem'),
    '--body',
    'a',
    ...received,
    '--now',
    `@${TIME}`,
  ]
  assert.match(await answered(verify), /^valid: signed with the given key/)
})

test('explain takes a scheme, and a case that holds one', async () => {
  const received = `v1=${hmac(`${TIME}.{"a": 1}`)}`
  const request = ['--body', '{"a":1}', '--header', `Acme-Time: ${TIME}`, '--received', received]
  const byRow = await answered(['explain', 'acme.json', ...request, '--json', ...CLOCK], { env: ENV }, 1)
  assert.equal(JSON.parse(byRow).findings[0].causes[0].id, 'body-python-separators')
  assert.equal(JSON.parse(byRow).scheme, 'acme.request')
  const saved = {
    scheme: ACME,
    secret: CANARY,
    request: { body: '{"a":1}', headers: { 'Acme-Time': TIME } },
    receivedSignature: received,
  }
  const byCase = await answered(['explain', write('case.json', saved), '--json', ...CLOCK], {}, 1)
  assert.deepEqual(JSON.parse(byCase).findings, JSON.parse(byRow).findings)
  assert.equal(await answered(['explain', '--json', ...CLOCK], { input: JSON.stringify(saved) }, 1), byCase)
  const exported = await answered(['explain', 'case.json', '--export', '-'], {}, 1)
  assert.deepEqual(JSON.parse(exported).scheme, ACME)
  const again = JSON.parse(await answered(['explain', file('exported.json', exported), '--json', ...CLOCK], {}, 1))
  assert.equal(again.findings[0].causes[0].id, 'body-python-separators')
  const { secret, ...others } = saved
  write('others.json', { ...others, scheme: { ...ACME, credentials: ['mine'], key: '{mine}' } })
  const byFlag = await answered(
    ['explain', 'others.json', '--mine', 'env:MINE', '--json', ...CLOCK],
    { env: { MINE: CANARY } },
    1,
  )
  assert.deepEqual(JSON.parse(byFlag).findings.length, 1)
  await refused(
    ['explain', write('bad.json', { ...saved, scheme: { ...ACME, canonical: '{no}' } })],
    /^countersign: `scheme`: `canonical`, byte 1: /,
  )
  await refused(
    ['explain', write('bad.json', { ...saved, scheme: {} })],
    /^countersign: `scheme`: expected a scheme, an object with/,
  )
  await refused(
    ['explain', write('bad.json', { ...ACME, canonical: '{no}' })],
    /^countersign: `bad.json`: `canonical`, byte 1: /,
  )
})
