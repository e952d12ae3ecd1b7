// The versions that the lock files name, so that what is written of them is the same on every machine.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { at } from '../../pkg-template/tools.mjs'

/** The folder that `npm ci` fills with what only the matrix needs. */
export const HERE = at('tests', 'runtimes')

/** Where a package of the matrix lies, and one of the root. */
export const ours = (...path) => join(HERE, 'node_modules', ...path)
export const roots = (...path) => at('node_modules', ...path)

/** The version of a package, as the root's lock file or the matrix's has it. */
export function locked(name) {
  const found = LOCKS.map(({ packages }) => packages[`node_modules/${name}`]).find(Boolean)
  if (found === undefined) throw new Error(`expected \`${name}\` in a lock file, got none`)
  return found.version
}

/** Whether all packages of the matrix are there, in the versions of its lock file. */
export function isInstalled() {
  const { dependencies } = read(HERE, 'package.json')
  return Object.keys(dependencies).every((name) => {
    const manifest = ours(name, 'package.json')
    return (
      existsSync(manifest) &&
      read(manifest).version.replace(/^v/, '') === LOCKS[1].packages[`node_modules/${name}`].version
    )
  })
}

const read = (...path) => JSON.parse(readFileSync(join(...path), 'utf8'))
const LOCKS = [at(), HERE].map((folder) => read(folder, 'package-lock.json'))
