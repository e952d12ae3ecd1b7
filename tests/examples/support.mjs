// The examples of the packed package in a project of their own, programs that are started there, and raw HTTP.
import { spawn } from 'node:child_process'
import { createHash, createHmac } from 'node:crypto'
import { once } from 'node:events'
import { cpSync, mkdirSync, symlinkSync } from 'node:fs'
import { createServer, request as httpRequest } from 'node:http'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { at } from '../../pkg-template/tools.mjs'
import { installed, project } from '../js/package.mjs'

export { project } from '../js/package.mjs'

/** Where the frameworks are installed. */
export const frameworks = at('tests', 'runtimes', 'node_modules')

for (const name of ['express', 'fastify', 'hono', '@hono/node-server', 'axios', 'undici']) link(name)
cpSync(join(installed, 'examples'), project, { recursive: true })

/** Puts a framework into the project. */
export function link(name) {
  const place = join(project, 'node_modules', name)
  mkdirSync(dirname(place), { recursive: true })
  symlinkSync(join(frameworks, name), place, 'junction')
}

export const hmac = (secret, input, encoding = 'hex') => createHmac('sha256', secret).update(input).digest(encoding)
export const sha256 = (input) => createHash('sha256').update(input).digest('hex')

/** Starts a program of the project that listens on a port of its choice; `t` ends it. */
export async function start(t, args, { env = {}, cwd = project } = {}) {
  const preload = pathToFileURL(at('tests', 'examples', 'report-port.mjs'))
  const child = spawn(process.execPath, ['--import', preload, ...args], {
    cwd,
    env: { ...process.env, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  })
  const output = gathered(t, child)
  const [line] = await Promise.race([once(child.stdio[3], 'data'), ended(child, output)])
  return { port: Number.parseInt(line), output }
}

/** What a program says, as it says it; `t` ends the program. */
export function gathered(t, child) {
  const output = { text: '' }
  const keep = (text) => (output.text += text)
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', keep)
  t.after(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'close')
  })
  return output
}

/** Fails once the program is over. */
export const ended = (child, output) =>
  once(child, 'close').then(([code]) => {
    throw new Error(`expected a server, got the end of it with ${code}\n${output.text}`)
  })

/** Sends exactly this to a local port: `pieces` in chunked encoding, `body` with its length, `declared` alone. */
export async function send(port, { method = 'POST', path = '/', headers = {}, body, pieces, declared }) {
  const length = declared ?? body?.length
  const lengths = pieces || length === undefined ? {} : { 'content-length': length }
  const options = { host: 'localhost', port, method, path, headers: { ...headers, ...lengths }, agent: false }
  const request = httpRequest(options)
  const answered = once(request, 'response')
  if (declared !== undefined) request.flushHeaders()
  else for (const piece of pieces ?? []) await new Promise((sent) => request.write(piece, sent))
  if (declared === undefined) request.end(pieces ? undefined : body)
  const [response] = await answered
  const chunks = await response.toArray()
  request.destroy()
  return { status: response.statusCode, headers: response.headers, text: Buffer.concat(chunks).toString() }
}

/** What `answer` gives for no answer at all. */
export const HANG_UP = Symbol('hang up')

/** A server that keeps what arrives as it was on the wire, and answers with what `answer` gives for it. */
export async function recorder(t, answer = () => ({})) {
  const seen = []
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray())
    const { method, url, headers, rawHeaders } = request
    const arrived = { method, url, headers, rawHeaders, body }
    seen.push(arrived)
    const answered = answer(arrived)
    if (answered === HANG_UP) return request.socket.destroy()
    const { status = 200, headers: extra = {}, body: text = '{"ok":true}' } = answered
    response.writeHead(status, { 'content-type': 'application/json', ...extra }).end(text)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    return new Promise((closed) => server.close(closed))
  })
  return { port: server.address().port, seen }
}
