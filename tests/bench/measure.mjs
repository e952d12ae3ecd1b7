// How the bench measures: contenders take turns in one process, and medians are compared.
import { execFileSync } from 'node:child_process'
import { root } from '../../pkg-template/tools.mjs'

/**
 * Nanoseconds a call, for each of `contenders` ({ name: function of a call's number }): the median of its rounds.
 *
 * Every round runs a batch of each, and the next round begins with another one, so that what the machine does meanwhile
 * hits all alike.
 */
export function compare(contenders) {
  const racers = Object.entries(contenders).map(([name, run]) => ({ name, run, calls: calibrated(run), rounds: [] }))
  for (let round = 0; round < ROUNDS; round++) {
    for (const racer of rotated(racers, round)) racer.rounds.push(batch(racer.run, racer.calls) / racer.calls)
  }
  return Object.fromEntries(racers.map(({ name, rounds }) => [name, median(rounds)]))
}

/** As `compare`, for scripts that fresh processes run: each prints one number of milliseconds or several, as JSON. */
export function compareProcesses(scripts) {
  const racers = Object.entries(scripts).map(([name, script]) => ({ name, script, rounds: [] }))
  for (const { script } of racers) child(script)
  for (let round = 0; round < PROCESS_ROUNDS; round++) {
    for (const racer of rotated(racers, round)) racer.rounds.push(child(racer.script))
  }
  const nanoseconds = (rounds) => rounds[0].map((_, column) => median(rounds.map((numbers) => numbers[column])) * 1e6)
  return Object.fromEntries(racers.map(({ name, rounds }) => [name, nanoseconds(rounds)]))
}

/** How many calls fill a batch; counting them warms the code up. */
function calibrated(run) {
  let calls = 1
  for (let warm = 0; warm < WARM_UP_MS; ) {
    const ms = batch(run, calls) / 1e6
    warm += ms
    if (ms < BATCH_MS) calls = Math.min(calls * 2, Math.ceil((calls * BATCH_MS) / Math.max(ms, 0.01)))
  }
  return calls
}

function batch(run, calls) {
  const started = process.hrtime.bigint()
  for (let call = 0; call < calls; call++) run(call)
  return Number(process.hrtime.bigint() - started)
}

const child = (script) =>
  JSON.parse(execFileSync(process.execPath, ['--input-type=module', '--eval', script], { cwd: root, encoding: 'utf8' }))

const rotated = (list, by) => list.map((_, index) => list[(index + by) % list.length])

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b)
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2
}

const ROUNDS = 25
const PROCESS_ROUNDS = 11
const BATCH_MS = 8
const WARM_UP_MS = 150
