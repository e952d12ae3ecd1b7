// The schemes of the core, as plain data.
import { signing } from './signing.js'

/** Every scheme. */
export const schemes = () => signing.call((core) => JSON.parse(core.glue.schemes()))
