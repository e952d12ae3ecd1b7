// Requests in which each of the likeliest causes changes something.
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
  {
    scheme: 'gateio.request',
    credentials: { apiKey: 'gate-api-key', secret: SECRET },
    request: { method: 'POST', url: 'https://api.gateio.ws/api/v4/wallet/transfers?to=x%20y&dry=1', headers: {}, body: BODY, timestamp: '1747216800' },
    causes: [
      'body-minified', 'body-php-json-escapes', 'secret-trailing-newline', 'secret-hex-decoded', 'url-trailing-slash-added', 'query-sorted',
      'method-lowercase', 'timestamp-milliseconds', 'output-base64', 'layout-inner-hash-other', 'algorithm-sha256',
    ],
  },
  {
    scheme: 'azure-cosmos.request',
    credentials: { secret: 'C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==' },
    options: { resourceType: 'docs', resourceLink: 'dbs/Sales/colls/Orders' },
    request: { method: 'GET', url: 'https://acme.documents.azure.com/dbs/Sales/colls/Orders/docs', headers: {}, body: '', timestamp: 'Wed, 14 May 2025 10:00:00 GMT' },
    causes: ['value-slash', 'method-uppercase', 'timestamp-iso', 'layout-end-lost', 'secret-raw', 'output-hex', 'hmac-arguments-swapped'],
  },
  {
    scheme: 'payu-latam.form',
    credentials: { apiKey: '4Vj8eK4rloUd272L48hsrarnUA', merchantId: '508029' },
    request: { method: 'POST', url: 'https://checkout.payulatam.com/ppp-web-gateway-payu/', headers: {}, body: 'merchantId=508029&referenceCode=a%201&amount=150&currency=COP' },
    causes: ['value-number', 'layout-separator-bar', 'secret-quoted', 'secret-trailing-newline', 'algorithm-md5', 'hmac-for-hash', 'output-uppercase-hex', 'output-base64'],
  },
]
