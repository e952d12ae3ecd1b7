// Checks that the build matches the sources before it is used, so that nothing runs against an older build.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { at } from './tools.mjs'

/** The files and folders that a build reads. */
export const INPUTS = [
  'Cargo.toml', 'Cargo.lock', 'src', 'pkg-template', 'www', 'LICENSE', 'CHANGELOG.md', 'package-lock.json',
  'tests/vectors', 'tests/keys', 'tests/runtimes/data.mjs', 'tests/runtimes/stages.mjs', 'tests/js/key-pairs.mjs', 'tests/explain/plant', 'tests/explain/planted-standards.json',
]

/** A path in target; rebuilds first if a source has changed. */
export function built(...parts) {
  if (!isAsked) ensureBuilt()
  isAsked = true
  return at('target', ...parts)
}

// Once per process, so that loaded files do not change.
let isAsked = false

/** Builds, unless the last build was made from these sources. */
function ensureBuilt() {
  const now = fingerprint(inputs())
  if (stamp(BUILT) === now) return
  refuseFailed(now)
  // The output of a test file belongs to the test runner.
  const { status } = spawnSync(process.execPath, [at('pkg-template', 'build.mjs'), '--if-changed'], { stdio: ['ignore', 2, 2] })
  if (status !== 0) throw new Error('the package could not be built: `npm run build` says why')
}

/**
 * Does the `work` of a build under a lock, and leaves a stamp of the sources at its start. With `ifChanged`, does nothing if the last
 * build, for which this one may have waited, has the same stamp.
 */
export async function building(work, { ifChanged = false } = {}) {
  mkdirSync(at('target', 'build'), { recursive: true })
  await takeLock()
  try {
    const now = fingerprint(inputs())
    if (ifChanged && stamp(BUILT) === now) return
    if (ifChanged) refuseFailed(now)
    await work().catch((error) => {
      writeFileSync(at(...FAILED), now)
      throw error
    })
    rmSync(at(...FAILED), { force: true })
    writeFileSync(at(...BUILT), now)
  } finally {
    rmSync(at(...LOCK))
  }
}

/** Remembers a failed build, which would also fail for the next test file. */
function refuseFailed(now) {
  if (stamp(FAILED) === now) throw new Error('these sources do not build: `npm run build` says why')
}

/** Removes the stamp before the build is changed; it is valid again when everything is done. */
export const unbuilt = () => rmSync(at(...BUILT), { force: true })

/** The files that a build reads, as paths in the project. */
export const inputs = () => INPUTS.flatMap(filesIn).sort()

function filesIn(path) {
  if (statSync(at(path)).isFile()) return [path]
  return readdirSync(at(path), { withFileTypes: true }).flatMap(({ name }) => filesIn(`${path}/${name}`))
}

/** A hash of these files that does not depend on the folder of the project. */
export function fingerprint(files) {
  const hash = createHash('sha256')
  for (const file of files) {
    const bytes = readFileSync(at(file))
    hash.update(`${file}\0${bytes.length}\0`).update(bytes)
  }
  return hash.digest('hex')
}

/** The text of a file; undefined if there is none. */
export function stamp(path) {
  try {
    return readFileSync(at(...path), 'utf8')
  } catch {
    return undefined
  }
}

async function takeLock() {
  const own = at(...LOCK.slice(0, -1), `lock-${process.pid}`)
  writeFileSync(own, String(process.pid))
  for (const started = Date.now(); !isTaken(own); await pause(100)) {
    if (Date.now() - started < LONGEST_MS) continue
    rmSync(own)
    throw new Error(`another build has been running for ${LONGEST_MS / 60_000} minutes; if there is none, remove \`${join(...LOCK)}\``)
  }
  rmSync(own)
}

/** A link appears together with its target: no other process sees the lock without the id of its holder. */
function isTaken(own) {
  try {
    linkSync(own, at(...LOCK))
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    const holder = stamp(LOCK)
    if (holder !== undefined && !isRunning(Number(holder))) takeAway(own, holder)
    return false
  }
}

/** Removes the lock of a killed build, unless another process was faster. */
function takeAway(own, holder) {
  const away = `${own}-away`
  try {
    renameSync(at(...LOCK), away)
    if (readFileSync(away, 'utf8') !== holder) linkSync(away, at(...LOCK))
    rmSync(away)
  } catch {
    // The next attempt checks it again.
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

const BUILT = ['target', 'build', 'sources']
const FAILED = ['target', 'build', 'failed']
const LOCK = ['target', 'build', 'lock']
const LONGEST_MS = 60 * 60_000
