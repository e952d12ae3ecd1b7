/** @import { CountersignError as Declared, CountersignErrorCode } from '../index.js' */

/** The only error class: a stable `code`, a message, and facts as members. */
export class CountersignError extends Error {
  /**
   * @param {CountersignErrorCode} code
   * @param {string} message
   * @param {Partial<Declared>} facts
   */
  constructor(code, message, { cause, ...facts } = {}) {
    super(message, cause === undefined ? undefined : { cause })
    // Own properties: they survive minifiers that rename the class.
    /** @type {'CountersignError'} */
    this.name = 'CountersignError'
    this.code = code
    for (const [name, fact] of Object.entries(facts)) if (fact !== undefined && fact !== null) this[name] = fact
    Object.defineProperty(this, BRAND, { value: true })
  }

  // JSON would leave out the message, and `structuredClone` of the error itself keeps little else.
  toJSON() {
    const { name, code, message, ...facts } = this
    return { name, code, message, ...facts }
  }

  // By brand, since a program may load this package twice (ESM and CJS); and by prototype, since a class transpiled to ES5 checks
  // `instanceof` before the constructor sets the brand.
  static [Symbol.hasInstance](value) {
    return (this === CountersignError && value?.[BRAND] === true) || Function.prototype[Symbol.hasInstance].call(this, value)
  }
}

/**
 * The error for `part`.
 *
 * @param {CountersignErrorCode} code
 */
export const refused = (code, part, expected, got) =>
  new CountersignError(code, `\`${part}\`: expected ${expected}, got ${got}`, { part })

/** The error for a `part` that must not be given; `why` is the reason. */
export const inapplicable = (code, part, why) => new CountersignError(code, `\`${part}\` does not apply: ${why}`, { part })

/** A name from the caller, or `other` if it does not look like a name: it may be a secret in the wrong place. */
export const nameOr = (name, other) => (NAME.test(name) ? name : other)

// As `src/error.rs` has it: letters with `.`, `_` or `-` between, at most two digits at the end, at most 32 characters.
const NAME = /^(?=.{1,32}$)[A-Za-z][A-Za-z._-]*\d{0,2}$/
const BRAND = Symbol.for('countersign.error')
