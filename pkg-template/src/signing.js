// The core that signs and verifies.
import { createGlue, source } from '#signing'
import { Engine } from './core.js'

export const signing = /* @__PURE__ */ new Engine({ source, createGlue })
