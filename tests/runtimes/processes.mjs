// Programs: run to their end, and ended with all that they started, also where this process fails.
import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'

const MINUTE = 60_000
const GROUPS = process.platform !== 'win32'
const running = new Set()
const folders = new Set()
process.on('exit', () => {
  running.forEach(stop)
  folders.forEach((folder) => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1))

/** A folder that is gone when this process ends. */
export function temporary(folder) {
  folders.add(folder)
  return folder
}

/** A program that something else started, and that ends with this process too. */
export function adopt(child) {
  running.add(child)
  child.once('close', () => running.delete(child))
}

/** Runs a program, and gives what it printed; it fails where the program does, or takes too long. */
export async function output(program, args, { cwd, env = {}, limitMs = 5 * MINUTE } = {}) {
  const child = start(program, args, { cwd, env })
  const timer = setTimeout(() => stop(child.process), limitMs)
  try {
    const code = await child.ended
    if (code === 0) return child.printed()
    throw new Error(`\`${program} ${args.join(' ')}\` ended with ${code}\n${child.printed()}`)
  } finally {
    clearTimeout(timer)
    stop(child.process)
  }
}

/** Runs a server while `use` does, which gets the first match of `pattern` in what it prints. */
export async function serving(program, args, { cwd, env = {}, pattern }, use) {
  const child = start(program, args, { cwd, env })
  // Only so that a hang ends: how long `use` takes is the machine's.
  const timer = setTimeout(() => stop(child.process), 10 * MINUTE)
  try {
    const found = await Promise.race([child.prints(pattern), child.ended.then(() => undefined)])
    if (!found)
      throw new Error(`\`${program} ${args.join(' ')}\`: expected it to print ${pattern}, got\n${child.printed()}`)
    return await use(found)
  } finally {
    clearTimeout(timer)
    stop(child.process)
    await child.ended
  }
}

function start(program, args, { cwd, env }) {
  // A group of its own, so that what it starts ends with it.
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...env },
    detached: GROUPS,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  let printed = ''
  const ended = new Promise((resolve, reject) => {
    child.on('error', (error) => reject(new Error(`could not start \`${program}\`: ${error.message}`)))
    child.on('close', (code, signal) => resolve(code ?? signal))
  }).finally(() => running.delete(child))
  ended.catch(() => {})
  const prints = (pattern) =>
    new Promise((resolve) => {
      const look = () => pattern.test(printed) && resolve(pattern.exec(printed))
      child.stdout.on('data', look)
      child.stderr.on('data', look)
    })
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk) => (printed += chunk))
  return { process: child, ended, prints, printed: () => printed }
}

function stop(child) {
  if (child.pid === undefined) return
  try {
    if (GROUPS) process.kill(-child.pid, 'SIGKILL')
    else child.kill('SIGKILL')
  } catch {
    // It has ended already, and all of its group.
  }
}
