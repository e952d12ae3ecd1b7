// `npm run endure -- --minutes 60`: every promise with fresh seeds for as long as you like, and what memory it takes.
// `--only json --seed 42` runs one round of one task again, as a failure says it.
import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { command } from '../../pkg-template/tools.mjs'
import { memory } from './memory.mjs'
import { fuzzing, testFile } from './processes.mjs'
import { differential, vectors } from './here.mjs'

/**
 * The tasks. Those of `processes` run one after the other, each in a process of its own, beside those of `here`, which share this
 * process. A round of a task takes a seed, and gives what it counted; it throws where a promise is broken.
 */
const TASKS = {
  processes: {
    fuzz: fuzzing,
    readers: testFile('tests/js/readers.test.mjs', { COUNTERSIGN_CASES: '100000' }),
    judges: testFile('tests/js/judges.test.mjs'),
  },
  here: { json: differential, vectors },
}

const fresh = () => String(randomBytes(8).readBigUInt64LE())

/** What was counted and what broke, for each task. */
class Record {
  constructor() {
    this.started = Date.now()
    this.counts = new Map()
    this.failures = []
  }

  add(task, counted) {
    for (const [what, count] of Object.entries({ rounds: 1, ...counted })) {
      const name = `${task}: ${what}`
      this.counts.set(name, (this.counts.get(name) ?? 0) + count)
    }
  }

  fail(task, seed, error) {
    const again = `npm run endure -- --only ${task} --seed ${seed}`
    this.failures.push(again)
    console.error(`\n${task}, seed ${seed}, broke a promise: ${error.message}\nonce more: ${again}\n`)
  }

  get minutes() {
    return ((Date.now() - this.started) / 60_000).toFixed(1)
  }

  progress() {
    const rounds = [...this.counts].filter(([name]) => name.endsWith(': rounds'))
    const done = rounds.map(([name, count]) => `${name.replace(': rounds', '')} ${count.toLocaleString('en')}`)
    console.log(`${this.minutes} min: ${memory()}; rounds: ${done.join(', ')}; broken: ${this.failures.length}`)
  }

  table() {
    const width = Math.max(...[...this.counts.keys()].map((name) => name.length))
    for (const [name, count] of this.counts) console.log(`  ${name.padEnd(width)}  ${count.toLocaleString('en').padStart(15)}`)
  }
}

async function round(record, task, run, seed) {
  try {
    record.add(task, await run(seed))
  } catch (error) {
    record.fail(task, seed, error)
  }
}

/** Runs the tasks in turn until the time is over; each has had a round by then. */
async function inTurn(record, tasks, end) {
  do {
    for (const [task, run] of Object.entries(tasks)) {
      await round(record, task, run, fresh())
      // The other processes are heard in between.
      await new Promise(setImmediate)
    }
  } while (Date.now() < end)
}

command(async () => {
  const options = { minutes: { type: 'string', default: '60' }, only: { type: 'string' }, seed: { type: 'string' } }
  const { minutes, only, seed } = parseArgs({ options }).values
  const names = Object.values(TASKS).flatMap((tasks) => Object.keys(tasks))
  if (!(Number(minutes) > 0)) throw new Error(`expected \`--minutes\` with a number above 0, got \`${minutes}\``)
  if (only !== undefined && !names.includes(only)) throw new Error(`expected \`--only\` with one of ${names.join(', ')}, got \`${only}\``)
  if (seed !== undefined && !(only && /^\d{1,20}$/.test(seed))) {
    throw new Error(`expected \`--seed\` with a whole number, and the task that it is of after \`--only\`, got \`${seed}\``)
  }
  const chosen = (tasks) => Object.fromEntries(Object.entries(tasks).filter(([task]) => only === undefined || task === only))
  const [processes, here] = [chosen(TASKS.processes), chosen(TASKS.here)]
  const record = new Record()
  console.log(`start: ${memory()}`)
  if (seed !== undefined) {
    await round(record, only, { ...processes, ...here }[only], seed)
  } else {
    const end = Date.now() + Number(minutes) * 60_000
    const every = setInterval(() => record.progress(), Math.max(10_000, (Number(minutes) * 60_000) / 20))
    const lanes = [processes, here].filter((tasks) => Object.keys(tasks).length > 0)
    await Promise.all(lanes.map((tasks) => inTurn(record, tasks, end)))
    clearInterval(every)
  }
  console.log(`\nend, after ${record.minutes} min: ${memory()}`)
  record.table()
  if (record.failures.length > 0) throw new Error(`broke a promise in:\n  ${record.failures.join('\n  ')}`)
  console.log('no promise was broken')
})
