// The versions that the lock files name, so that what is written of them is the same on every machine.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { at } from '../../pkg-template/tools.mjs'

/** The folder that `npm ci` fills with what only the matrix needs. */
export const HERE = at('tests', 'runtimes')

/** The folder of what needs a newer Node than the oldest that runs the tests. */
export const NEWER = join(HERE, 'node24')

/** Where a package of the matrix lies, one that needs a newer Node, and one of the root. */
export const ours = (...path) => join(HERE, 'node_modules', ...path)
export const newer = (...path) => join(NEWER, 'node_modules', ...path)
export const roots = (...path) => at('node_modules', ...path)

/** The version of a package, as the root's lock file or one of the matrix has it. */
export function locked(name) {
  const found = [at(), HERE, NEWER].map((folder) => inLock(folder, name)).find(Boolean)
  if (found === undefined) throw new Error(`expected \`${name}\` in a lock file, got none`)
  return found
}

/** The same, of what needs a newer Node. */
export const lockedNewer = (name) => inLock(NEWER, name)

/** Whether all packages of a folder are there, in the versions of its lock file. */
export function isInstalled(folder) {
  const { dependencies } = read(folder, 'package.json')
  return Object.keys(dependencies).every((name) => {
    const manifest = join(folder, 'node_modules', name, 'package.json')
    return existsSync(manifest) && read(manifest).version.replace(/^v/, '') === inLock(folder, name)
  })
}

const inLock = (folder, name) => LOCKS[folder].packages[`node_modules/${name}`]?.version
const read = (...path) => JSON.parse(readFileSync(join(...path), 'utf8'))
const LOCKS = Object.fromEntries([at(), HERE, NEWER].map((folder) => [folder, read(folder, 'package-lock.json')]))
