// Two requests in which each of the twenty likeliest causes changes something.
const SECRET = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'
const BODY = '{"reference":"tr/1","beneficiary": {"name":"José <Ñandú>"}, "amount":"12.00"}'

export const PAIRS = [
  {
    scheme: 'securo.request',
    credentials: { apiKey: 'pk_test_51countersign', secret: SECRET },
    request: { method: 'POST', url: 'https://api.securo.dev/api/v1/transfers?to=x%20y&dry=1', body: BODY, timestamp: '1747216800' },
    causes: [
      'body-raw-not-canonical', 'body-python-separators', 'body-ascii-escaped', 'body-php-json-escapes', 'body-keys-sorted', 'body-left-out',
      'secret-trailing-newline', 'secret-hex-decoded', 'secret-base64-decoded', 'secret-quoted',
      'url-path-only', 'url-query-left-out', 'url-trailing-slash-added', 'query-sorted',
      'method-lowercase', 'timestamp-milliseconds', 'timestamp-read-twice',
      'output-base64', 'output-uppercase-hex', 'layout-plain-concat',
    ],
  },
  {
    scheme: 'tu-cambio.request',
    credentials: { apiKey: 'tc_key_1', secret: SECRET },
    request: { method: 'POST', url: 'https://api.tucambio.example/v1/orders', body: BODY, timestamp: '2026-11-22T07:41:16.510Z' },
    causes: [
      'body-minified', 'body-python-separators', 'body-ascii-escaped', 'body-php-json-escapes', 'body-keys-sorted', 'body-trailing-newline', 'body-pretty-2',
      'secret-trailing-newline', 'secret-hex-decoded', 'secret-base64-decoded', 'secret-quoted',
      'timestamp-no-milliseconds', 'timestamp-offset-00:00', 'timestamp-read-twice',
      'output-base64', 'output-uppercase-hex', 'layout-separator-plus', 'layout-separator-dot', 'hmac-arguments-swapped', 'algorithm-sha512',
    ],
  },
]
