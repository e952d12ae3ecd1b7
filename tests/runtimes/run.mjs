// The packed package in every runtime: `run.mjs fast`, `matrix` or ids; `table [--check]` for the README.
import { existsSync } from 'node:fs'
import { relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { at, command, fetchMissing, run, step } from '../../pkg-template/tools.mjs'
import { cells, named } from './cells.mjs'
import { missing, programOf } from './families/browsers.mjs'
import { HERE, NEWER, isInstalled } from './locked.mjs'
import { makeHome } from './project.mjs'
import { writeTable } from './table.mjs'

const AT_ONCE = 2
const SHOWN = 10

/** Runs the cells that `names` call, and shows what came of them; true where all passed. */
export async function runCells(names) {
  const chosen = named(names)
  await fetchWhatIsMissing(chosen)
  const home = await step('packing the package, and planting traps in a second one', makeHome)
  const results = await pooled(chosen, (cell) => attempt(cell, home))
  show(results)
  return results.every(({ verdict }) => verdict !== FAILED)
}

/** One cell, whose failure is a result. */
async function attempt(cell, home) {
  const started = Date.now()
  const result = await outcome(cell, home).catch((error) => ({ passed: 0, failed: [error.stack ?? String(error)] }))
  const verdict = cell.cannot ? ABSENT : result.failed.length > 0 || result.passed === 0 ? FAILED : PASSED
  const done = {
    ...result,
    id: cell.id,
    version: result.version ?? cell.version ?? '',
    verdict,
    seconds: (Date.now() - started) / 1000,
  }
  console.log(line(done))
  return done
}

async function outcome(cell, home) {
  if (cell.cannot) return { passed: 0, failed: [], note: cell.cannot }
  const lacking = cell.needs?.find((name) => !programOf(name))
  if (lacking) return { passed: 0, failed: [missing(lacking)] }
  const result = await cell.run(home)
  const { passed, version, note, crypto } = result
  const failed = [...result.failed]
  if (cell.crypto && crypto !== cell.crypto) failed.push(`expected ${cell.crypto} to compute, got ${crypto}`)
  const isRightVersion = version === undefined || cell.isNamed || !cell.version || version === cell.version
  if (!isRightVersion) failed.push(`expected the version ${cell.version}, got ${version}`)
  return { passed, failed, version, note: [note, crypto].filter(Boolean).join('; ') }
}

/** All results, in the order of the cells; a few at once, and those that need something alone one by one. */
async function pooled(all, work) {
  const waiting = [...all]
  const results = new Map()
  const busy = new Set()
  const next = () => waiting.findIndex(({ alone }) => alone === undefined || !busy.has(alone))
  async function worker() {
    for (let at = next(); at >= 0; at = next()) {
      const [cell] = waiting.splice(at, 1)
      if (cell.alone) busy.add(cell.alone)
      results.set(cell, await work(cell))
      busy.delete(cell.alone)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return all.map((cell) => results.get(cell))
}

function line({ id, version, passed, failed, note, verdict, seconds }) {
  const told = failed.slice(0, SHOWN).map((one) => `\n      ${one.slice(0, 2000).replaceAll('\n', '\n      ')}`)
  const more = failed.length > SHOWN ? `\n      and ${failed.length - SHOWN} more` : ''
  const counts = verdict === ABSENT ? 'cannot run here' : `${passed} passed, ${failed.length} failed`
  const head = `  ${verdict} ${id} ${version}: ${counts} (${seconds.toFixed(1)} s)${note ? `; ${note}` : ''}`
  return head + told.join('') + more
}

function show(results) {
  const rows = [['cell', 'version', 'passed', 'time'], ...results.map(summary)]
  const widths = rows[0].map((_, column) => Math.max(...rows.map((texts) => texts[column].length)))
  const padded = (texts) => texts.map((text, column) => text.padEnd(widths[column])).join('  ')
  console.log(`\n${rows.map((texts) => padded(texts).trimEnd()).join('\n')}`)
  const count = (wanted) => results.filter(({ verdict }) => verdict === wanted).length
  if (count(ABSENT) > 0) console.log(`\n${count(ABSENT)} cannot run on this machine`)
  console.log(`\n${count(PASSED)} passed, ${count(FAILED)} failed`)
}

function summary({ id, version, passed, failed, verdict, seconds }) {
  const counts = verdict === ABSENT ? 'cannot run here' : `${passed} of ${passed + failed.length}`
  return [`${verdict} ${id}`, version, counts, `${seconds.toFixed(1)} s`]
}

/** Packages from npm, and browsers from Debian where this may install them; what is then missing fails its cells. */
async function fetchWhatIsMissing(chosen) {
  await fetchMissing()
  const folders = chosen.some(({ tier }) => tier === 'matrix') ? [HERE, NEWER] : []
  for (const folder of folders.filter((one) => !isInstalled(one))) {
    await step(`fetching the packages of ${relative(at(), folder)}`, () => run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder }))
  }
  const lacking = [...new Set(chosen.flatMap(({ needs = [] }) => needs))].filter((name) => !programOf(name))
  if (lacking.length === 0 || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return
  const install = () => run('apt-get', ['install', '-y', ...lacking], { env: { DEBIAN_FRONTEND: 'noninteractive' } })
  await step(`installing ${lacking.join(' and ')}`, () => run('apt-get', ['update']).then(install)).catch((error) => {
    console.error(error.message)
  })
}

const PASSED = '✓'
const FAILED = '✗'
const ABSENT = '–'

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  command(async () => {
    const [first, ...others] = process.argv.slice(2)
    if (first === 'table') return writeTable(cells, { isCheck: others.includes('--check') })
    const isRight = await runCells(process.argv.slice(2))
    // What a runtime may have left open shall not keep this from ending.
    process.exit(isRight ? 0 : 1)
  })
}
