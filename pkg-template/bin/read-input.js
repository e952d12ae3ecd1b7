// Reads files and standard input, and secrets from the environment.
import { createReadStream } from 'node:fs'
import { UsageError, quoted } from './usage-error.js'
import { utf8 } from './terminal.js'

let taken

/** All of standard input, for the flag `by`; it can be read only once. */
async function standardInput(by, most) {
  if (taken !== undefined) throw new UsageError(`standard input can be read only once, got \`${taken}\` and \`${by}\``)
  taken = by
  try {
    return await gathered(process.stdin, by, most)
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(`\`${by}\`: cannot read standard input: ${WHY[error.code] ?? error.code}`)
  }
}

/** All bytes of a stream, up to a limit. */
async function gathered(stream, what, most = MOST) {
  const chunks = []
  let length = 0
  for await (const chunk of stream) {
    length += chunk.length
    if (length > most) throw new UsageError(`${what}: expected at most ${most} bytes, got more`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** The bytes of a file, or of standard input for `-`; at most `most`. */
export async function bytesOf(path, by, most) {
  if (path === '-') return standardInput(`${by}-`, most)
  return fileBytes(path, `cannot read ${quoted(path)}`, most)
}

/** The secret from `source`, which is never repeated in errors, since it may be the secret itself. */
export async function secret(source, flagName) {
  const [, kind, where] = SOURCE.exec(source) ?? []
  if (kind === 'env:') return fromVariable(where, `\`${flagName} env:…\``, 'the variable')
  const unreadable = `\`${flagName} file:…\`: cannot read the file`
  if (kind === 'file:') return inFile(await fileBytes(where, unreadable), flagName)
  if (source === '-') return inFile(await standardInput(`${flagName} -`), flagName)
  throw new UsageError(
    `\`${flagName}\`: expected \`env:VARIABLE\`, \`file:PATH\` or \`-\` for standard input, got something else: ` +
      'never give the secret itself, since other processes and the shell history can read arguments',
  )
}

/** The value of an environment variable; `what` names the variable in errors. */
export function fromVariable(name, blame, what) {
  const value = process.env[name]
  if (value === undefined) throw new UsageError(`${blame}: ${what} is not set`)
  if (value === '') throw new UsageError(`${blame}: ${what} is empty`)
  if (!value.includes('\ufffd')) return value
  throw new UsageError(`${blame}: expected ${what} to hold UTF-8, got other bytes: give them in a file`)
}

/** Removes one trailing line break, as editors add; bytes that are not UTF-8 stay as they are. */
function inFile(bytes, flagName) {
  const text = utf8(bytes)
  const isPlain = !text?.startsWith('\ufeff') && !isUtf16(bytes)
  const given = text?.replace(/\r?\n$/, '') ?? bytes
  if (given.length === 0) throw new UsageError(`\`${flagName}\`: expected a secret, got an empty file or input`)
  if (isPlain) return given
  throw new UsageError(`\`${flagName}\`: expected plain UTF-8, got a byte order mark: save the file without it`)
}

/** ASCII in UTF-16 with a byte order mark, as PowerShell's `>` writes it. */
const isUtf16 = (bytes) =>
  bytes[0] === 0xff && bytes[1] === 0xfe && bytes.subarray(2).every((byte, at) => at % 2 === 0 || byte === 0)

async function fileBytes(path, problem, most) {
  try {
    return await gathered(createReadStream(path), problem.replace('cannot read', 'from'), most)
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`${problem}: ${WHY[error.code] ?? error.code}`)
  }
}

const SOURCE = /^(env:|file:)([^]+)$/
// The largest body, and the headers before it.
const MOST = (32 << 20) + (1 << 20)
const WHY = {
  ENOENT: 'there is no such file',
  EACCES: 'no permission',
  EISDIR: 'it is a folder',
  ENOTDIR: 'there is no such file',
  ERR_INVALID_ARG_VALUE: 'a path cannot contain NUL',
}
