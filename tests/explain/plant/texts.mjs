// Bodies, forms, secrets, URLs and times of every kind.
export const BODIES = {
  plain: '{"amount":1500,"currency":"USD","customer":{"id":"cus_9","email":"ana@example.com"}}',
  accents: '{"name":"José Ñandú","city":"São Paulo","note":"Überraschung","n":null}',
  astral: '{"text":"日本 🎉","short":"naïve","list":["é",true]}',
  html: '{"url":"https://shop.example/a?b=1&c=<2>","note":"5 > 3 & it\'s = \\"fine\\"","line":"a\u2028b"}',
  slashes: '{"path":"/v1/a/b","url":"https://shop.example/","ok":true,"none":null}',
  spaced: '{ "b" : 1, "a" : [1, 2, {"z": null, "y": true}] }',
  pretty: '{\n  "z": "last",\n  "message": "Hi there",\n  "items": [\n    1,\n    2\n  ]\n}\n',
  numbers: '{"price":10.50,"rate":1e21,"one":1.0,"small":1e-7,"count":42}',
  escaped: '{"name":"Jos\\u00e9","path":"a\\/b","tab":"\\t"}',
  event: '{"event":"payment.success","data":{"id":"py_1","amount":1500,"to":"a/b"},"at":"2025-05-14T10:00:00Z"}',
  flat: '{"message":"Hi there","to":"+233 20","b":"1","a":"x=y"}',
  crlf: '{\r\n  "message": "Hi there",\r\n  "b": 2,\r\n  "a": 1\r\n}',
  padded: '  {"id":"tr_1","amount":"12.00"} \n',
  empty: '',
}

export const FORMS = [
  'token=gIkuvaNzQIHg97ATvDxqgjtO&team_domain=example&text=hello%20world%21&response_url=https%3A%2F%2Fhooks.example%2Fcommands%2F1234',
  'user=U2147&command=%2fweather&text=caf%C3%A9+au+lait&a=1',
  'symbol=LTCBTC&side=BUY&type=LIMIT&price=0.10&note=a~b',
  'payload=%7B%22type%22%3A%22shortcut%22%2C%22user%22%3A%22U1%22%7D',
]

export const SECRETS = {
  plain: 'sk_test_the-shared-secret',
  hex: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  base64: 'kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76s=',
  dollar: 'p4$word-f81d$tail',
  html: 'T<&"7>x\'Secret+/9',
  whsec: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  quoted: '"sk_test_quoted-in-the-file"',
  spaced: ' sk_live_copied-with-spaces ',
  backslash: 'first-line\\nsecond-line',
}

export const KRAKEN = [
  'kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76sz84Q18fWxnyRzBHCd3pd5nE9qa99HAZtuZuj6F1huXg==',
  'FRs+gtq09rR7OFtKj9BGhyOGS3u5vtY/EdiIBO9kD8NFtRX7w7LeJDSrX6cq1D8zmQmGkWFjksuhBvKOAWJohQ==',
]

export const URLS = [
  'https://api.securo.dev/api/v1/sessions',
  'https://api.securo.dev/api/v1/transfers?status=open&limit=10&after=tr_1&b=2',
  'https://sandbox.securo.dev/api/v1/search?q=a%20b&tag=x%2fy&flag&z=1+2&name=Jos%C3%A9',
  'https://api.securo.dev:8443/api/v1/users/ana%40example.com/',
  'http://localhost:3000/api/v1/caf%C3%A9?note=it%27s&o=%7B%22a%22%3A1%7D',
]

export const SECONDS = ['1747216800', '1700000000', '1763798399', '1616492376']
export const ISO = ['2025-05-14T10:00:33.418Z', '2026-11-22T07:41:16.510Z', '2024-02-29T23:59:59.007Z', '2025-12-31T20:15:00.900Z']
export const MS = ['1616492376594', '1747216800123', '1700000000000', '1763798399999']
