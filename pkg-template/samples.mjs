// One message to sign for each scheme, with credentials that are plainly made up.

/**
 * The samples by scheme id: what signs, what is signed and, for what somebody else signs as a rule, what verifies it.
 * `publicKey` and `privateKey` are the halves of an RSA key, in PEM.
 */
export const samples = ({ publicKey, privateKey }) => ({
  'securo.request': {
    credentials: PAIR,
    request: {
      method: 'POST',
      url: 'https://sandbox.securo.dev/api/v1/sessions',
      body: JSON.stringify({ product: 'LCI', type: 'deposit', amount: 1, userEmail: 'sample@example.com' }),
    },
  },
  'securo.websocket': {
    credentials: PAIR,
    request: { url: 'https://sandbox.securo.dev' },
    // What is signed names the base URL; what is opened is the socket below it.
    opens: 'wss://sandbox.securo.dev/ws/',
  },
  'thirdfi.request': {
    credentials: PAIR,
    request: { method: 'GET', url: 'https://sandbox.thirdfi.org/api/v1/sessions?limit=10' },
  },
  'smile-id.sec-key': {
    credentials: { partnerId: '085', apiKey: publicKey },
    request: {
      method: 'POST',
      url: 'https://testapi.smileidentity.com/v1/services',
      body: JSON.stringify({ country: 'NG', id_type: 'BVN' }),
    },
  },
  'smile-id.signature': {
    credentials: { partnerId: '085', apiKey: 'sample-api-key-not-a-real-one' },
    request: {
      method: 'POST',
      url: 'https://testapi.smileidentity.com/v1/services',
      body: JSON.stringify({ country: 'NG', id_type: 'BVN' }),
    },
  },
  'moneroo.request': {
    credentials: SECRET,
    request: {
      method: 'POST',
      url: 'https://api.moneroo.io/v1/payments/initialize',
      body: JSON.stringify({ amount: 100, currency: 'USD', description: "Ana's order" }),
    },
  },
  'moneroo.webhook': {
    credentials: SECRET,
    request: { ...DELIVERY, body: JSON.stringify({ event: 'payment.success', data: { id: 'pay_sample' } }) },
    verifier: SECRET,
  },
  'tu-cambio.request': {
    credentials: { ...PAIR, privateKey },
    request: {
      method: 'POST',
      url: 'https://tu-cambio.example/payouts',
      body: JSON.stringify({ message: 'Hi there' }),
    },
    verifier: { ...PAIR, publicKeys: publicKey },
  },
  'tu-cambio.jws': {
    credentials: { privateKey },
    request: {
      method: 'POST',
      url: 'https://tu-cambio.example/payouts',
      body: JSON.stringify({ message: 'Hi there' }),
    },
    verifier: { publicKeys: publicKey },
  },
  'tu-cambio.webhook': {
    credentials: { ...SECRET, privateKey },
    request: { ...DELIVERY, body: JSON.stringify({ event: 'payout.completed', id: 'po_sample' }) },
    verifier: { ...SECRET, publicKeys: publicKey },
  },
  'standard-webhooks.webhook': {
    credentials: { secret: `whsec_${btoa('sample secret, not a real one')}` },
    request: {
      ...DELIVERY,
      headers: { 'webhook-id': 'msg_sample' },
      body: JSON.stringify({ type: 'user.created', data: { id: 'user_sample' } }),
    },
    verifier: { secret: `whsec_${btoa('sample secret, not a real one')}` },
  },
  'stripe.webhook': {
    credentials: SECRET,
    request: { ...DELIVERY, body: JSON.stringify({ id: 'evt_sample', type: 'charge.succeeded' }) },
    verifier: SECRET,
  },
  'github.webhook': {
    credentials: SECRET,
    request: {
      ...DELIVERY,
      headers: { 'X-GitHub-Event': 'ping' },
      body: JSON.stringify({ zen: 'Keep it logically awesome.' }),
    },
    verifier: SECRET,
  },
  'slack.webhook': {
    credentials: SECRET,
    request: { ...DELIVERY, body: 'command=%2Fweather&text=94070' },
    verifier: SECRET,
  },
  'binance.request': {
    credentials: PAIR,
    request: { method: 'GET', url: 'https://testnet.binance.vision/api/v3/openOrders?symbol=LTCBTC&recvWindow=5000' },
  },
  'bitmex.request': {
    credentials: PAIR,
    request: {
      method: 'POST',
      url: 'https://testnet.bitmex.com/api/v1/order',
      body: JSON.stringify({ symbol: 'XBTUSD', side: 'Buy', orderQty: 100, ordType: 'Market' }),
    },
  },
  'kraken.request': {
    credentials: { apiKey: 'sample-api-key', secret: btoa('sample secret, not a real one') },
    request: {
      method: 'POST',
      url: 'https://api.kraken.com/0/private/AddOrder',
      body: 'pair=XBTUSD&type=buy&ordertype=limit&price=37500&volume=1.25&validate=true',
    },
  },
  'rfc9421.hmac-sha256': { credentials: SECRET, request: MESSAGE, verifier: SECRET },
  'rfc9421.rsa-pss-sha512': { credentials: { privateKey }, request: MESSAGE, verifier: { publicKeys: publicKey } },
  'rfc9421.rsa-v1_5-sha256': { credentials: { privateKey }, request: MESSAGE, verifier: { publicKeys: publicKey } },
  'aws.request': {
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: SECRET.secret },
    options: { region: 'us-east-1', service: 'execute-api' },
    request: {
      method: 'POST',
      url: 'https://abcdef1234.execute-api.us-east-1.amazonaws.com/prod/orders?page=2',
      body: JSON.stringify({ amount: 1 }),
    },
    verifier: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: SECRET.secret },
  },
})

const SECRET = { secret: 'sample-secret-not-a-real-one' }
const PAIR = { apiKey: 'sample-api-key', ...SECRET }
const MESSAGE = { method: 'POST', url: 'https://api.example.com/v1/orders', body: JSON.stringify({ amount: 1 }) }
const DELIVERY = { method: 'POST', url: 'http://localhost:3000/webhooks' }
