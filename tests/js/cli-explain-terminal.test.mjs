// `countersign explain` on a terminal: colour, width, how far it is, and Ctrl-C.
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { github } from './cases.mjs'
import { countersign, entry, environment, file, home, program } from './cli.mjs'

// `script` of util-linux runs a command on a terminal of its own; that of BSD and macOS takes other arguments.
const isUtilLinux = /util-linux/.test(String(spawnSync('script', ['--version'], { env: environment }).stdout))
const TERMINAL = { skip: !isUtilLinux && '`script` of util-linux is not installed, so there is no terminal' }

test('colour and width are the terminal\'s, and say nothing of their own', TERMINAL, async () => {
  const body = JSON.stringify({ first: 'value '.repeat(20), second: 2 })
  const name = file('wide.json', JSON.stringify(github(body, body.replaceAll(':', ': ').replaceAll(',', ', '))))
  const run = async (columns, env) => {
    const line = `stty cols ${columns}; '${process.execPath}' '${entry}' explain ${name}`
    const { code, stdout } = await program('script', ['--quiet', '--return', '--command', line, '/dev/null'], { env })
    assert.equal(code, 1)
    return stdout.replaceAll('\r\n', '\n')
  }
  for (const columns of [40, 72, 200]) {
    const colourful = await run(columns, {})
    const plain = await run(columns, { NO_COLOR: '1' })
    assert(colourful.includes('\x1b[31m'))
    assert(!plain.includes('\x1b'), plain)
    assert.equal(colourful.replace(/\x1b\[\d+m/g, ''), plain)
    // A signature and a name in backticks are not broken.
    const sentences = plain.split('\n').filter((line) => !/^expected |^fix /.test(line))
    const longest = Math.max(...sentences.map((line) => [...line].length))
    assert(longest <= columns, `${longest} of ${columns}: ${plain}`)
  }
  const piped = (await countersign(['explain', name])).stdout
  assert(!piped.includes('\x1b'))
  assert(piped.split('\n').slice(3).filter((line) => /^ {2}/.test(line)).every((line) => line.length <= 100))
})

test('on a terminal it shows how far it is, and Ctrl-C ends it with what is known', TERMINAL, async () => {
  const body = JSON.stringify({ a: 'x'.repeat(1 << 19) })
  const name = file('long.json', JSON.stringify(github(body, body, 'quite another')))
  const line = `'${process.execPath}' '${entry}' explain ${name} --budget 999GiB`
  const args = ['--quiet', '--return', '--command', line, '/dev/null']
  const child = spawn('script', args, { cwd: home, env: environment })
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
    // The search runs once it says so.
    if (output.includes('Ctrl-C stops') && !child.stdin.writableEnded) child.stdin.end('\x03')
  })
  const [code] = await new Promise((resolve) => child.on('close', (...all) => resolve(all)))
  assert.equal(code, 130, output)
  assert.match(output, /searching: \d+ attempts, \d+ of 1022976 MiB hashed; Ctrl-C stops/)
  const told = output.replace(/\x1b\[\d*\w/g, '')
  assert.match(told, /no match: cause not found after \d+ attempts; the search was interrupted\r\n/)
})

test('nothing of the search is shown where there is no terminal', async () => {
  const body = JSON.stringify({ a: 'x'.repeat(1 << 19) })
  const input = JSON.stringify(github(body, body, 'quite another'))
  const { code, stderr } = await countersign(['explain'], { input })
  assert.deepEqual([code, stderr], [1, ''])
})
