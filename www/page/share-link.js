// Links: scheme and settings in the fragment, which no server sees; request parts where chosen; a secret never.
import { holds } from '../../pkg-template/src/fresh.js'
import { base64, utf8Bytes } from './bytes.js'

/** The fragment for a case; throws where a part that was chosen holds a credential. */
export function fragmentOf({ scheme, by, definition }, request, secrets) {
  const settings = { v: 1, scheme, by, ...(definition && { definition }), ...(request && { request }) }
  const chosen = [...textsIn(definition), ...textsIn(request)]
  if (secrets.some((secret) => secret.length > 0 && chosen.some((text) => holds(text, secret))))
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
    const bytes = fromBase64(text.replaceAll('-', '+').replaceAll('_', '/'))
    const settings = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
    return settings?.v === 1 ? settings : undefined
  } catch {
    return undefined
  }
}

/** All names and values of what was chosen; bytes as they are. */
function textsIn(value) {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  if (Object.keys(value).join() === 'base64') return [fromBase64(value.base64)]
  return Object.entries(value).flatMap(([name, one]) => [name, ...textsIn(one)])
}

const fromBase64 = (text) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0))
const encoded = (bytes) => base64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
