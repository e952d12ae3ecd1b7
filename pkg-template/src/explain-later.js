// Explain for CommonJS, in a script of its own, which is read when it is first needed.
import { load } from '#later/explainer'

export const explain = (...given) => load().explain(...given)
export const createExplainer = (...given) => load().createExplainer(...given)
