// One look at a case: opens the search, and takes what the page shows out of it as plain data.
import { createExplainer } from './countersign.js'

/**
 * A search over `{ scheme, credentials, request, received, options, signedBy, budget }`. Where nothing was received, it says what is
 * due; `isBare` tells so.
 */
export function open(asked) {
  const { scheme, credentials, request, received, signedBy, budget } = asked
  const options = { ...asked.options, budgetBytes: budget, ...(signedBy && { signedBy }) }
  try {
    return { search: createExplainer(scheme, credentials, request, received || undefined, options), isBare: false }
  } catch (error) {
    if (error.code !== 'ERR_ARGUMENT_INVALID' || error.part !== 'received' || received) throw error
    // What stands in place of a signature matters to nothing that is shown of such a report.
    return { search: createExplainer(scheme, credentials, request, NONE, { ...options, budgetBytes: 1 }), isBare: true }
  }
}

/** Forgets the keys. */
export const close = (search) => search[Symbol.dispose ?? Symbol.for('Symbol.dispose')]()

/** An error as data, which a worker can send. */
export const plain = (error) =>
  error && {
    code: error.code ?? 'ERR_INTERNAL',
    message: error.message,
    part: error.part,
    offset: error.offset,
    header: error.header,
  }

/** A report as data. */
export function reported({ search, isBare }) {
  const report = search.report()
  const warnings = isBare ? report.warnings.filter(({ id }) => !id.startsWith('received-')) : report.warnings
  return { ...report, warnings, fault: plain(report.fault), isBare }
}

const NONE = '0'.repeat(64)

/** The case as data, with fresh credentials and the signature made again. */
export function exported(asked) {
  const { search } = open(asked)
  try {
    if (typeof search.export !== 'function')
      throw new Error('this build of the package cannot export a case: expected `explainer.export`, got none')
    search.step(asked.budget)
    return search.export()
  } finally {
    close(search)
  }
}
