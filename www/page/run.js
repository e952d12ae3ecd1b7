// Opens a search, and returns its report as plain data.
import { createExplainer } from './countersign.js'

/**
 * A search over `{ scheme, credentials, request, received, options, signedBy, budget }`. Without a received signature, `isBare` is
 * true and the report only has what is expected.
 */
export function open(asked) {
  const { scheme, credentials, request, received, signedBy, budget } = asked
  const options = { ...asked.options, budgetBytes: budget, ...(signedBy && { signedBy }) }
  try {
    return { search: createExplainer(scheme, credentials, request, received || undefined, options), isBare: false }
  } catch (error) {
    if (error.code !== 'ERR_ARGUMENT_INVALID' || error.part !== 'received' || received) throw error
    // The placeholder for the signature affects nothing that is shown of such a report.
    return { search: createExplainer(scheme, credentials, request, NONE, { ...options, budgetBytes: 1 }), isBare: true }
  }
}

/** Closes a search, which wipes its keys. */
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

/** The case as data, with fresh credentials and a signature made with them. */
export function exported(asked) {
  const { search } = open(asked)
  try {
    if (typeof search.export !== 'function')
      throw new Error('this build of the package cannot export a case')
    search.step(asked.budget)
    return search.export()
  } finally {
    close(search)
  }
}
