// Compiles the type tests against the package in target/npm, as its users' compilers would find it.
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { built } from '../../pkg-template/fresh.mjs'
import { at, command, run, step } from '../../pkg-template/tools.mjs'

const HOME = at('target', 'types')
const DOM = ['es2022', 'dom', 'dom.iterable']

/** What users have: the compiler's options, and the tests that have to pass with them. */
const PROJECTS = [
  { name: 'ECMAScript alone', options: { module: 'nodenext', lib: ['es2022'] }, files: ['plain.ts'] },
  { name: 'with DOM', options: { module: 'nodenext', lib: DOM }, files: ['plain.ts', 'web.ts'] },
  { name: 'with a bundler', options: { module: 'esnext', moduleResolution: 'bundler', lib: DOM }, files: ['web.ts'] },
  { name: 'with DOM, which is not iterable', options: { module: 'nodenext', lib: ['es2022', 'dom'] }, files: ['web.ts'] },
  { name: 'with Node', options: { module: 'nodenext', lib: ['es2022'], types: ['node'] }, files: ['plain.ts', 'node.ts'] },
  {
    name: 'with Cloudflare Workers',
    options: { module: 'esnext', moduleResolution: 'bundler', lib: ['es2022'], types: ['@cloudflare/workers-types'], skipLibCheck: true },
    files: ['worker.ts'],
  },
  { name: 'as before exports', options: { module: 'commonjs', moduleResolution: 'node10', lib: DOM }, files: ['web.ts', 'commonjs.cts'], until: 6 },
  { name: 'CommonJS', options: { module: 'node16', lib: ['es2022'] }, files: ['commonjs.cts'] },
  {
    name: 'with Symbol.dispose',
    options: { module: 'nodenext', lib: ['es2022', 'esnext.disposable'] },
    files: ['plain.ts', 'dispose.ts'],
  },
]

/** Runs them all with the TypeScript whose `tsc` is given. */
export async function testTypes(tsc = at('node_modules', 'typescript', 'bin', 'tsc')) {
  lay()
  const version = parseInt(/\d+/.exec(await run(process.execPath, [tsc, '--version'])))
  const possible = PROJECTS.filter(({ until = Infinity }) => version < until)
  for (const [index, { name, options, files }] of possible.entries()) {
    const config = join(HOME, `tsconfig.${index}.json`)
    writeFileSync(config, JSON.stringify({ compilerOptions: { ...STRICT, ...options }, files }))
    await step(`types: ${name}`, () => run(process.execPath, [tsc, '--project', config]))
  }
}

/** A project folder that has the package installed. */
function lay() {
  rmSync(HOME, { recursive: true, force: true })
  mkdirSync(HOME, { recursive: true })
  writeFileSync(join(HOME, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  for (const file of readdirSync(at('tests', 'types')).filter((file) => /\.c?ts$/.test(file))) {
    cpSync(at('tests', 'types', file), join(HOME, file))
  }
  cpSync(built('npm'), join(HOME, 'node_modules', 'countersign'), { recursive: true })
}

const STRICT = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUnusedLocals: true,
  noEmit: true,
  skipLibCheck: false,
  target: 'es2022',
  types: [],
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) command(() => testTypes(process.argv[2]))
