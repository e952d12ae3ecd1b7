// Next.js: a route on the edge and one in Node, built by each of its bundlers, started and called.
import { rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { at } from '../../../pkg-template/tools.mjs'
import { lay } from '../project.mjs'
import { output, serving, temporary } from '../processes.mjs'
import { locked, ours } from '../locked.mjs'
import { together } from '../report.mjs'

const route = (runtime) => `import { run } from '../../main.mjs'
export const runtime = '${runtime}'
export const dynamic = 'force-dynamic'
export const GET = async () => Response.json(await run())
`

// No `type` in its package.json, since with one the webpack build of Next.js loses what it writes for edge routes.
const FILES = {
  'app/layout.js':
    "import { createElement } from 'react'\n" +
    "export default ({ children }) => createElement('html', null, createElement('body', null, children))\n",
  'app/page.js': "export default () => 'conformance'\n",
  'app/edge/route.js': route('edge'),
  'app/node/route.js': route('nodejs'),
  // Everything that is linked to lies below this folder.
  'next.config.mjs':
    `const root = ${JSON.stringify(at())}\n` + 'export default { turbopack: { root }, outputFileTracingRoot: root }\n',
}
const ENV = { NEXT_TELEMETRY_DISABLED: '1', CI: '1' }

export const cells = ['turbopack', 'webpack'].map((bundler) => ({
  id: `next-${bundler}`,
  tier: 'matrix',
  runtime: 'Next.js',
  version: locked('next'),
  how: `an edge route and a Node route, built with ${bundler === 'webpack' ? 'webpack' : 'Turbopack'}`,
  async run(home) {
    const cwd = lay(home, bundler, FILES, temporary(at('target', 'runtimes', `${process.pid}-${bundler}`)))
    try {
      return await builtAndCalled(cwd, bundler)
    } finally {
      rmSync(cwd, { recursive: true, force: true, maxRetries: 5 })
    }
  },
}))

async function builtAndCalled(cwd, bundler) {
  for (const name of ['next', 'react', 'react-dom']) symlinkSync(ours(name), join(cwd, 'node_modules', name))
  const next = ours('next', 'dist', 'bin', 'next')
  await output(process.execPath, [next, 'build', `--${bundler}`], { cwd, env: ENV })
  const args = [next, 'start', '--hostname', '127.0.0.1', '--port', '0']
  return serving(process.execPath, args, { cwd, env: ENV, pattern: /http:\/\/127\.0\.0\.1:\d+/ }, async ([url]) =>
    together([await called(`${url}/edge`), await called(`${url}/node`)]),
  )
}

async function called(url) {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${url}: expected 200, got ${response.status}: ${await response.text()}`)
  const result = await response.json()
  return { ...result, failed: result.failed.map((one) => `${new URL(url).pathname.slice(1)} route: ${one}`) }
}
