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

  // By brand, since one program may hold this package twice (ESM and CJS).
  static [Symbol.hasInstance](value) {
    return value?.[BRAND] === true
  }
}

/** The error that blames `part`. */
export const refused = (code, part, expected, got) =>
  new CountersignError(code, `\`${part}\`: expected ${expected}, got ${got}`, { part })

const BRAND = Symbol.for('countersign.error')
