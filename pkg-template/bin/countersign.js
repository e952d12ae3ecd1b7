#!/usr/bin/env node
// The command line: finds the command, runs it, and ends with 0 (done, valid), 1 (not valid) or 2 (could not be done).
import { COMMANDS } from './commands.js'
import { UsageError, didYouMean, listed } from './usage-error.js'
import { firstOf, read } from './flags.js'
import { helpOf, overview, version } from './help.js'
import { nearest } from '../dist/did-you-mean.js'
import { visible } from './terminal.js'

const HELP = ['--help', '-h']
const NAMES = COMMANDS.map(({ name }) => name)

// `| head` closes the pipe when it has seen enough, which is no fault.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error) => {
    process.exit(error.code === 'EPIPE' ? process.exitCode : 2)
  })
}

// Node 18 keeps its random source to itself.
globalThis.crypto ??= (await import('node:crypto')).webcrypto

const { code, text = '', notes = [] } = await answer(process.argv.slice(2)).catch(failed)
process.exitCode = code
for (const note of notes) process.stderr.write(`countersign: ${visible(note)}\n`)
process.stdout.write(text)

/** What to print, and how to end. */
async function answer([first, ...others]) {
  if (first === undefined) throw new UsageError(`expected a command: ${listed(NAMES)}; see \`countersign --help\``)
  if (HELP.includes(first)) return { code: 0, text: overview() }
  if (first === 'help') return others.length > 0 ? answer([others[0], '--help']) : answer(['--help'])
  if (first === '--version' || first === '-v') return { code: 0, text: `${version()}\n` }
  const definition = COMMANDS.find(({ name }) => name === first)
  if (definition === undefined) throw unknown(first)
  const command = await definition.load()
  const { given, rest, help } = await flagsOf(others, command, definition.name)
  return help ? { code: 0, text: helpOf(command) } : command.run(given, rest)
}

/** The flags and the rest; a scheme that is a file brings flags of its own. */
async function flagsOf(args, command, name) {
  const flags = command.groups().flatMap(({ flags }) => flags)
  let unreadable
  if (command.ownFlags && !args.some((arg) => HELP.includes(arg))) {
    try {
      flags.push(...(await command.ownFlags(firstOf(args, flags))))
    } catch (error) {
      unreadable = error
    }
  }
  try {
    return read(args, flags, name)
  } catch (error) {
    // A flag may be unknown because the file that knows it was not read.
    throw unreadable ?? error
  }
}

/** Where flags come first, the command is missing; what was given is not repeated unless it is nearly a name. */
function unknown(first) {
  if (first.startsWith('-')) return new UsageError('expected a command before the flags: `countersign --help` lists them')
  const near = nearest(first, NAMES)
  if (near.length > 0) return new UsageError(`unknown command \`${first}\`: ${didYouMean(near)}`)
  return new UsageError(`unknown command: expected one of ${listed(NAMES)}`)
}

/** One sentence for what the caller can mend; for anything else where it happened, without what may hold a secret. */
function failed(error) {
  if (error instanceof UsageError || error?.name === 'CountersignError') return { code: 2, notes: [error.message] }
  const trace = String(error?.stack).split('\n').filter((line) => /^\s+at /.test(line)).map((line) => line.trim())
  return { code: 2, notes: [`this is a fault of countersign itself: ${error?.name} ${error?.code ?? ''}`, ...trace] }
}
