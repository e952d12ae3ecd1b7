// The package as its users get it: packed, unpacked into a project of its own, and loaded by import and by require.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { built } from '../../pkg-template/fresh.mjs'
import { byId } from '../runtimes/stages.mjs'

/** A project with the package in its node_modules, for this process only. */
export const project = mkdtempSync(join(tmpdir(), 'countersign-test-'))
process.on('exit', () => rmSync(project, { recursive: true, force: true }))

/** The unpacked package. */
export const installed = join(project, 'node_modules', 'countersign')

install()

/** Every way to load the package, its schemes, and the engine alone. */
export const whole = await loaded('countersign')
export const definitions = await loaded('countersign/schemes')
export const core = await loaded('countersign/core')
export const explaining = await loaded('countersign/explain')
export const { createSigner, createVerifier, explain, createExplainer, schemes, CountersignError } = whole.esm

function install() {
  run('npm', ['pack', built('npm'), '--pack-destination', project, '--silent', '--offline'], project)
  const tarball = readdirSync(project).find((file) => file.endsWith('.tgz'))
  mkdirSync(installed, { recursive: true })
  run('tar', ['-xzf', tarball, '-C', 'node_modules/countersign', '--strip-components', '1'], project)
  writeFileSync(join(project, 'package.json'), '{ "private": true }')
}

async function loaded(name) {
  const file = join(project, `${name.replace('/', '-')}.mjs`)
  writeFileSync(file, `export * from '${name}'\n`)
  return { esm: await import(pathToFileURL(file)), cjs: createRequire(file)(name) }
}

/** The engine alone, with ids in place of definitions, as the whole package takes them. */
export const coreById = Object.fromEntries(Object.entries(core).map(([format, api]) => [format, byId(api, definitions[format])]))

/** The script `name` for edges, with its modules read from their files. */
export async function loadedEdge(name) {
  const file = join(project, `${name}.edge.mjs`)
  const dist = pathToFileURL(join(installed, 'dist'))
  const code = readFileSync(join(installed, 'dist', `${name}.edge.js`), 'utf8')
  const read = code.replaceAll(/import (\w+) from"(\.\/\w+\.wasm)\?module";?/g, (_, local, wasm) =>
    `const ${local}=new WebAssembly.Module(readFileSync(new URL('${dist}/${wasm}')));`)
  writeFileSync(file, `import{readFileSync}from'node:fs';${read.replaceAll('from"./', `from"${dist}/`)}`)
  return import(pathToFileURL(file))
}

/** Each module that signs and verifies, with and without the host's cryptography. */
export async function everyWay() {
  const modules = {
    'the engine, for speed': coreById.esm,
    'the engine, for size': byId(await loadedEdge('core'), definitions.esm),
    'the module that does all': await loadedEdge('index'),
    'the package': whole.esm,
  }
  return Object.entries(modules).flatMap(([name, api]) => [
    [name, api],
    [`${name}, without the host's cryptography`, withOptions(api, { crypto: 'wasm' })],
  ])
}

function withOptions({ createSigner, createVerifier, ...others }, own) {
  return {
    ...others,
    createSigner: (scheme, credentials, options) => createSigner(scheme, credentials, { ...options, ...own }),
    createVerifier: (scheme, credentials, options) => createVerifier(scheme, credentials, { ...options, ...own }),
  }
}

/** Runs a program to its end, and gives what it printed. */
export function run(program, args, cwd) {
  const shell = process.platform === 'win32' && program !== process.execPath
  return execFileSync(program, args, { cwd, shell, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
}

/** The error of this package that `run` ends with. */
export function refusalOf(run) {
  try {
    run()
  } catch (error) {
    assert.ok(error instanceof CountersignError, String(error?.stack))
    return error
  }
  assert.fail(`expected an error of ${run}`)
}
