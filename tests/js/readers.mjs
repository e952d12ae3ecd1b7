// How applications read what they are sent: a body or query in, what stands at each place out.
import { EventEmitter } from 'node:events'
import querystring from 'node:querystring'
import bodyParser5 from 'body-parser'
import bodyParser4 from 'body-parser-1'
import qs from 'qs'

const decoder = new TextDecoder()
// As `text()` and `json()` of fetch read: without a byte order mark.
const decoded = (body) => decoder.decode(body)
const raw = (body) => body.toString()

/** The media type that is said, without its parameters; empty where none is. */
const typeOf = ({ headers }) => (headers['content-type'] ?? '').split(';')[0].trim().toLowerCase()

/** An application goes by the content type where there is one. */
const isJson = (message) => ['', 'application/json'].includes(typeOf(message))
const isForm = (message) => ['', 'application/x-www-form-urlencoded'].includes(typeOf(message))

const ofForm = (parse) => (message) => isForm(message) && flat(parse(message.body))

/** The value at a place: by its name in a form, by its path in JSON. */
const flat = (parsed) => ({ name }) => parsed?.[name]
const inside = (parsed) => ({ path }) => path.reduce((value, key) => value?.[key], parsed)
const params = (text) => {
  const all = new URLSearchParams(text)
  return ({ name }) => all.get(name) ?? undefined
}

/** A parser of Express, run on a request that has all of its body at once; nothing where it takes no such type. */
const express = (parser, read) => ({ headers, body }) => {
  const request = Object.assign(new EventEmitter(), { headers: { ...headers, 'content-length': `${body.length}` } })
  let ended
  parser(request, {}, (error) => (ended = { error }))
  if (ended === undefined) {
    request.emit('data', body)
    request.emit('end')
  }
  if (ended === undefined) throw new Error('the parser did not end')
  if (ended.error) throw ended.error
  return request.body !== undefined && read(request.body)
}

/** Of bodies. Each gives a function from places to values; nothing where it does not take the message; or it throws. */
export const BODY_READERS = {
  'URLSearchParams of the text': (message) => isForm(message) && params(decoded(message.body)),
  'URLSearchParams of the bytes': (message) => isForm(message) && params(raw(message.body)),
  'JSON.parse of the text': (message) => isJson(message) && inside(JSON.parse(decoded(message.body))),
  'JSON.parse of the bytes': (message) => isJson(message) && inside(JSON.parse(raw(message.body))),
  qs: ofForm((body) => qs.parse(raw(body))),
  'node:querystring': ofForm((body) => querystring.parse(raw(body))),
  'express.json of Express 4': express(bodyParser4.json(), inside),
  'express.json of Express 5': express(bodyParser5.json(), inside),
  'express.urlencoded of Express 4': express(bodyParser4.urlencoded({ extended: false }), flat),
  'express.urlencoded of Express 4, extended': express(bodyParser4.urlencoded({ extended: true }), flat),
  'express.urlencoded of Express 5': express(bodyParser5.urlencoded({ extended: false }), flat),
  'express.urlencoded of Express 5, extended': express(bodyParser5.urlencoded({ extended: true }), flat),
}

/** What stands after the first `?` as routers cut it, up to a fragment. */
const query = (url) => /^[^?#]*\??([^#]*)/s.exec(url)[1]

/** Of queries. */
export const QUERY_READERS = {
  'URL.searchParams': ({ url }) => params(new URL(url, 'https://shop.example').search),
  'URLSearchParams of the query': ({ url }) => params(query(url)),
  qs: ({ url }) => flat(qs.parse(query(url))),
  'node:querystring, as Express 5': ({ url }) => flat(querystring.parse(query(url))),
  'qs as Express 4': ({ url }) => flat(qs.parse(query(url), { allowPrototypes: true })),
}

/** Whether an application that reads `value` was told that it is `said`; what is absent is empty, and a number is one of many spellings. */
export const isSaid = (value, said) => {
  if (value === undefined || value === null) return said === ''
  if (typeof value === 'number') return said !== '' && Number(said) === value
  // An array or object is not one value, whatever it prints as.
  return typeof value !== 'object' && String(value) === said
}
