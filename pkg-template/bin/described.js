// The descriptions of schemes by the core, each made once.
import { describe } from '../dist/describe.js'

const descriptions = new WeakMap()

/** What follows from a definition: see the core's `describe`. */
export function described(definition) {
  let description = descriptions.get(definition)
  if (description === undefined) {
    description = describe(definition)
    descriptions.set(definition, description)
    descriptions.set(description.definition, description)
  }
  return description
}
