// Vitest: each of its environments, in each of its pools, which isolate test files as processes, threads or `vm` contexts.
import { join } from 'node:path'
import { at } from '../../../pkg-template/tools.mjs'
import { lay } from '../project.mjs'
import { output, temporary } from '../processes.mjs'
import { locked, newer, ours } from '../locked.mjs'
import { reported, reporting } from '../report.mjs'
import { IS_PACKED } from './node.mjs'

const POOLS = ['forks', 'threads', 'vmThreads']

export const cells = ['node', 'jsdom', 'happy-dom', 'edge-runtime'].map((environment) => ({
  id: `vitest-${environment}`,
  tier: 'matrix',
  runtime: 'Vitest',
  version: locked('vitest'),
  how: `in the environment \`${environment}\`, in the pools ${POOLS.map((pool) => `\`${pool}\``).join(', ')}`,
  cannot: IS_PACKED ? undefined : 'its Node is packed for Linux on x64 only',
  async run(home) {
    const id = `vitest-${environment}`
    // Below this folder, where Vitest finds the environments beside itself.
    const cwd = lay(home, id, { 'conformance.test.mjs': TEST, 'vitest.config.mjs': config(environment) }, temporary(at('target', 'runtimes', `${process.pid}-${id}`)))
    const printed = await output(ours('node24', 'bin', 'node'), [newer('vitest', 'vitest.mjs'), 'run', '--root', cwd], { cwd, env: { CI: '1' } })
    const projects = printed.split('@conformance ').length - 1
    const result = reported(printed)
    return projects === POOLS.length ? result : { ...result, failed: [...result.failed, `expected ${POOLS.length} pools, got ${projects}`] }
  },
}))

// In part, as there are twelve of them.
const TEST = `import { webcrypto } from 'node:crypto'
import { test } from 'vitest'
import { run } from './main.mjs'
test('conformance', async () => {
  const { subtle } = globalThis.crypto?.subtle ? globalThis.crypto : webcrypto
  ${reporting('await run({ subtle, nth: 6 })')}
}, 300_000)
`

const config = (environment) => `const project = (pool) => ({ test: {
  name: pool, pool, environment: '${environment}', include: ['conformance.test.mjs'], fileParallelism: false,
} })
export default { test: { projects: ${JSON.stringify(POOLS)}.map(project), disableConsoleIntercept: true } }\n`
