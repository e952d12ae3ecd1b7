// explain, where it is left out: what it takes is as large again as all the rest, and no request needs it.
import { CountersignError } from './error.js'

export const explain = () => refuse('explain')
export const createExplainer = () => refuse('createExplainer')

function refuse(name) {
  const message = `\`${name}\` is not in this entry point, which is kept small: import it from \`countersign/explain\``
  throw new CountersignError('ERR_UNSUPPORTED', message)
}
