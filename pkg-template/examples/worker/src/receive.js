// From a provider to your backend: a message that the provider did not sign, or that was passed on before, is not passed on.
import { createVerifier } from 'countersign'
import { answer, bound, boundedBody, once, only } from './guard.js'
import { WEBHOOKS } from './providers.js'

export async function receive(request, env, pathname) {
  const webhook = WEBHOOKS.find(({ name }) => pathname === `/webhooks/${name}`)
  if (!webhook || request.method !== 'POST') return answer(404)
  const body = await boundedBody(request)
  if (body === undefined) return answer(413)
  const { scheme } = webhook
  const verifier = once(webhook, () => createVerifier(scheme, bound(webhook, env)))
  const result = verifier.check({ headers: request.headers, body })
  if (!result.ok) {
    console.warn(scheme, result.code)
    return answer(400)
  }
  const key = `${webhook.name}:${result.fingerprint}`
  // Not an error: providers repeat a delivery until it is answered.
  if (await env.SEEN?.get(key)) return answer(200)
  const headers = { ...only(request.headers, ['content-type', ...(webhook.pass ?? [])]), 'x-webhook-name': webhook.name, 'x-webhook-scheme': scheme }
  if (!(await deliver(env, body, { ...headers, 'x-webhook-fingerprint': result.fingerprint }))) return answer(502)
  // Remembered only after delivery, so that a failed delivery can be repeated. Without a signed time, a replay could come at any time.
  await env.SEEN?.put(key, '1', result.signedAt ? { expirationTtl: TWICE_THE_TOLERANCE } : {})
  return answer(200)
}

/** Whether the backend accepted the message. Its response goes no further. */
async function deliver(env, body, headers) {
  const init = { method: 'POST', body, headers, redirect: 'manual', signal: AbortSignal.timeout(10_000) }
  if (env.BACKEND) return (await env.BACKEND.fetch('https://backend/webhooks', init)).ok
  // Without a token, anybody could send to the backend's URL.
  if (!env.BACKEND_TOKEN) throw new Error('`BACKEND_TOKEN`: expected a secret beside `BACKEND_URL`: bind one')
  init.headers = { ...headers, authorization: `Bearer ${env.BACKEND_TOKEN}` }
  return (await fetch(env.BACKEND_URL, init)).ok
}

// From 300 seconds in the future until 300 seconds after, in seconds.
const TWICE_THE_TOLERANCE = 600
