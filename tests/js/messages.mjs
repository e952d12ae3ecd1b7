// Messages that readers take for different things: forms and JSON, and each inside the other.

/** Names and values that `generator` makes into a message, and what there is to sign. */
export class Messages {
  /** `names` of what is read, as a scheme names them; `more` the names and values of what travels besides. */
  constructor(generator, { names, more, items, takes }) {
    Object.assign(this, { g: generator, names, more, items, takes })
  }

  /** A message as its provider sends it. */
  plain() {
    const kind = this.g.pick(this.takes)
    const values = Object.fromEntries(this.names.map((name) => [name, this.g.pick(PLAIN)]))
    const all = this.#shuffled([...Object.entries({ ...values, ...this.more }), ['note', this.g.pick(PLAIN)]])
    const body = kind === 'json' ? this.#wrapped(JSON.stringify(nested(all)), false) : `${new URLSearchParams(all)}`
    return { is: 'plain', text: body, type: this.g.pick([TYPES[kind][0], TYPES[kind][1], undefined]), found: [values] }
  }

  /** One of which something is odd. */
  odd() {
    this.found = []
    // Mostly one thing or two, so that some pass; now and then many.
    this.calm = this.g.pick([2, 1, 2, 3].map((times) => times * this.names.length + 2))
    const text = this.g.pick([
      () => this.#form(), () => this.#form(), () => this.#form(), () => this.#json(), () => this.#json(), () => this.#json(),
      () => this.#jsonAroundForm(), () => this.#formAroundJson(), () => this.#multipart(), () => `${this.g.pick(['\ufeff', ' ', '\n', '?', '&'])}${this.#either()}`,
    ])()
    return { is: 'odd', text, type: this.#type(text), found: this.found }
  }

  #either() {
    return this.g.one(2) ? this.#form() : this.#json()
  }

