// The memory of this process, and of the WebAssembly instances that live in it. To be imported before the package.

const memories = new Set()
const { Instance } = WebAssembly
WebAssembly.Instance = new Proxy(Instance, {
  construct(target, given) {
    const instance = Reflect.construct(target, given)
    memories.add(new WeakRef(instance.exports.memory))
    return instance
  },
})

/** What there is now; an instance that nobody holds any more counts until it is collected. */
export function memory() {
  const sizes = []
  for (const reference of memories) {
    const size = reference.deref()?.buffer.byteLength
    if (size === undefined) memories.delete(reference)
    else sizes.push(size)
  }
  const { rss, heapUsed } = process.memoryUsage()
  const largest = `${sizes.length} instances, the largest ${mib(Math.max(0, ...sizes))}`
  return `RSS ${mib(rss)}, JavaScript ${mib(heapUsed)}, WebAssembly ${mib(sizes.reduce((sum, size) => sum + size, 0))} in ${largest}`
}

const mib = (bytes) => `${(bytes / (1 << 20)).toFixed(1)} MiB`
