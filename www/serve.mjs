// Serves target/www on this machine, with the page's headers.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join } from 'node:path'
import { built } from '../pkg-template/fresh.mjs'
import { HEADERS } from './build.mjs'

/** Starts a server on the default port if it is free, else on any; with `port` 0 on any. */
export async function servePage(port = USUAL) {
  const home = built('www')
  const server = createServer((request, response) => answer(request, response, home))
  await listening(server, port).catch((error) => {
    if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') throw error
    return listening(server, 0)
  })
  return { server, url: `http://localhost:${server.address().port}/` }
}

function answer({ method, url }, response, home) {
  const name = nameIn(url)
  const bytes = ['GET', 'HEAD'].includes(method) ? fileIn(home, name) : undefined
  const headers = {
    ...HEADERS,
    'Cache-Control': 'no-cache',
    'Content-Type': bytes ? TYPES[extname(name)] : 'text/plain; charset=utf-8',
  }
  response.writeHead(bytes ? 200 : 404, headers)
  response.end(method === 'HEAD' ? undefined : (bytes ?? 'there is no such file\n'))
}

/** The file name in a request target, which may be malformed. */
function nameIn(target) {
  const [path] = target.replace(/^https?:\/\/[^/?#]*/i, '').split(/[?#]/)
  if (path === '' || path === '/') return 'index.html'
  return path.startsWith('/') ? path.slice(1) : ''
}

/** The bytes of a file of the page; undefined if there is none of that name. */
function fileIn(home, name) {
  if (!/^[\w.-]+$/.test(name) || !Object.hasOwn(TYPES, extname(name))) return undefined
  try {
    return readFileSync(join(home, name))
  } catch {
    return undefined
  }
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
