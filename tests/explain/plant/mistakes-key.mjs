// What becomes of the secret, in the call of the MAC, of the letters, and of the digest.
import { createHash, createHmac } from 'node:crypto'
import { expandedByShell } from './printers.mjs'

const hash = (name, ...parts) => createHash(name).update(Buffer.concat(parts)).digest()
const secret = change => ({ secret: given }) => [change(given)].flat().filter(value => value !== undefined).map(value => ({ secret: () => value }))
const mac = (...changes) => () => changes.map(change => ({ mac: change }))
const hmac = (name, key, message) => createHmac(name, key).update(message).digest()
const bytes = (...changes) => () => changes.map(change => ({ bytes: change }))

const isHex = text => /^([0-9a-f]{2})+$/i.test(text)
const isBase64 = text => /^[\w+/=-]+$/.test(text) && text.length >= 16
const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** A key that is no text, where the secret does not stand in the text. */
const asBytes = change => context => (context.scheme === 'payu-latam.form' ? [] : secret(change)(context))

const SECRET = {
  'secret-trailing-newline': secret(key => key + '\n'),
  'secret-trailing-crlf': secret(key => key + '\r\n'),
  'secret-trailing-space': secret(key => key + ' '),
  'secret-trimmed': secret(key => key.trim()),
  'secret-hex-decoded': secret(key => (isHex(key) ? Buffer.from(key, 'hex') : undefined)),
  'secret-base64-decoded': ({ secret: key, row }) =>
    (isBase64(key) && !row.key ? [{ secret: () => Buffer.from(key, 'base64') }] : []),
  'secret-prefix-removed': ({ secret: key, row }) => {
    const rest = /^(?:whsec|sk_test|sk_live)_(.*)$/s.exec(key)?.[1]
    if (rest === undefined) return []
    return [{ secret: () => rest }, ...(row.key ? [{ secret: () => Buffer.from(rest) }] : [])]
  },
  'secret-prefix-removed-base64-decoded': secret(key =>
    (key.startsWith('whsec_') ? Buffer.from(key.slice(6), 'base64') : undefined)),
  'secret-raw': ({ secret: key, row }) => (row.key ? [{ secret: () => Buffer.from(key) }] : []),
  'secret-quoted': secret(key => `"${key}"`),
  'secret-single-quoted': secret(key => `'${key}'`),
  'secret-quotes-removed': secret(key => key.replace(/^"(.*)"$/, '$1')),
  'secret-dollar-expanded': secret(key => (key.includes('$') ? expandedByShell(key) : undefined)),
  'secret-backslash-n': secret(key => key.replaceAll('\\n', '\n')),
  'secret-empty': secret(() => ''),
  'secret-undefined': secret(() => `${undefined}`),
  'secret-null': secret(() => `${null}`),
  'secret-none': secret(() => 'None'),
  'secret-base64-encoded': secret(key => Buffer.from(key).toString('base64')),
  'secret-hex-encoded': secret(key => Buffer.from(key).toString('hex')),
  'secret-html-escaped': secret(key => key.replace(/[&<>"']/g, letter => entities[letter])),
  'secret-url-encoded': secret(key => encodeURIComponent(key)),
  'secret-lower-case': secret(key => key.toLowerCase()),
  'secret-upper-case': secret(key => key.toUpperCase()),
  'secret-first-character-lost': secret(key => key.slice(1)),
  'secret-last-character-lost': secret(key => key.slice(0, -1)),
  'secret-sha256': asBytes(key => hash('sha256', Buffer.from(key))),
  'secret-web-app-data': asBytes(key => hmac('sha256', 'WebAppData', key)),
  'secret-decoded-hex': ({ secret: key, row }) => 
    (row.key && isBase64(key) && !isHex(key) ? [{ secret: () => Buffer.from(Buffer.from(key.replace('whsec_', ''), 'base64').toString('hex')) }] : []),
  'secret-decoded-as-text': ({ secret: key, row }) =>
    (row.key && isBase64(key) && !isHex(key) ? [{ secret: () => Buffer.from(Buffer.from(key.replace('whsec_', ''), 'base64').toString()) }] : []),
  'secret-utf16': secret(key => Buffer.from(key, 'utf16le')),
  'secret-utf16-be': secret(key => Buffer.from(key, 'utf16le').swap16()),
}

const algorithm = name => ({ row }) =>
  ((row.algorithm ?? 'sha256') === name ? [] : [{ mac: (_, key, message) => (row.mac ?? hmac)(name, key, message) }])

const MAC = {
  'hmac-for-hash': ({ row }) => (row.mac ? [{ mac: hmac }] : []),
  'hmac-arguments-swapped': mac((name, key, message) => hmac(name, message, key)),
  'plain-hash': mac((name, _, message) => hash(name, message)),
  'secret+message': mac((name, key, message) => hash(name, key, message)),
  'message+secret': mac((name, key, message) => hash(name, message, key)),
  'message-hashed-first': mac((name, key, message) => hmac(name, key, hash(name, message))),
  'message-hashed-first-hex': mac((name, key, message) => hmac(name, key, hash(name, message).toString('hex'))),
  'algorithm-sha1': algorithm('sha1'),
  'algorithm-sha256': algorithm('sha256'),
  'algorithm-sha384': algorithm('sha384'),
  'algorithm-sha512': algorithm('sha512'),
  'algorithm-md5': algorithm('md5'),
  'digest-hashed-again': mac((name, key, message) => hash(name, hmac(name, key, message))),
  'digest-hashed-again-hex': mac((name, key, message) => hash(name, Buffer.from(hmac(name, key, message).toString('hex')))),
}

/** As `getBytes(ISO_8859_1)` does; Node's own cuts code units to a byte instead. */
const latin1 = text => Buffer.from([...text].map(letter => (letter <= '\xff' ? letter : '?')).join(''), 'latin1')

/** The parts put together, and then changed: a text, or bytes where a digest stands inside. */
const joined = change => ({ row }) => [{ join: (parts, request) => change(row.join(parts, request, row)) }]
const lines = change => joined(made => (Buffer.isBuffer(made) ? made : change(made)))

const CHARSET = {
  'charset-latin1': bytes(latin1, text => Buffer.from(text, 'latin1')),
  'charset-double-utf8': bytes(text => Buffer.from(Buffer.from(text).toString('latin1'))),
  'charset-ascii-question-marks': bytes(
    text => Buffer.from([...text].map(letter => (letter < '\x80' ? letter : '?')).join('')),
    text => Buffer.from(text.replace(/[^\0-\x7f]/g, '?')),
  ),
  // Kraken's text is inside a digest.
  'charset-utf16': context => (context.scheme === 'kraken.request' ? [] : bytes(text => Buffer.from(text, 'utf16le'), text => Buffer.from(text, 'utf16le').swap16())(context)),
  'layout-crlf': lines(text => text.replaceAll('\n', '\r\n')),
  'layout-cr': lines(text => text.replaceAll('\n', '\r')),
  'layout-backslash-n': lines(text => text.replaceAll('\n', '\\n')),
  'charset-bytes-as-text': joined(made => (Buffer.isBuffer(made) ? made.toString('latin1') : made)),
}

const print = (...changes) => () => changes.map(change => ({ print: change }))
const only = (encoding, make) => context => ((context.row.encoding ?? 'hex') === encoding ? make(context) : [])
const received = (...changes) => () => changes.map(change => ({ received: change }))

const OUTPUT = {
  'output-uppercase-hex': only('hex', print(digest => digest.toString('hex').toUpperCase())),
  'output-base64': only('hex', print(digest => digest.toString('base64'), digest => digest.toString('base64url'))),
  'output-hex': only('base64', print(digest => digest.toString('hex'))),
  'output-base64-of-hex': print(digest => Buffer.from(digest.toString('hex')).toString('base64')),
  'output-base64-of-base64': only('base64', print(digest => Buffer.from(digest.toString('base64')).toString('base64'))),
  'output-hex-of-hex': only('hex', print(digest => Buffer.from(digest.toString('hex')).toString('hex'))),
  'output-hex-of-base64': only('base64', print(digest => Buffer.from(digest.toString('base64')).toString('hex'))),
  'output-dashes': only('hex', print(digest => digest.toString('hex').toUpperCase().match(/../g).join('-'))),
  'output-byte-array': print(digest => `[${new Int8Array(digest).join(', ')}]`, digest => JSON.stringify([...digest])),
  'output-other-base64': only('base64', print(digest => digest.toString('base64url'))),
  'received-prefix-left-on': ({ scheme }) =>
    ['sha256=', 'v1=', 'Signature: ', 'HMAC '].filter(prefix => !OWN_PREFIX[scheme]?.includes(prefix))
      .map(prefix => ({ received: text => prefix + text })),
  'received-quotes': received(text => JSON.stringify(text), text => `'${text}'`),
  'received-whitespace': received(text => text + '\n', text => ` ${text}`, text => text.replace(/.{40}/g, '$&\n')),
  'received-plus-became-space': only('base64', received(text => text.replaceAll('+', ' '))),
  'received-percent-decoded': ({ row }) =>
    (row.printed ? [{ received: text => `type=master&ver=1.0&sig=${decodeURIComponent(text)}` }] : []),
  'received-percent-encoded': only('base64', received(encodeURIComponent)),
}

/** What a row's own header may begin with: no mistake there. */
const OWN_PREFIX = {
  'circleci.webhook': 'v1=',
  'meta.webhook': 'sha256=',
  'mux.webhook': 'v1=',
  'sanity.webhook': 'v1=',
  'github.webhook': 'sha256=',
  'stripe.webhook': 'v1=',
  'notion.webhook': 'sha256=',
  'pagerduty.webhook': 'v1=',
  'fintoc.webhook': 'v1=',
  'tu-cambio.request': 'Signature: ',
  'tu-cambio.webhook': 'Signature: ',
}

export const KEY = { charset: CHARSET, secret: SECRET, mac: MAC, output: OUTPUT }
