// JSON documents of every hostile kind, and broken ones: the same for the same seed.

/** A stream of documents. */
export class Generator {
  constructor(seed) {
    this.state = seed >>> 0
  }

  /** A document; about a third of them are broken by a change of one or two characters. */
  document() {
    const text = this.space() + this.value(0) + this.space()
    return this.one(5) < 2 ? this.mutated(text) : text
  }

  value(depth) {
    switch (this.one(depth < 4 ? 8 : 5)) {
      case 0: return this.pick(['true', 'false', 'null', '{}', '[]', '{ }', '[\n]'])
      case 1: case 2: return this.number()
      case 3: case 4: return this.string()
      case 5: case 6: return `[${this.list(() => this.spaced(this.value(depth + 1)))}]`
      default: return `{${this.list(() => this.member(depth + 1))}}`
    }
  }

  member(depth) {
    return `${this.spaced(this.key())}:${this.spaced(this.value(depth))}`
  }

  key() {
    switch (this.one(8)) {
      case 0: return `"${this.one(20)}"`
      case 1: return `"${this.pick(INDEX_LIKE)}"`
      case 2: return `"${this.pick(NAMES)}"`
      case 3: return this.escapedLetters(this.pick(['a', 'b', '0', '10', 'proto']))
      case 4: return this.string()
      default: return `"${this.pick(['a', 'b', 'c', 'd', 'aa', 'longer-name', 'é'])}"`
    }
  }

  number() {
    switch (this.one(8)) {
      case 0: return this.pick(NUMBERS)
      case 1: return String(this.one(1000) - 500)
      case 2: return this.spelled(this.double())
      case 3: return `${this.sign()}${this.digits(1, 25)}`
      case 4: return `${this.sign()}${this.digits(1, 5)}.${this.anyDigits(1, 25)}`
      case 5: return this.sign() + this.digits(1, 20) + this.pick(['', `.${this.anyDigits(1, 20)}`]) + this.exponent()
      case 6: return this.halfway()
      default: return this.spelled(this.one(1e9) / this.pick([1, 10, 100, 1e3, 1e6, 3, 7, 1e12]))
    }
  }

  /** A double from 64 random bits. */
  double() {
    BITS.setUint32(0, this.next())
    BITS.setUint32(4, this.next())
    const number = BITS.getFloat64(0)
    return Number.isFinite(number) ? number : this.one(2 ** 31)
  }

  spelled(number) {
    switch (this.one(6)) {
      case 0: return number.toExponential()
      case 1: return number.toExponential(this.one(21)).toUpperCase()
      case 2: return number.toPrecision(1 + this.one(21))
      case 3: return number.toPrecision(17)
      case 4: return Math.abs(number) < 1e15 ? number.toFixed(this.one(20)) : String(number)
      default: return String(number)
    }
  }

  /** An integer in the middle between two doubles, or next to it: the last digit decides. */
  halfway() {
    const shift = BigInt(1 + this.one(60))
    const whole = (2n ** 52n + (BigInt(this.next()) << 20n) + BigInt(this.next() >>> 12)) << shift
    const middle = whole + (1n << (shift - 1n)) + BigInt(this.one(3) - 1)
    return `${this.sign()}${middle}${this.pick(['', '.0', '.000000000000000000000001', 'e-5'])}`
  }

  exponent() {
    const digits = this.pick([String(this.one(40)), String(290 + this.one(40)), `00${this.one(9)}`, '99999999999'])
    return this.pick(['e', 'E']) + this.pick(['', '+', '-']) + digits
  }

  digits(least, most) {
    return this.one(6) === 0 ? '0' : String(1 + this.one(9)) + this.anyDigits(least - 1, most - 1)
  }

  anyDigits(least, most) {
    let digits = ''
    const zeros = this.one(4) === 0
    for (let count = least + this.one(most - least + 1); count > 0; count--) digits += zeros ? '0' : this.one(10)
    return digits
  }

  sign() {
    return this.one(3) === 0 ? '-' : ''
  }

  string() {
    let text = ''
    for (let pieces = this.one(6); pieces > 0; pieces--) text += this.piece()
    return `"${text}"`
  }

