// Edge runtimes compile modules at upload, and refuse to at run time. Asked for with `?module`, as the build does, Next.js, wrangler
// and Nitro all give the module, and none an instance of it.
import module from '#wasm'

export const source = () => module
