// Edge runtimes compile modules at upload and refuse to at run time: the build names the file as each of them wants it.
import module from '#wasm'

export const source = () => module
