// The schemes of src/providers as the package has them: each definition whole, what only people read apart from it, and their names.
import { readFileSync, readdirSync } from 'node:fs'
import { at } from './tools.mjs'

/** The members that no signature depends on. */
const FOR_PEOPLE = ['title', 'documentation', 'lastChecked', 'deprecated', 'hasPublishedVectors', 'notes', 'misreadings']

/** Every scheme, with the members that it extends, sorted by id. */
export function catalogue() {
  const files = readdirSync(at('src', 'providers')).filter((name) => name.endsWith('.json') && name !== 'provider.schema.json')
  const written = files.flatMap((name) => JSON.parse(readFileSync(at('src', 'providers', name), 'utf8')).schemes)
  const byId = new Map(written.map((scheme) => [scheme.id, scheme]))
  const extended = ({ extends: base, ...own }) => {
    const scheme = { ...(base && extended(byId.get(base))), ...own }
    return own.companion ? { ...scheme, companion: extended(own.companion) } : scheme
  }
  return written.map(extended).sort(({ id: one }, { id: other }) => (one < other ? -1 : 1))
}

/** A scheme as signers and verifiers take it. */
export const definitionOf = ({ companion, ...scheme }) => ({
  ...Object.fromEntries(Object.entries(scheme).filter(([name]) => !FOR_PEOPLE.includes(name))),
  ...(companion && { companion: definitionOf(companion) }),
})

/** The name of the scheme `id` in `countersign/schemes`: `stripe.webhook` is `stripeWebhook`. */
export const nameOf = (id) => id.replace(/[^a-z0-9]+(.)/g, (_, first) => first.toUpperCase())

/**
 * The files of the `schemes`, by their names without suffix: their contents as pairs of name and value, one export for each. A value is
 * an object, a string, or pairs of strings.
 */
export function dataFiles(schemes, describe) {
  const whole = (definition) => describe(definition).definition
  const defaults = whole({ id: '', canonical: '' })
  const [definitions, notes] = [[], []]
  for (const scheme of schemes) {
    const known = { ...defaults, ...definitionOf(scheme) }
    const others = Object.entries(whole(scheme)).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(known[name]))
    definitions.push([scheme.id, JSON.stringify(definitionOf(scheme))])
    notes.push([scheme.id, JSON.stringify(Object.fromEntries(others))])
  }
  return {
    catalogue: [['DEFINITIONS', definitions]],
    notes: [['DEFAULTS', JSON.stringify(defaults)], ['NOTES', notes]],
    schemes: schemes.map((scheme) => [nameOf(scheme.id), definitionOf(scheme)]),
  }
}
