// All mistakes, by axis. Each replaces one step of a row's signing; `null` where it cannot be made in this case.
import { BODY, FORM } from './mistakes-body.mjs'
import { KEY } from './mistakes-key.mjs'
import { REQUEST } from './mistakes-request.mjs'
import { BEYOND, LAYOUTS, VALUES } from './mistakes-wide.mjs'

const AXES = { ...REQUEST, value: VALUES, body: { ...BODY, ...FORM }, ...KEY, beyond: BEYOND }

/** A mistake that is known by now gets the forms that other rows have of it. */
for (const [id, more] of Object.entries(LAYOUTS)) {
  const own = AXES.layout[id]
  AXES.layout[id] = own ? context => [...own(context), ...more(context)] : more
}

/** `{ id, axis, make }`: `make(case, row, tools)` gives the steps that go wrong, or a list of them where the mistake has several forms. */
export const MISTAKES = Object.entries(AXES).flatMap(([axis, all]) =>
  Object.entries(all).map(([id, make]) => ({ id, axis, make })))
