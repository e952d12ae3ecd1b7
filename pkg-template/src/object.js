// Objects whose members are called as others say.

/** Gives `object` a member of its own, whatever it is called: to assign to `__proto__` would set the prototype, or do nothing. */
export function put(object, name, value) {
  if (name !== '__proto__') object[name] = value
  else Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true })
}
