// Jest, which loads CommonJS in realms of its own: with Node's globals, and with those of jsdom.
import { join } from 'node:path'
import { readFileSync } from 'node:fs'
import { lay } from '../project.mjs'
import { output } from '../processes.mjs'
import { HERE, locked, ours } from '../locked.mjs'

const ENVIRONMENTS = [
  { id: 'jest-node', environment: 'node' },
  { id: 'jest-jsdom', environment: 'jsdom' },
]

export const cells = ENVIRONMENTS.map(({ id, environment }) => ({
  id,
  tier: 'matrix',
  runtime: 'Jest',
  version: locked('jest'),
  how: `\`require\`, in the environment \`${environment}\``,
  async run(home) {
    const cwd = lay(home, id, { 'conformance.test.cjs': TEST, 'jest.config.cjs': config(environment) })
    // Its own verdict is in the file: Jest shows texts in its way.
    await output(process.execPath, [ours('jest', 'bin', 'jest.js'), '--no-watchman'], { cwd, env: { CI: '1' } })
    return JSON.parse(readFileSync(join(cwd, 'result.json'), 'utf8'))
  },
}))

const TEST = `const { writeFileSync } = require('node:fs')
const { webcrypto } = require('node:crypto')
const { run } = require('./main.cjs')

test('conformance', async () => {
  const { subtle } = globalThis.crypto?.subtle ? globalThis.crypto : webcrypto
  writeFileSync(__dirname + '/result.json', JSON.stringify(await run({ subtle })))
}, 60_000)
`

const config = (environment) =>
  `module.exports = ${JSON.stringify({
    testEnvironment: environment === 'node' ? 'node' : join(HERE, 'node_modules', 'jest-environment-jsdom'),
    testMatch: ['<rootDir>/conformance.test.cjs'],
    moduleFileExtensions: ['cjs', 'js', 'json'],
    transform: {},
    cache: false,
  })}\n`
