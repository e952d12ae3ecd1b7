// Serves target/www on this machine, with the headers of the page.
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join } from 'node:path'
import { built } from '../pkg-template/fresh.mjs'
import { HEADERS } from './build.mjs'

/** Starts a server: on the usual port where that is free, else on any; with `port` 0 on any. */
export async function servePage(port = USUAL) {
  const server = createServer((request, response) => answer(request, response))
  await listening(server, port).catch((error) => {
    if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') throw error
    return listening(server, 0)
  })
  return { server, url: `http://localhost:${server.address().port}/` }
}

function answer({ method, url }, response) {
  const { pathname } = new URL(url, 'http://localhost')
  const name = pathname === '/' ? 'index.html' : pathname.slice(1)
  const file = join(built('www'), name)
  const isKnown = ['GET', 'HEAD'].includes(method) && /^[\w.-]+$/.test(name) && TYPES[extname(name)] && existsSync(file)
  const headers = {
    ...HEADERS,
    'Cache-Control': 'no-cache',
    'Content-Type': isKnown ? TYPES[extname(name)] : 'text/plain; charset=utf-8',
  }
  response.writeHead(isKnown ? 200 : 404, headers)
  if (method === 'HEAD') response.end()
  else response.end(isKnown ? readFileSync(file) : 'there is no such file\n')
}

const listening = (server, port) =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, 'localhost', () => {
      server.removeListener('error', reject)
      resolve()
    })
  })

const USUAL = 8137
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}
