// Links: scheme and settings in the fragment, which no server sees; request parts where chosen; a secret never.
import { base64, joined, utf8Bytes } from './bytes.js'

/** The fragment for a case; throws where a part that was chosen holds a credential. */
export function fragmentOf({ scheme, by, row }, request, secrets) {
  const settings = { v: 1, scheme, by, ...(row && { row }), ...(request && { request }) }
  const chosen = JSON.stringify([row, ...Object.values(request ?? {})])
  const found = secrets.find((secret) => secret.length > 0 && forms(secret).some((form) => chosen.includes(form)))
  if (found)
    throw new Error(
      'A part that was chosen holds a secret, so no link is made: take the secret out of the URL, the headers and the body first.',
    )
  return `#${encoded(utf8Bytes(JSON.stringify(settings)))}`
}

/** What a fragment says; undefined for none and for any other. */
export function readFragment(fragment) {
  const [, text] = /^#([\w-]+)$/.exec(fragment) ?? []
  if (text === undefined) return undefined
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (sign) => sign.charCodeAt(0))
    const settings = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
    return settings?.v === 1 ? settings : undefined
  } catch {
    return undefined
  }
}

/** The spellings of a secret that a request may hold. */
function forms(secret) {
  const text = new TextDecoder().decode(secret)
  const bare = base64(secret).replace(/=+$/, '')
  const pair = base64(joined([secret, utf8Bytes(':')])).replace(/=+$/, '')
  const quoted = JSON.stringify(text).slice(1, -1)
  const hex = Array.from(secret, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return [
    text,
    quoted,
    JSON.stringify(quoted).slice(1, -1),
    encodeURIComponent(text),
    bare,
    pair.slice(0, -2),
    hex,
  ].filter((form, index) => index === 0 || form.length > 3)
}

const encoded = (bytes) => base64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
