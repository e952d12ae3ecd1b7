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

/** The files of the catalogue, by their names without suffix: their contents as pairs of name and value, one export for each. */
export function dataFiles(describe) {
  const all = catalogue()
  const whole = (definition) => describe(definition).definition
  const defaults = whole({ id: '', canonical: '' })
  const isDefault = (scheme, name, value) => JSON.stringify(value) === JSON.stringify(scheme[name] ?? defaults[name])
  const others = (scheme) => Object.entries(whole(scheme)).filter(([name, value]) => !isDefault(definitionOf(scheme), name, value))
  return {
    catalogue: [['DEFINITIONS', all.map((scheme) => [scheme.id, JSON.stringify(definitionOf(scheme))])]],
    notes: [['DEFAULTS', defaults], ['NOTES', all.map((scheme) => [scheme.id, JSON.stringify(Object.fromEntries(others(scheme)))])]],
    schemes: all.map((scheme) => [nameOf(scheme.id), definitionOf(scheme)]),
  }
}
