// The command as its users get it: the packed package installed by npm, and run as a program of its own.
import { spawn } from 'node:child_process'
import { webcrypto } from 'node:crypto'
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { at } from '../../pkg-template/tools.mjs'
import { project, run } from './package.mjs'

// As the command does: Node 18 keeps its random source to itself.
globalThis.crypto ??= webcrypto

/** A folder for the files of one test process, and the project that the package is installed in. */
export const home = join(project, 'command-line')
mkdirSync(home)
writeFileSync(join(home, 'package.json'), '{ "private": true }')
const tarball = join(
  project,
  readdirSync(project).find((file) => file.endsWith('.tgz')),
)
run('npm', ['install', tarball, '--offline', '--no-audit', '--no-fund', '--silent', '--no-package-lock'], home)

/** What npm put on the path, and the file behind it. */
export const binaries = join(home, 'node_modules', '.bin')
export const entry = join(home, 'node_modules', 'countersign', 'bin', 'countersign.js')

/** The environment of every run: nothing of the tests' own but where programs are. */
export const environment = { PATH: [dirname(process.execPath), process.env.PATH].join(':'), HOME: home, TERM: 'xterm' }

/** Runs the command to its end: `{ code, stdout, stderr, bytes }`. */
export const countersign = (args, options) => program(process.execPath, [entry, ...args], options)

/** Runs any program like that. */
export function program(name, args, { env = {}, input = '' } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(name, args, { cwd: home, env: { ...environment, ...env } })
    const [out, err] = [[], []]
    child.stdout.on('data', (chunk) => out.push(chunk))
    child.stderr.on('data', (chunk) => err.push(chunk))
    // One that never reads what it is given closes the pipe, which is its right.
    child.stdin.on('error', () => {})
    child.stdin.end(input)
    child.on('error', reject)
    child.on('close', (code, signal) => {
      const bytes = Buffer.concat(out)
      resolve({ code: code ?? signal, stdout: bytes.toString(), stderr: Buffer.concat(err).toString(), bytes })
    })
  })
}

/** Writes a file into the folder, and gives its name. */
export function file(name, contents) {
  writeFileSync(join(home, name), contents)
  return name
}

/** A key of the tests. */
export const key = (name) => readFileSync(at('tests', 'keys', name))

/** Does `work` for each of `list`, a few at once: a process takes most of its time to start. */
export async function each(list, work) {
  const left = [...list.entries()]
  const results = []
  const next = async () => {
    for (let one = left.shift(); one; one = left.shift()) results[one[0]] = await work(one[1])
  }
  await Promise.all([next(), next(), next()])
  return results
}
