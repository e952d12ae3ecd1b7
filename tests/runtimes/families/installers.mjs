// Package managers that lay packages out in their own way: pnpm with links, Yarn as archives that Node reads by way of a loader.
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { output } from '../processes.mjs'
import { locked, ours } from '../locked.mjs'
import { reported, reporting, tally, together } from '../report.mjs'

const ENTRY = `import { run } from './main.mjs'\n${reporting('await run()')}`
const YARN_SETTINGS = 'nodeLinker: pnp\nenableTelemetry: false\nenableGlobalCache: false\ncacheFolder: ./cache\nenableImmutableInstalls: false\n'

export const cells = [
  {
    id: 'pnpm',
    tier: 'matrix',
    runtime: 'pnpm',
    version: locked('pnpm'),
    how: 'installed by it; `import` and the command line, run in Node',
    run: (home) => installed(home, 'pnpm', {}, ours('pnpm', 'bin', 'pnpm.cjs'), ['install', '--offline', '--store-dir', './store']),
  },
  {
    id: 'yarn-pnp',
    tier: 'matrix',
    runtime: 'Yarn',
    version: locked('@yarnpkg/cli-dist'),
    how: "installed by it with Plug'n'Play; `import` and the command line, run in Node",
    run: (home) =>
      installed(home, 'yarn-pnp', { 'yarn.lock': '', '.yarnrc.yml': YARN_SETTINGS }, ours('@yarnpkg', 'cli-dist', 'bin', 'yarn.js'), ['install']),
  },
]

/** Installs the packages from their archives alone, with `program`, which then runs them. */
async function installed({ home, tarballs }, id, files, program, args) {
  const cwd = join(home, id)
  mkdirSync(cwd)
  for (const name of ['conformance.mjs', 'data.mjs', 'main.mjs']) copyFileSync(join(home, 'installed', name), join(cwd, name))
  for (const one of tarballs) copyFileSync(one, join(cwd, basename(one)))
  const dependencies = Object.fromEntries(tarballs.map((one) => [basename(one).replace(/-\d.*/, ''), `file:./${basename(one)}`]))
  const all = { 'package.json': JSON.stringify({ name: 'project', private: true, dependencies }), 'entry.mjs': ENTRY, ...files }
  for (const [name, text] of Object.entries(all)) writeFileSync(join(cwd, name), text)
  const node = (...more) => output(process.execPath, [program, ...more], { cwd, env: { CI: '1', YARN_GLOBAL_FOLDER: join(cwd, 'global') } })
  await node(...args)
  const commandLine = await tally([
    ['the command line', async () => ((await node('exec', 'countersign', '--version')).includes('0.1.0') ? undefined : 'expected its version')],
  ])
  return together([reported(await node('exec', 'node', 'entry.mjs')), commandLine])
}
