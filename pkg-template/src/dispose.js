// What `using` calls: a member of each object and no method of its class, whose name bundlers would have to keep the class for.

/** Makes `object[Symbol.dispose]()` do `forget`. */
export const onDispose = (object, forget) => {
  Object.defineProperty(object, name(), { value: forget })
}

/** Does what `using` does at its end. */
export const dispose = (object) => object[name()]()

const name = () => Symbol.dispose ?? Symbol.for('Symbol.dispose')
