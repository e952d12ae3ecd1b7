// Shared by the commands: running programs, and installing what a fresh machine lacks.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** A path inside the project. */
export const at = (...parts) => join(root, ...parts)

/** Runs a program; its output is shown only if it fails, or with `show`. */
export function run(program, args, { show = false, cwd = root, env = {} } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: show ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    })
    let output = ''
    child.stdout?.on('data', (chunk) => (output += chunk))
    child.stderr?.on('data', (chunk) => (output += chunk))
    child.on('error', (error) => reject(new Error(`could not start \`${program}\`: ${error.message}`)))
    child.on('close', (code) => {
      if (code === 0) resolve(output)
      else reject(new Error(`\`${program} ${args.join(' ')}\` ended with ${code}\n${output}`))
    })
  })
}

/** Shows a step and how long it took; parallel steps share the last line of the terminal. */
export async function step(title, work) {
  const started = Date.now()
  running.add(title)
  show('')
  try {
    const result = await work()
    running.delete(title)
    show(`  ✓ ${title} (${((Date.now() - started) / 1000).toFixed(1)} s)\n`)
    return result
  } catch (error) {
    running.delete(title)
    show(`  ✗ ${title}\n`)
    throw error
  }
}

const running = new Set()

function show(line) {
  if (!process.stdout.isTTY) process.stdout.write(line)
  else process.stdout.write(`\r\x1b[K${line}${running.size > 0 ? `  … ${[...running].join(', ')}` : ''}`)
}

/** Installs the WebAssembly target and the npm packages if they are missing. */
export async function fetchMissing() {
  const rustup = spawnSync('rustup', ['target', 'list', '--installed'], { encoding: 'utf8' })
  if (rustup.error) throw new Error('countersign is built with Rust: install rustup from https://rustup.rs and try again')
  if (!rustup.stdout.includes('wasm32-unknown-unknown')) {
    await step('fetching the WebAssembly target', () => run('rustup', ['target', 'add', 'wasm32-unknown-unknown']))
  }
  if (!existsSync(at('node_modules', '.package-lock.json'))) {
    await step('fetching the npm packages', () => run('npm', ['ci', '--no-audit', '--no-fund']))
  }
}

/** Runs `main`; if it fails, prints a sentence and exits with code 1. */
export function command(main) {
  main().catch((error) => {
    console.error(`\n${error.message}`)
    process.exit(1)
  })
}
