// What the tests of schemes on the command line share: a scheme, a vector for it, and what the command has to answer.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { CANARY } from './cases.mjs'
import { countersign, file } from './cli.mjs'

export const ACME = {
  id: 'acme.request',
  canonical: '{timestamp}.{body}',
  headers: { 'Acme-Time': '{timestamp}', 'Acme-Signature': 'v1={signature}' },
  timestamp: 'seconds',
}
export const ENV = { COUNTERSIGN_SECRET: CANARY }
export const TIME = '1747216800'
export const hmac = (text, key = CANARY) => createHmac('sha256', key).update(text).digest('hex')
export const VECTOR = {
  credentials: { secret: 'hush' },
  request: { timestamp: TIME, body: 'a' },
  canonical: `${TIME}.a`,
  signature: hmac(`${TIME}.a`, 'hush'),
}

export const write = (name, data) => file(name, JSON.stringify(data))
write('acme.json', ACME)

export async function answered(args, options, expected = 0) {
  const { code, stdout, stderr } = await countersign(args, options)
  assert.deepEqual([code, stderr], [expected, ''], `${args.join(' ')}\n${stdout}${stderr}`)
  assert.doesNotMatch(stdout, /CANARY|4711/)
  return stdout
}

export async function refused(args, sentence, options = { env: ENV }) {
  const { code, stdout, stderr } = await countersign(args, options)
  assert.deepEqual({ args, code, stdout }, { args, code: 2, stdout: '' }, stderr)
  assert.match(stderr, sentence)
  assert.doesNotMatch(stderr, /CANARY|4711|bug in countersign/)
}

/** What `schemes check` finds, for programs. */
export async function checked(code, ...paths) {
  return JSON.parse(await answered(['schemes', 'check', ...paths, '--json'], { env: ENV }, code))
}
