// The schemes of the catalogue, with all of their members.
import { DEFINITIONS } from '#definitions'
import { DEFAULTS, NOTES } from '#notes'

/** Every scheme. */
export const schemes = () => Object.keys(DEFINITIONS).map(schemeOf)

/** The scheme `id`; each call makes it anew. */
const schemeOf = (id) => ({ ...JSON.parse(DEFAULTS), ...JSON.parse(DEFINITIONS[id]), ...JSON.parse(NOTES[id]) })
