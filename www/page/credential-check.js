// Schemes that sign nothing: whether the credentials stand in the headers as the scheme wants them.
import { createSigner } from './countersign.js'

/** A verdict for such a scheme; the secret is never part of a sentence. */
export function verdictOfCredentials({ definition, scheme, credentials, request }) {
  const single = Object.fromEntries(
    Object.entries(credentials).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  )
  const signer = createSigner(scheme, single)
  const { headers } = signer.sign({ method: 'GET', url: 'https://localhost/' })
  const carried = Object.entries(definition.headers).filter(([, template]) => template.includes('{'))
  if (carried.length === 0)
    return {
      tone: 'idle',
      mark: '·',
      title: 'Nothing to compare',
      sentence: 'This scheme signs nothing, and no header carries its credentials: compare the query and the body yourself.',
    }
  const given = new Map(request.headers.map(([name, value]) => [name.toLowerCase(), value]))
  for (const [name, template] of carried) {
    const [before] = template.split('{')
    const got = given.get(name.toLowerCase())
    if (got === headers[name]) continue
    const because =
      got === undefined
        ? `the header \`${name}\` is missing`
        : got.startsWith(before)
          ? `the header \`${name}\` holds another secret`
          : `the header \`${name}\` does not begin with \`${before.trim()}\` and a space`
    return {
      tone: 'found',
      mark: '✗',
      title: 'No match',
      sentence: `Because ${because}.`,
      fix: `Send \`${name}: ${template.replace(/\{(\w+)\}/g, '<$1>')}\`. Nothing is signed here: the secret itself travels.`,
    }
  }
  return {
    tone: 'good',
    mark: '✓',
    title: 'Match',
    sentence: 'The headers are as the scheme wants them. Nothing is signed here: the secret itself travels.',
  }
}