  piece() {
    switch (this.one(9)) {
      case 0: return this.pick(['\\"', '\\\\', '\\/', '\\b', '\\f', '\\n', '\\r', '\\t'])
      case 1: return this.unicode(this.one(0x100))
      case 2: return this.unicode(this.one(0x10000))
      case 3: return this.unicode(0xd800 + this.one(0x800))
      case 4: return this.unicode(0xd800 + this.one(0x400)) + this.unicode(0xdc00 + this.one(0x400))
      case 5: return this.pick(LETTERS)
      case 6: return String.fromCharCode(0x20 + this.one(0x5f)).replace(/["\\]/, 'x')
      default: return this.pick(TEXTS)
    }
  }

  unicode(unit) {
    const digits = unit.toString(16).padStart(4, '0')
    return `\\u${this.one(2) ? digits : digits.toUpperCase()}`
  }

  escapedLetters(text) {
    return `"${[...text].map((letter) => (this.one(2) ? this.unicode(letter.codePointAt(0)) : letter)).join('')}"`
  }

  list(item) {
    const items = []
    for (let count = this.one(this.one(40) === 0 ? 30 : 4); count > 0; count--) items.push(item())
    return items.length > 0 ? items.join(',') : this.space()
  }

  spaced(text) {
    return this.space() + text + this.space()
  }

  space() {
    let space = ''
    while (this.one(6) === 0) space += this.pick([' ', '\t', '\n', '\r', '\r\n  '])
    return space
  }

  /** One or two characters deleted, inserted or replaced; whole code points, so that the text stays UTF-8. */
  mutated(text) {
    const letters = [...text]
    for (let times = 1 + this.one(2); times > 0; times--) {
      const at = this.one(letters.length + 1)
      if (this.one(3) === 0) letters.splice(at, 1)
      else letters.splice(at, this.one(2), this.pick(INSERTED))
    }
    return letters.join('')
  }

  pick(list) {
    return list[this.one(list.length)]
  }

  /** A number below `count`. */
  one(count) {
    return Math.floor((this.next() / 2 ** 32) * count)
  }

  /** 32 bits: mulberry32. */
  next() {
    this.state = (this.state + 0x6d2b79f5) >>> 0
    let word = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state)
    word = (word + Math.imul(word ^ (word >>> 7), 61 | word)) ^ word
    return (word ^ (word >>> 14)) >>> 0
  }
}

const BITS = new DataView(new ArrayBuffer(8))
const LETTERS = [...'\u2028\u2029\ufeff\x7f\x80éß漢😀\u{10ffff}\ufffd\u0301']
const TEXTS = ['plain text ', 'a', 'the quick brown fox jumps over', '0123456', '01234567', '{}[],:', "'"]
const INDEX_LIKE = [
  ...'0 1 00 01 -0 -1 1.0 1e0 4294967293 4294967294 4294967295 4294967296 42949672940 9007199254740991'.split(' '),
  ...['999999999', '1000000000', '\\u0031', '１', ' 1'],
]
const NAMES = ['__proto__', 'constructor', 'toString', 'toJSON', 'hasOwnProperty', 'length', '', ' ', 'valueOf']
const NUMBERS = `
  0 -0 0.0 -0.0 0e0 1.0 1e3 1E+3 1e20 1e21 1e-6 1e-7 999999999999999900000 1e400 -1e400 1e-400 5e-324 4.9e-324
  2.4703282292062327e-324 2.4703282292062328e-324 2.2250738585072014e-308 2.225073858507201e-308 1.7976931348623157e308
  1.7976931348623158e308 1.7976931348623159e308 9007199254740993 123456789012345 1234567890123456 12345678901234567
  12345678901234567890 0.1 0.10 0.000001 0.0000001 0.00000099999999999999999 100000000000000000000000 4.35 1e00021
  123e-20 0.000123e3
`.trim().split(/\s+/)
const INSERTED = [...'{}[],:"\\01-+.eEtnu \n\u0000\u001f\x7f\u00a0\u2028\ufeff\u000bé😀/' + "'", '']
