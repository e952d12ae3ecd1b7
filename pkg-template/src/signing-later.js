// Signing for a script that another one loads, which has it: read when it is first needed.
import { load } from '#later/index'

export const createSigner = (...given) => load().createSigner(...given)
export const createVerifier = (...given) => load().createVerifier(...given)
