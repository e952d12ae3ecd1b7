#!/usr/bin/env node
// The command line: finds the command, runs it, and exits with 0 (success, valid), 1 (not valid) or 2 (error).
import { COMMANDS } from './commands.js'
import { UsageError, didYouMean, listed } from './usage-error.js'
import { firstOf, read } from './flags.js'
import { helpOf, overview, version } from './help.js'
import { nearest } from '../dist/did-you-mean.js'
import { visible } from './terminal.js'

const HELP = ['--help', '-h']
const NAMES = COMMANDS.map(({ name }) => name)

// `| head` closes the pipe early, which is not an error.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error) => {
    process.exit(error.code === 'EPIPE' ? process.exitCode : 2)
  })
}

// Node 18 has no global `crypto`.
globalThis.crypto ??= (await import('node:crypto')).webcrypto

const { code, text = '', notes = [] } = await answer(process.argv.slice(2)).catch(failed)
process.exitCode = code
for (const note of notes) process.stderr.write(`countersign: ${visible(note)}\n`)
process.stdout.write(text)

/**
 * The text to print and the exit code.
 *
 * @param {string[]} args
 */
async function answer([first, ...others]) {
  if (first === undefined) throw new UsageError(`expected a command: ${listed(NAMES)}; see \`countersign --help\``)
  if (HELP.includes(first)) return { code: 0, text: overview(COMMANDS) }
  if (first === 'help') return others.length > 0 ? answer([others[0], '--help']) : answer(['--help'])
  if (first === '--version' || first === '-v') return { code: 0, text: `${version()}\n` }
  const definition = COMMANDS.find(({ name }) => name === first)
  if (definition === undefined) throw unknown(first)
  const command = await definition.load()
  const { given, rest, help } = await flagsOf(others, command, definition.name)
  return help ? { code: 0, text: helpOf(command) } : command.run(given, rest)
}

/** The flags and the other arguments. A custom scheme adds flags for its credentials. */
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
    // A flag may be unknown because the file that defines it could not be read.
    throw unreadable ?? error
  }
}

/** The error for an unknown command. It repeats the argument only if it nearly is a name: anything else may be a secret. */
function unknown(first) {
  if (first.startsWith('-')) return new UsageError('expected a command before the flags: `countersign --help` lists the commands')
  const near = nearest(first, NAMES)
  if (near.length > 0) return new UsageError(`unknown command \`${first}\`: ${didYouMean(near)}`)
  return new UsageError(`unknown command: expected one of ${listed(NAMES)}`)
}

/** One sentence for an error that the caller can fix; the stack of any other error, without its message, which may hold a secret. */
function failed(error) {
  if (error instanceof UsageError || error?.name === 'CountersignError') return { code: 2, notes: [error.message] }
  const trace = String(error?.stack).split('\n').filter((line) => /^\s+at /.test(line)).map((line) => line.trim())
  return { code: 2, notes: [`this is a bug in countersign: ${error?.name} ${error?.code ?? ''}`, ...trace] }
}
