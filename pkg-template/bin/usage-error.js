// Errors that the user can fix: printed as one sentence, with exit code 2.

/** An error with one sentence for the user. */
export class UsageError extends Error {}

/** A name in backticks. */
export const quoted = (name) => `\`${name}\``

/** Names in backticks. */
export const listed = (names, separator = ', ') => names.map(quoted).join(separator)

export { didYouMean } from '../dist/did-you-mean.js'
