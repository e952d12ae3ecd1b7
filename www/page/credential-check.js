// For schemes that sign nothing: checks that the headers carry the credentials as the scheme sends them.
import { createSigner, described } from './countersign.js'
import { pieces } from './template.js'

/** The verdict for such a scheme; it never contains the secret. */
export function verdictOfCredentials({ definition, scheme, credentials, request }) {
  const single = Object.fromEntries(
    Object.entries(credentials).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  )
  const signer = createSigner(scheme, single)
  const { headers } = signer.sign({ method: 'GET', url: 'https://localhost/' })
  const carried = Object.entries(described(definition).templates.headers)
    .map(([name, parts]) => [name, pieces(parts)])
    .filter(([, parts]) => parts.some(({ name }) => name))
  if (carried.length === 0)
    return {
      tone: 'idle',
      mark: '·',
      title: 'Nothing to compare',
      sentence: 'This scheme signs nothing, and its credentials are in no header: compare the query and the body yourself.',
    }
  const given = new Map(request.headers.map(([name, value]) => [name.toLowerCase(), value]))
  for (const [name, parts] of carried) {
    const before = parts[0].literal ?? ''
    const got = given.get(name.toLowerCase())
    if (got === headers[name]) continue
    const because =
      got === undefined
        ? `the header \`${name}\` is missing`
        : got.startsWith(before)
          ? `the header \`${name}\` contains another secret`
          : `the header \`${name}\` does not begin with \`${before.trim()}\` and a space`
    return {
      tone: 'found',
      mark: '✗',
      title: 'No match',
      sentence: `${because[0].toUpperCase()}${because.slice(1)}.`,
      fix: `Send \`${name}: ${parts.map(({ literal, name }) => literal ?? `<${name}>`).join('')}\`. Nothing is signed: the secret itself is sent.`,
    }
  }
  return {
    tone: 'good',
    mark: '✓',
    title: 'Match',
    sentence: 'The headers carry the credentials as the scheme sends them. Nothing is signed: the secret itself is sent.',
  }
}