  #isOdd() {
    return this.g.one(this.calm) === 0
  }

  /** Values to be read. */
  #values() {
    const values = Object.fromEntries(this.names.map((name) => [name, this.g.pick(this.#isOdd() ? ODD : PLAIN)]))
    this.found.push(values)
    return values
  }

  #form() {
    const { g } = this
    const pairs = Object.entries({ ...this.#values(), ...this.more }).map(([name, value]) => this.#pair(lastOf(name), value))
    const again = g.one(3) === 0 ? Object.entries(this.#values()).filter(() => g.one(2)) : []
    for (const [name, value] of again) pairs.push(this.#pair(this.#respelt(lastOf(name)), value))
    if (g.one(3) === 0) pairs.push(g.pick(PAIRS))
    if (g.one(4) === 0) pairs.push(this.#respelt(lastOf(g.pick(this.names))))
    if (g.one(60) === 0) pairs.splice(g.one(pairs.length), 0, ...Array(g.pick([950, 1100])).fill('x=1'))
    return this.#shuffled(pairs).join(g.one(12) ? '&' : g.pick(['&&', ';', '&amp;', '\n&']))
  }

  #pair(name, value) {
    const { g } = this
    const plain = `${encodeURIComponent(name)}=${new URLSearchParams([['', value]]).toString().slice(1)}`
    if (!this.#isOdd()) return plain
    const own = g.pick([encodeURIComponent(name), name, escaped(g, name), this.#respelt(name)])
    switch (g.one(6)) {
      case 0: return own
      case 1: return `${own}=${value}`
      case 2: return `${own}=${escaped(g, value)}`
      case 3: return `${own}=${encodeURIComponent(value)}${g.pick(TAILS)}`
      case 4: return `${own}${g.pick(['[]', '[0]', '[a]', '.a', '[', ']', ' ', '+', '%00', '\t', '%5B%5D'])}=${encodeURIComponent(value)}`
      default: return `${own}=${new URLSearchParams([['', value]]).toString().slice(1)}`
    }
  }

  /** A name that one reader or the other takes for `name`. */
  #respelt(name) {
    return this.g.pick([
      (own) => own, (own) => own, (own) => `${own}[]`, (own) => `${own}[0]`, (own) => `[${own}]`, (own) => `?${own}`, (own) => `;${own}`,
      (own) => `x]=&${own}`, (own) => ` ${own}`, (own) => `+${own}`, (own) => `\ufeff${own}`, (own) => own.toUpperCase(), (own) => own.replace(/_/g, '.'),
      (own) => escaped(this.g, own), (own) => own.replace(/(.)/, '$1\t'), (own) => `%EF%BB%BF${own}`, (own) => `${own}%`, (own) => `a&;${own}`, (own) => `${own}[__proto__]`,
      (own) => `__proto__[${own}]`, (own) => own.replace(/^(.*?)([_-].*)$/, '$1[$2]'), (own) => `${own}[length]`,
    ])(name)
  }

  #json() {
    const { g } = this
    const members = nestedMembers(Object.entries({ ...this.#values(), ...this.more }))
    if (g.one(4) === 0) members.push(...nestedMembers(Object.entries(this.#values()).filter(() => g.one(2))))
    if (g.one(3) === 0) members.push(['x', nestedMembers(Object.entries(this.#values()))])
    return this.#wrapped(this.#object(members))
  }

  #object(members) {
    const { g } = this
    const space = () => (g.one(8) ? '' : g.pick([' ', '\n', '\t ', '\r\n', this.#isOdd() ? '\u00a0' : '']))
    const all = this.#shuffled(members).map(([name, value]) => `${space()}${this.#key(name)}${space()}:${space()}${Array.isArray(value) ? this.#object(value) : this.#value(value)}`)
    return `${space()}{${all.join(',')}}${space()}`
  }

  #key(name) {
    const { g } = this
    if (!this.#isOdd()) return JSON.stringify(name)
    return g.pick([
      `"${[...name].map((letter) => (g.one(2) ? unicode(g, letter) : letter)).join('')}"`,
      JSON.stringify(name.toUpperCase()), `"${name}\\u0000"`, `"${name} "`, `"\\ufeff${name}"`, "'" + name + "'", JSON.stringify(`${name}[]`),
    ])
  }

  #value(value) {
    const { g } = this
    if (!this.#isOdd()) return JSON.stringify(value)
    switch (g.one(6)) {
      case 0: return g.pick(['null', 'true', 'false', '[]', '{}', '""', '[null]'])
      case 1: return `[${JSON.stringify(value)}]`
      case 2: return `{"toString":${JSON.stringify(value)},"value":${JSON.stringify(value)}}`
      case 3: return g.pick(NUMBERS)
      case 4: return `"${[...value].map((letter) => (g.one(2) ? unicode(g, letter) : JSON.stringify(letter).slice(1, -1))).join('')}"`
      default: return g.pick(['"\\ud800"', '"\\udc00a"', '"\\ud800\\u0041"', '"\\ud83d\\ude00"', '"\\u0000"', '"a\\/b"'])
    }
  }

  /** As one of the items of a body that holds several. */
  #wrapped(text, mayBeOdd = true) {
    if (this.items === '') return text
    const { g } = this
    const isOdd = () => mayBeOdd && this.#isOdd()
    const [list, key] = this.items.split('/*').map((part) => part.slice(1))
    const item = !isOdd() ? `{"${key}":${text}}` : g.pick([`{"${key}":${text},"${key}":${text}}`, `[${text}]`, text, `{"${key}":[${text}]}`])
    const whole = `"${list}":[${item}]`
    return !isOdd() ? `{"live":"false",${whole}}` : g.pick([`{${whole},${whole}}`, `[{${whole}}]`, `{"x":{${whole}},${whole}}`, `{"${list}":{"0":${item}}}`])
  }

  /** An object in whose texts a form stands. */
  #jsonAroundForm() {
    const inner = `${this.g.pick(['', '&', '\\n&', '=&', 'a='])}${this.#form().replace(/[\\"\u0000-\u001f]/g, '')}${this.g.pick(['', '&', '&y='])}`
    const text = this.#json()
    return this.g.pick([text.replace(/\{/, `{"x":"${inner}",`), text.replace(/\}(\s*)$/, `,"x":"${inner}"}$1`), text.replace(/\{/, `{"${inner}":1,`)])
  }

  /** A form in which an object stands. */
  #formAroundJson() {
    const [form, json] = [this.#form(), this.#json()]
    return this.g.pick([`${json}&${form}`, `${form}&x=${json}`, `x=${json}&${form}`, `{"a":"&${form}&"}`, `"&${form}`, `[${form}]`, `{&${form}&}`])
  }

  #multipart() {
    const parts = Object.entries({ ...this.#values(), ...this.more })
      .map(([name, value]) => `--X\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
    return `${parts.join('')}--X\r\nContent-Disposition: form-data; name="x"\r\n\r\n&${this.#form()}&\r\n--X--\r\n`
  }

  #type(text) {
    const { g } = this
    const kind = /^\s*[{[]/.test(text) ? 'json' : 'form'
    switch (g.one(8)) {
      case 0: case 1: return undefined
      case 2: return g.pick(TYPES[kind === 'json' ? 'form' : 'json'])
      case 3: return g.pick(TYPES.other)
      default: return g.pick(TYPES[kind])
    }
  }

  #shuffled(list) {
    return list.map((one) => [this.g.next(), one]).sort(([a], [b]) => a - b).map(([, one]) => one)
  }
}

/** The name that a form has for a member of JSON deeper inside. */
export const lastOf = (name) => name.split('/').pop()

/** The bytes of a text. */
export function bytesOf(text) {
  const parts = text.split(NO_UTF_8).flatMap((part, at) => (at === 0 ? [Buffer.from(part)] : [Buffer.from([0xff]), Buffer.from(part)]))
  return Buffer.concat(parts)
}

/** Members, those of pointers inside others. */
function nested(entries) {
  const whole = {}
  for (const [name, value] of entries) {
    const path = name.startsWith('/') ? name.slice(1).split('/') : [name]
    const last = path.pop()
    path.reduce((object, key) => (object[key] ??= {}), whole)[last] = value
  }
  return whole
}

/** The same as pairs. */
const nestedMembers = (entries) => pairsOf(nested(entries))
const pairsOf = (object) => Object.entries(object).map(([name, value]) => [name, typeof value === 'object' ? pairsOf(value) : value])

const unicode = (g, letter) => [...Array(letter.length).keys()].map((at) => {
  const digits = letter.charCodeAt(at).toString(16).padStart(4, '0')
  return `\\u${g.one(2) ? digits : digits.toUpperCase()}`
}).join('')

/** Some of its bytes as escapes. */
const escaped = (g, text) => [...Buffer.from(text)].map((byte) => {
  const digits = byte.toString(16).padStart(2, '0')
  return g.one(2) || byte > 0x7e || '&=+%#'.includes(String.fromCharCode(byte)) ? `%${g.one(2) ? digits : digits.toUpperCase()}` : String.fromCharCode(byte)
}).join('')

/** What stands for a byte that is no UTF-8. */
const NO_UTF_8 = '\uf8ff'
const PLAIN = ['order_1', 'order_2', 'pay_1', 'ref-1', '1130', '10.50', 'EUR', 'COP', 'paid', 'true', 'a b', 'Zoë 1', '14-08-2020', '漢', 'A+B', '50%']
const ODD = [
  ...PLAIN.slice(0, 4), '', '0', '-0', '1.0', '1e3', '01', ' ', 'a&b', 'a=b', 'a%26b', 'a+b', '{', '}', '"', '\\', '[1]', '{"a":1}', '\n', '\r\n', '\t', '\u0000', '\ufeff', '\ufeffa',
  '😀', 'a|b', 'a:b', 'a~b', ';', 'a;b', '#', 'a#b', '?', 'null', 'undefined', '[object Object]', 'a,b', '+AGEA-', 'é', 'e\u0301', '%C3%A9', '&#233;', '__proto__', '\u2028', ']=', 'a]=b', NO_UTF_8, `a${NO_UTF_8}`,
]
const TAILS = ['%', '%4', '%zz', '%ff', '%C3', '%ED%A0%80', '%C0%80', '%00', '%0A', '%', '{', '"', '=', '=x', '\n', '\t', ' ', '+', ']', ']=', '#', ';', '&', '%u0041', '&#9731;', 'é', '\u0000', NO_UTF_8]
const PAIRS = ['', '=', 'x', '=x', '[]=1', '[=1', ']=1', '%=1', '__proto__=1', '__proto__[a]=1', 'constructor[prototype][a]=1', 'a[0]=1', 'a[]=1', 'a.b=1', 'x=%', 'utf8=%E2%9C%93', 'utf8=%26%2310003%3B', '_charset_=iso-8859-1']
const NUMBERS = ['1.0', '1e3', '-0', '0', '1130', '12345678901234567890', '9007199254740993', '1e400', '0.1', '1E-7', '100000000000000000000000', '1e21', '10.50', '5e-324', '-1.50']
const TYPES = {
  json: ['application/json', 'application/json; charset=utf-8', 'application/json;charset="UTF-8"', 'Application/JSON', 'application/json; charset=utf-7', 'application/json; charset=utf-16', 'application/json; charset=us-ascii'],
  form: ['application/x-www-form-urlencoded', 'application/x-www-form-urlencoded; charset=UTF-8', 'application/x-www-form-urlencoded;charset=iso-8859-1', 'application/x-www-form-urlencoded ; charset=utf-7'],
  other: ['text/plain', 'multipart/form-data; boundary=X', 'application/octet-stream', 'application/ld+json', '', 'application/json, application/x-www-form-urlencoded', 'x', 'application/x-www-form-urlencoded, application/json'],
}
