// Cases for `countersign explain`, signed by node:crypto with a secret that is easy to find again.
import { createHmac } from 'node:crypto'

export const CANARY = 'sk_CANARY4711canary'

export const hmac = (key, text, form = 'hex') => createHmac('sha256', key).update(text).digest(form)

/** A case of GitHub's scheme, in which `signed` was signed with `key`. */
export const github = (body, signed, key = CANARY, more = {}) => ({
  scheme: 'github.webhook',
  secret: CANARY,
  request: typeof body === 'string' ? { body } : { bodyBase64: body.toString('base64') },
  receivedSignature: hmac(key, signed),
  ...more,
})
