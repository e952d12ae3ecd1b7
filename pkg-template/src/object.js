// Objects with member names from outside.

/** Defines an own member of any name: assigning to `__proto__` would set the prototype, or do nothing. */
export function put(object, name, value) {
  if (name !== '__proto__') object[name] = value
  else Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true })
}
