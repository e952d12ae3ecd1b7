// What becomes of a body before it is signed.
import { sha256 } from './schemes.mjs'

const parsed = body => {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

const isObject = value => value !== null && typeof value === 'object' && !Array.isArray(value)
const isForm = body => /^[^{\s][^=]*=/.test(body)
const step = (...texts) => texts.filter(text => text !== undefined && text !== null).map(text => ({ body: () => text }))

/** A mistake with a body as sent. */
const raw = change => ({ body }) => (body ? step(...[change(body)].flat()) : [])

/** A mistake with a JSON body once parsed. */
const json = change => ({ body, printed }) => {
  const value = body && parsed(body)
  return value === undefined || value === '' ? [] : step(...[change(value, printed(), body)].flat())
}

const walked = (value, change) => {
  if (Array.isArray(value)) return change(value.map(item => walked(item, change)))
  if (!isObject(value)) return change(value)
  return change(Object.fromEntries(Object.entries(value).map(([name, item]) => [name, walked(item, change)])))
}

const sorted = value =>
  isObject(value) ? Object.fromEntries(Object.keys(value).sort().map(name => [name, value[name]])) : value
const withoutNulls = value =>
  isObject(value) ? Object.fromEntries(Object.entries(value).filter(([, item]) => item !== null)) : value
const gson = text => text.replace(/[<>&='\u2028\u2029]/g, letter => '\\u' + letter.charCodeAt(0).toString(16).padStart(4, '0'))
const turned = value => Object.fromEntries([...Object.entries(value).slice(1), Object.entries(value)[0]])

export const BODY = {
  'body-raw-not-canonical': ({ body, row }) => (row.body && body ? step(body) : []),
  'body-minified': json(value => JSON.stringify(value)),
  'body-python-separators': json((_, printed) => [printed.python, printed['python-unescaped']]),
  'body-ascii-escaped': json((_, printed) => [printed['python-compact'], printed['php-unescaped-slashes']]),
  'body-php-json-escapes': json((_, printed) => [printed.php]),
  'body-slashes-escaped': json((_, printed) => [printed['php-unescaped-unicode']]),
  'body-go-html-escapes': json((_, printed) => [printed['go-raw'], printed['go-encoder'], printed['go-map']]),
  'body-pretty-2': json((value, printed) => [JSON.stringify(value, null, 2), printed['python-indent-2'], printed['ruby-pretty']]),
  'body-pretty-4': json((value, printed) => [JSON.stringify(value, null, 4), printed['php-pretty'], printed['python-indent-4'], printed['python-indent-4-escaped'], printed['php-pretty-escaped']]),
  'body-keys-sorted': json((value, printed) => [JSON.stringify(walked(value, sorted)), printed['python-sorted'], printed['python-sorted-default'], JSON.stringify(sorted(value))]),
  'body-trailing-newline': raw(body => [body + '\n', body + '\r\n']),
  'body-trailing-space': raw(body => body + ' '),
  'body-trimmed': raw(body => body.trim()),
  'body-double-stringified': json((value, _, body) => [JSON.stringify(JSON.stringify(value)), JSON.stringify(body)]),
  'body-object-object': json(value => (isObject(value) ? `${value}` : undefined)),
  'body-empty-object': ({ body }) => (body ? [] : step('{}')),
  'body-undefined-literal': () => step(`${undefined}`),
  'body-null-literal': () => step(`${null}`, JSON.stringify(null)),
  'body-left-out': raw(() => ''),
  'body-form-urlencoded': json((value, printed) =>
    (isObject(value) && Object.values(value).every(item => typeof item === 'string')
      ? [`${new URLSearchParams(value)}`, printed['php-query']] : [])),
  'body-only-member': json(value => (isObject(value?.data) ? JSON.stringify(value.data) : value?.message)),
  'body-base64': raw(body => Buffer.from(body).toString('base64')),
  'body-sha256-hex': raw(body => sha256(Buffer.from(body)).toString('hex')),
  'body-python-repr': json((_, printed) => printed['python-str']),
  'body-single-quotes': json(value => JSON.stringify(value).replace(/"/g, "'")),
  'body-crlf': raw(body => (body.includes('\r') ? undefined : body.replace(/\n/g, '\r\n'))),
  'body-lf': raw(body => body.replace(/\r\n/g, '\n')),
  'body-line-breaks-removed': raw(body => (body.trimEnd().includes('\n') ? body.replace(/[\r\n]/g, '') : undefined)),
  'body-bom-added': raw(body => '\ufeff' + body),
  'body-nulls-dropped': json(value => JSON.stringify(walked(value, withoutNulls))),
  'body-gson-escapes': json(value => gson(JSON.stringify(value))),
  'body-key-order': json(value => (isObject(value) && [2, 3, 4, 5].includes(Object.keys(value).length) ? JSON.stringify(turned(value)) : undefined)),
  'body-numbers-as-strings': json(value => JSON.stringify(walked(value, item => (typeof item === 'number' ? `${item}` : item)))),
  'body-emoji-escaped': json(value => [
    JSON.stringify(value).replace(/[\ud800-\udfff]/g, unit => escape(unit).replace('%u', '\\u')),
    JSON.stringify(value).replace(/[\ud800-\udfff]/g, unit => `\\u${unit.charCodeAt(0).toString(16)}`),
  ]),
  'body-meta-escapes': json((_, printed) => printed.php?.replaceAll('@', '\\u0040').replaceAll('%', '\\u0025')),
  'body-number-fraction': json(value => [
    JSON.stringify(value).replace(/([:,[])(\d+)(?=[,}\]])/, '$1$2.0'),
    JSON.stringify(value).replace(/([:,[])(\d+)(?=[,}\]])/, '$1$2.00'),
  ]),
  'body-spaces': json(value => (isObject(value) && Object.keys(value).length < 5 ? JSON.stringify(value).replace(/^\{("\w+"):/, '{$1: ') : undefined)),
  'body-member-left-out': json(value => (isObject(value) && Object.keys(value).length > 1 ? JSON.stringify(Object.fromEntries(Object.entries(value).slice(0, -1))) : undefined)),
  'body-value-of-form': json((value, _, body) => `${new URLSearchParams({ payload: body })}`),
  // Beyond the list: what real programs print, which has two changes in it or a quirk of its own.
  'body-ruby-numbers': json((_, printed) => printed.ruby),
  'body-python-compact': json((_, printed) => printed['python-compact-unescaped']),
  'body-php-array': json((_, printed) => printed['php-array']),
}

/** Forms: what frameworks make of a body that they parsed. */
const form = change => ({ body }) => (isForm(body) ? step(...[change(body)].flat()) : [])

export const FORM = {
  'body-form-as-json': form(body => JSON.stringify(Object.fromEntries(new URLSearchParams(body)))),
  'body-form-reencoded': form(body => [
    decodeURIComponent(body), `${new URLSearchParams(body)}`, body.replaceAll('%20', '+'), body.replaceAll('+', '%20'),
  ]),
  'body-form-value-trimmed': form(body => [body.replace(/=([^&]+)/, '=+$1'), body.replace(/=([^&]+)/, '=$1+')]),
  'body-form-parameter-left-out': form(body => body.split('&').slice(1).join('&')),
  'body-form-empty-left-out': form(body => body.split('&').filter(pair => !pair.endsWith('=')).join('&')),
  'body-form-words': form(body => body.replace(/=true(?=&|$)/g, '=1').replace(/=false(?=&|$)/g, '=0')),
  'body-form-sorted': form(body => body.split('&').sort().join('&')),
}
