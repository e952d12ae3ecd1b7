// `node tests/errors/run.mjs`: runs the tests of the package, gathers each error that they provoke, and writes `tests/errors.md`.
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { at, command, run } from '../../pkg-template/tools.mjs'
import { page, shapeOf } from './page.mjs'

command(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-errors-'))
  const record = join(folder, 'errors')
  writeFileSync(record, '')
  const env = { COUNTERSIGN_ERRORS: record, NODE_OPTIONS: `--import=${at('tests', 'errors', 'record.mjs')}` }
  const asked = process.argv.slice(2)
  const files = readdirSync(at('tests', 'js')).filter((file) => file.endsWith('.test.mjs') && file !== 'catalogue.test.mjs')
  const tests = (asked.length > 0 ? asked : files).map((file) => at('tests', 'js', file))
  try {
    // A test that fails still provokes its errors; `npm test` says that it fails.
    await run(process.execPath, ['--test', '--test-concurrency=2', ...tests], { env }).catch((error) => console.error(String(error).slice(-2000)))
    const seen = new Map()
    for (const line of new Set(readFileSync(record, 'utf8').trim().split('\n'))) {
      const [code, message] = JSON.parse(line)
      seen.set(code, (seen.get(code) ?? new Set()).add(shapeOf(message)))
    }
    writeFileSync(at('tests', 'errors.md'), page(seen))
  } finally {
    rmSync(folder, { recursive: true })
  }
})
