// `Symbol.dispose` as a member of each object, not a method of its class: bundlers could not remove an unused class with a computed name.

/** Makes `object[Symbol.dispose]()` call `forget`. */
export const onDispose = (object, forget) => {
  Object.defineProperty(object, name(), { value: forget })
}

/** Disposes of an object, as `using` does. */
export const dispose = (object) => object[name()]()

const name = () => Symbol.dispose ?? Symbol.for('Symbol.dispose')
