// The same in the edge runtime, where nothing else changes.
export { POST } from '../webhook/route.js'

export const runtime = 'edge'
