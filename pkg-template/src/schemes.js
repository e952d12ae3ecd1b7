// The schemes of the catalogue, with all of their members.
import { load as loadDefinitions } from '#later/catalogue'
import { load as loadNotes } from '#later/notes'

/** Every scheme; each call makes them anew. */
export function schemes() {
  const [{ DEFINITIONS }, { DEFAULTS, NOTES }] = [loadDefinitions(), loadNotes()]
  return Object.entries(DEFINITIONS).map(([id, text]) => ({ ...JSON.parse(DEFAULTS), ...JSON.parse(text), ...JSON.parse(NOTES[id]) }))
}
