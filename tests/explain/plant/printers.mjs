// Bodies printed again by the languages themselves; none of them is imitated.
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const COMMANDS = [
  ['python3', 'printers.py'],
  ['php', 'printers.php'],
  ['go', 'run', 'printers.go'],
  ['ruby', 'printers.rb'],
]

/** For each of the JSON texts `bodies` a map from the printer's name to what it prints. */
export function printedBy(bodies) {
  const all = new Map(bodies.map(body => [body, {}]))
  for (const [program, ...args] of COMMANDS) {
    const printed = JSON.parse(execFileSync(program, args, { cwd: HERE, input: JSON.stringify(bodies), maxBuffer: 1 << 26 }))
    bodies.forEach((body, index) => Object.assign(all.get(body), printed[index]))
  }
  return all
}

/** What a shell makes of `text` between double quotes, where none of its names is set. */
export function expandedByShell(text) {
  const quoted = text.replace(/["\\`]/g, '\\$&')
  return execFileSync('bash', ['--norc', '-c', `printf %s "${quoted}"`], { env: {}, encoding: 'utf8' })
}

const HERE = fileURLToPath(new URL('.', import.meta.url))
