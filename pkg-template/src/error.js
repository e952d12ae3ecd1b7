/** The one class of errors: a stable `code`, a sentence, and the facts in fields. */
export class CountersignError extends Error {
  constructor(code, message, { cause, ...facts } = {}) {
    super(message, cause === undefined ? undefined : { cause })
    // Own properties: they survive minifiers that rename the class.
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

  // By brand, since one program may hold this package twice (ESM and CJS); and by prototype, since a class that was transpiled to ES5
  // asks whether its object is one before the constructor has branded it.
  static [Symbol.hasInstance](value) {
    return (this === CountersignError && value?.[BRAND] === true) || Function.prototype[Symbol.hasInstance].call(this, value)
  }
}

/** The error that blames `part`. */
export const refused = (code, part, expected, got) =>
  new CountersignError(code, `\`${part}\`: expected ${expected}, got ${got}`, { part })

/** A name that the caller chose, or `other` where it does not look like a name: it may be a secret in the wrong place. */
export const nameOr = (name, other) => (NAME.test(name) ? name : other)

// As `src/credentials.rs` has it: letters with `.`, `_` or `-` between, at most two digits at the end, at most 32 characters.
const NAME = /^(?=.{1,32}$)[A-Za-z][A-Za-z._-]*\d{0,2}$/
const BRAND = Symbol.for('countersign.error')
