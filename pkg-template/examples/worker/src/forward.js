// From your services to a provider: signed here, so that the services hold no secrets of the provider.
import { createSigner } from 'countersign'
import { answer, bound, boundedBody, isAuthorized, once, only } from './guard.js'
import { PROVIDERS } from './providers.js'

export async function forward(request, env, pathname, search) {
  if (!(await isAuthorized(request, env.PROXY_TOKEN))) return answer(401, { 'www-authenticate': 'Bearer' })
  const [, name, path] = /^\/([^/]+)(\/.*)$/.exec(pathname) ?? []
  const provider = PROVIDERS.find((row) => row.name === name)
  if (!provider?.allow.some((route) => isRoute(route, request.method, path))) return answer(404)
  const body = await boundedBody(request)
  if (body === undefined) return answer(413)
  const signer = once(provider, () => createSigner(provider.scheme, bound(provider, env)))
  try {
    // The origin is a binding and the path was looked up, so the client has no influence on the host.
    const response = await signer.fetch(env[provider.origin] + path + search, {
      method: request.method,
      headers: only(request.headers, TO_PROVIDER),
      body: request.method === 'GET' ? undefined : body,
      signal: AbortSignal.timeout(30_000),
    })
    return new Response(response.body, { status: response.status, headers: only(response.headers, FROM_PROVIDER) })
  } catch (error) {
    console.warn(provider.scheme, error.code, error.message)
    return answer(OF_CALLER.includes(error.code) ? 400 : 502)
  }
}

/** Whether a route allows the request. Nothing is decoded, so `%2f`, `..`, `@` and an empty string are not segments. */
function isRoute(route, method, path) {
  const [verb, pattern] = route.split(' ')
  const [allowed, sent] = [pattern.split('/'), path.split('/')]
  const isAllowed = (part, at) => (part === '*' ? /^[\w-]+$/.test(sent[at]) : part === sent[at])
  return verb === method && allowed.length === sent.length && allowed.every(isAllowed)
}

const TO_PROVIDER = ['content-type', 'idempotency-key']
const FROM_PROVIDER = ['content-type', 'retry-after']
const OF_CALLER = ['ERR_BODY_INVALID', 'ERR_TIMESTAMP_INVALID', 'ERR_REQUEST_INVALID']
