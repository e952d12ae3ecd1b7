// The same, deflated: a third of the size, but some milliseconds slower to start.
import { inflateSync } from 'fflate'
import { fromBase64 } from './base64.js'

export const fromDeflated = (base64) => inflateSync(fromBase64(base64))
