// What the build puts in the place of `#name`, as `parts` in pkg-template/build.mjs has it, and what only some hosts have.

declare module '#slots'
declare module '#engines'
declare module '#later/wasm/*'

declare module '#later/explainer' {
  export const load: () => typeof import('../../pkg-template/src/explain.js')
}

declare module '#later/catalogue' {
  export const load: () => { DEFINITIONS: Record<string, string> }
}

declare module '#later/notes' {
  export const load: () => { DEFAULTS: string; NOTES: Record<string, string> }
}

interface SymbolConstructor {
  readonly dispose?: symbol
}

interface Uint8ArrayConstructor {
  fromBase64?(base64: string): Uint8Array<ArrayBuffer>
}

declare var Buffer:
  | {
      (): never
      from(base64: string, encoding: 'base64'): Uint8Array<ArrayBuffer>
      from(memory: ArrayBufferLike): Uint8Array & {
        latin1Slice?(start: number, end: number): string
        latin1Write(text: string): number
      }
    }
  | undefined

declare module '#later/index' {
  export const load: () => typeof import('../../pkg-template/src/signing.js')
}
