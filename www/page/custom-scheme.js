// A custom scheme with all defaults, even while it is still being typed.
import { described } from './countersign.js'

/**
 * The scheme in `data`, with every member. A member of the wrong type is treated as left out: the core that signs gets the data as it
 * is, and reports the error. Data that is too large to be a scheme is described as one without members.
 */
export function readable(data) {
  try {
    return described(data).definition
  } catch {
    return described({}).definition
  }
}
