// The packed package, installed in projects of their own: what every runtime runs.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'
import { built } from '../../pkg-template/fresh.mjs'
import { at, run } from '../../pkg-template/tools.mjs'
import { readData } from './data.mjs'
import { temporary } from './processes.mjs'
import { plantTraps } from './trapped.mjs'

/** What lies in every project, beside its node_modules. */
const PARTS = ['conformance.mjs', 'conformance.cjs', 'data.mjs', 'data.cjs', 'main.mjs', 'main.cjs', 'package.json']

/** A place for projects, which is gone when this process ends. */
export async function makeHome() {
  const home = temporary(mkdtempSync(join(tmpdir(), 'countersign-runtimes-')))
  const installed = join(home, 'installed')
  mkdirSync(installed)
  writeFileSync(join(installed, 'package.json'), JSON.stringify({ name: 'project', private: true }))
  await writeConformance(installed)
  const tarballs = await pack(home)
  await run('npm', ['install', ...QUIET, '--offline', ...tarballs], { cwd: installed })
  writeFileSync(join(installed, 'package.json'), JSON.stringify({ name: 'project', private: true }))
  return { home, tarball: tarballs[0], tarballs }
}

/** A project in `home`, with `files` by their paths; `folder` is where else it may lie. */
export function lay({ home }, id, files = {}, folder = join(home, id)) {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const name of [...PARTS, 'node_modules'])
    cpSync(join(home, 'installed', name), join(folder, name), { recursive: true })
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}

/** What runs everything, with the package found by each of `names`. */
export function main(names = NAMES) {
  const imports = Object.entries(names)
    .map(([name, path]) => `import * as ${name} from '${path}'\n`)
    .join('')
  return `${imports}import { conform } from './conformance.mjs'
import data from './data.mjs'
export const run = (options) => conform(${SUBJECTS}, data, options)\n`
}

/** How the entry points are imported. */
export const NAMES = {
  whole: 'countersign',
  core: 'countersign/core',
  definitions: 'countersign/schemes',
  explaining: 'countersign/explain',
  trappedWhole: 'countersign-trapped',
  trappedCore: 'countersign-trapped/core',
  trappedExplaining: 'countersign-trapped/explain',
}

/** What `place` makes of each entry point: of the name of the package, and that of the entry, if it has one. */
export const mapped = (place) =>
  Object.fromEntries(Object.entries(NAMES).map(([name, path]) => [name, place(...path.split('/'))]))

const SUBJECTS = `[
  { name: 'countersign', api: whole, trapped: trappedWhole, explaining, trappedExplaining },
  { name: 'countersign/core', api: core, trapped: trappedCore, definitions, whole, explaining, trappedExplaining },
]`

async function writeConformance(folder) {
  // In ASCII: Cloudflare's Vitest takes U+2028 for the end of a line.
  const data = JSON.stringify(readData()).replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
  const requires = Object.entries(NAMES)
    .map(([name, path]) => `const ${name} = require('${path}')\n`)
    .join('')
  const files = {
    'data.mjs': `export default ${data}\n`,
    'data.cjs': `module.exports = ${data}\n`,
    'main.mjs': main(),
    'main.cjs': `${requires}const { conform } = require('./conformance.cjs')
const data = require('./data.cjs')
exports.run = (options) => conform(${SUBJECTS}, data, options)\n`,
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  for (const [format, name] of [
    ['esm', 'conformance.mjs'],
    ['cjs', 'conformance.cjs'],
  ]) {
    const entryPoints = [at('tests', 'runtimes', 'conformance.mjs')]
    await build({
      entryPoints,
      outfile: join(folder, name),
      format,
      bundle: true,
      platform: 'neutral',
      target: 'es2022',
    })
  }
}

/** The package as it is published, and the same with traps. */
async function pack(home) {
  const tarball = await packed(built('npm'), join(home, 'countersign'))
  const unpacked = join(home, 'unpacked')
  mkdirSync(unpacked)
  await run('tar', ['-xzf', tarball, '-C', unpacked, '--strip-components', '1'])
  plantTraps(unpacked, join(home, 'planted'))
  return [tarball, await packed(join(home, 'planted'), join(home, 'countersign-trapped'))]
}

async function packed(folder, target) {
  mkdirSync(target)
  await run('npm', ['pack', folder, '--pack-destination', target, '--silent', '--offline'], { cwd: target })
  return join(
    target,
    readdirSync(target).find((file) => file.endsWith('.tgz')),
  )
}

const QUIET = ['--no-audit', '--no-fund', '--ignore-scripts', '--no-package-lock', '--no-bin-links']
