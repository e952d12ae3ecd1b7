// What is signed in the bench: bodies of an exact size that differ from call to call, as requests do.

/** A function from a call's number to one of a few bodies of `size` bytes; `make` is one of those below. */
export function bodies(size, make = size < 100 ? message : size <= 256 ? deposit : order) {
  const count = size > 65536 ? 1 : 16
  const texts = Array.from({ length: count }, (_, index) => make(size, index))
  for (const text of texts) {
    const bytes = Buffer.byteLength(text)
    if (bytes !== size) throw new Error(`expected a body of ${size} bytes, got ${bytes}`)
  }
  return (call) => texts[call % count]
}

/** The smallest, for sizes that hold nothing else. */
export const message = (size, index) => padded(size, (text) => ({ message: text, n: 1 + (index % 9) }))

/** The sample body of Securo's document, with an e-mail address as long as it takes. */
export function deposit(size, index) {
  const amount = 1 + (index % 9)
  return padded(size, (mail) => ({ product: 'LCI', type: 'deposit', amount, userEmail: `${mail}@example.com` }))
}

/** An order: nested objects, and as many items as fit. */
export function order(size, index) {
  const items = []
  const empty = JSON.stringify({ ...head(index), items, note: '' }).length
  for (let room = size - empty; ; ) {
    const next = item(index + items.length)
    room -= JSON.stringify(next).length + 1
    if (room < 0) break
    items.push(next)
  }
  return padded(size, (note) => ({ ...head(index), items, note }))
}

/** The same with letters outside ASCII, as names have. */
export const accentedOrder = (size, index) =>
  order(size - 2, index).replace('Maria Jose Nunez', 'María José Nunez')

/** The same as people write it: indented, so that the canonical text is another one. */
export function indentedOrder(size, index) {
  let inner = size >> 1
  while (JSON.stringify(JSON.parse(order(inner + 64, index)), null, 2).length <= size) inner += 64
  const document = JSON.parse(order(inner, index))
  return padded(size, (note) => ({ ...document, note: document.note + note }), 2)
}

const head = (index) => ({
  orderId: `ord_${100000 + index * 7919}`,
  createdAt: '2026-05-14T10:00:00.000Z',
  currency: 'EUR',
  total: 1249.5 + index,
  customer: {
    id: 4711 + index,
    name: 'Maria Jose Nunez',
    email: 'maria@example.com',
    address: { city: 'Lima', zip: '15001' },
  },
})

const item = (index) => ({
  sku: `SKU-${1000 + (index % 8999)}`,
  title: 'Stainless steel bottle, 750 ml',
  quantity: 1 + (index % 5),
  unitPrice: 19.9 + (index % 100),
  taxRate: 0.19,
  discount: index % 3 === 0 ? null : 2.5,
  inStock: index % 2 === 0,
  tags: ['outdoor', 'sale'],
})

/** The JSON of `make(padding)`, with the padding that brings it to `size` bytes. */
function padded(size, make, indent) {
  const short = size - JSON.stringify(make(''), null, indent).length
  const padding = 'thank you for your order '.repeat(Math.ceil(short / 25) + 1).replaceAll(' ', '-')
  return JSON.stringify(make(padding.slice(0, short)), null, indent)
}
