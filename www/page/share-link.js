// Links: scheme and settings in the fragment, which no server receives; the request if chosen; never a secret.
import { holds } from '../../pkg-template/src/fresh.js'
import { base64, utf8Bytes } from './bytes.js'

/** The fragment for a case; throws if a chosen part contains a credential. */
export function fragmentOf({ scheme, by, definition }, request, secrets) {
  const settings = { v: 1, scheme, by, ...(definition && { definition }), ...(request && { request }) }
  const chosen = [...textsIn(definition), ...textsIn(request)]
  if (secrets.some((secret) => secret.length > 0 && chosen.some((text) => holds(text, secret))))
    throw new Error(
      'The request contains a secret, so there is no link: remove the secret from the URL, the headers and the body first.',
    )
  return `#${encoded(utf8Bytes(JSON.stringify(settings)))}`
}

/** The settings in a fragment; undefined for any other fragment. */
export function readFragment(fragment) {
  const [, text] = /^#([\w-]+)$/.exec(fragment) ?? []
  if (text === undefined) return undefined
  try {
    const bytes = fromBase64(text.replaceAll('-', '+').replaceAll('_', '/'))
    const settings = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
    return settings?.v === 1 ? settings : undefined
  } catch {
    return undefined
  }
}

/** All names and values of the chosen parts, with base64 decoded. */
function textsIn(value) {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  if (Object.keys(value).join() === 'base64') return [fromBase64(value.base64)]
  return Object.entries(value).flatMap(([name, one]) => [name, ...textsIn(one)])
}

const fromBase64 = (text) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0))
const encoded = (bytes) => base64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
