// The stub for entry points without explain, which would double their size and is not needed to serve requests.
import { CountersignError } from './error.js'

export const explain = () => refuse('explain')
export const createExplainer = () => refuse('createExplainer')

function refuse(name) {
  const message = `\`${name}\` is not in this entry point, which is kept small: import it from \`countersign/explain\``
  throw new CountersignError('ERR_UNSUPPORTED', message)
}
