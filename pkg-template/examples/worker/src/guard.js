// The checks at the entrance: who is let in, how large a body may be, and which headers go through.

/** A response without details: the log has the error. */
export const answer = (status, headers) => new Response(null, { status, headers })

/** Whether the request carries the token. Digests are compared, because they have the same length whatever was sent. */
export async function isAuthorized(request, token) {
  if (!(token?.length >= 32)) throw new Error('`PROXY_TOKEN`: expected a secret of 32 characters or more: bind one')
  const sent = request.headers.get('authorization') ?? ''
  return crypto.subtle.timingSafeEqual(await digest(sent), await digest(`Bearer ${token}`))
}

/** The bytes of a body, read once; undefined for one that is too large. */
export async function boundedBody(request) {
  const chunks = []
  let length = 0
  for await (const chunk of request.body ?? []) {
    length += chunk.length
    if (length > LIMIT) return undefined
    chunks.push(chunk)
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer())
}

/** The headers with these names, and no others. */
export const only = (headers, names) =>
  Object.fromEntries(names.filter((name) => headers.has(name)).map((name) => [name, headers.get(name)]))

/** Credentials by name, from bindings; an optional one only if it is bound. */
export function bound({ credentials, optional = {} }, env) {
  const extra = Object.entries(optional).filter(([, binding]) => env[binding] !== undefined)
  return Object.fromEntries([...Object.entries(credentials), ...extra].map(([name, binding]) => [name, env[binding]]))
}

/** What `make` makes for a row, once per isolate and at the first request, because `env` comes with the request. */
export function once(row, make) {
  if (!kept.has(row)) kept.set(row, make())
  return kept.get(row)
}

const digest = (text) => crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
const kept = new WeakMap()
const LIMIT = 1 << 20
