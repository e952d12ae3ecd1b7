// All mistakes, by axis. Each replaces one step of a row's signing; `null` where it cannot be made in this case.
import { BODY, FORM } from './mistakes-body.mjs'
import { KEY } from './mistakes-key.mjs'
import { REQUEST } from './mistakes-request.mjs'

/** `{ id, axis, make }`: `make(case, row, tools)` gives the steps that go wrong, or a list of them where the mistake has several forms. */
export const MISTAKES = Object.entries({ ...REQUEST, body: { ...BODY, ...FORM }, ...KEY }).flatMap(([axis, all]) =>
  Object.entries(all).map(([id, make]) => ({ id, axis, make })))
