// The memory of every WebAssembly instance that is made from now on; to be imported before the package.
export const memories = []

const { Instance } = WebAssembly
WebAssembly.Instance = new Proxy(Instance, {
  construct(target, given) {
    const instance = Reflect.construct(target, given)
    memories.push(instance.exports.memory)
    return instance
  },
})
