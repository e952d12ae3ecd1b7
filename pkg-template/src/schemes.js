// The rows of the core, as plain data.
import { call } from './core.js'

/** Every scheme. */
export const schemes = () => call((core) => JSON.parse(core.glue.schemes()))
