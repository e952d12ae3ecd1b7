// One message to sign for each scheme, with fake credentials.

/**
 * The samples by scheme id: credentials, request and, for messages that a provider signs, the credentials to verify them. `publicKey`
 * and `privateKey` are an RSA key pair in PEM.
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
    // The base URL is signed, but the socket below it is opened.
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
  'adyen.webhook': {
    credentials: HEXADECIMAL,
    request: {
      ...DELIVERY,
      body: JSON.stringify({
        live: 'false',
        notificationItems: [{
          NotificationRequestItem: {
            additionalData: {},
            amount: { currency: 'EUR', value: 1000 },
            eventCode: 'AUTHORISATION',
            merchantAccountCode: 'SampleMerchant',
            merchantReference: 'sample-1',
            pspReference: '8515000000000000',
            success: 'true',
          },
        }],
      }),
    },
    verifier: HEXADECIMAL,
  },
  'adyen-banking.webhook': { credentials: HEXADECIMAL, request: { ...DELIVERY, body: EVENT }, verifier: HEXADECIMAL },
  'azure-cosmos.request': {
    credentials: { secret: btoa('sample secret, not a real one') },
    request: { method: 'GET', url: 'https://sample.documents.azure.com/dbs/sales/colls/orders/docs' },
  },
  'box.webhook': { credentials: SECRET, request: { ...DELIVERY, body: EVENT }, verifier: SECRET },
  'circleci.webhook': { credentials: SECRET, request: { ...DELIVERY, body: EVENT }, verifier: SECRET },
  'coinbase-commerce.webhook': { credentials: SECRET, request: { ...DELIVERY, body: EVENT }, verifier: SECRET },
  'coinify.webhook': { credentials: SECRET, request: { ...DELIVERY, body: EVENT }, verifier: SECRET },
  'fintoc.webhook': { credentials: SECRET, request: { ...DELIVERY, body: EVENT }, verifier: SECRET },
  'gateio.request': {
    credentials: PAIR,
    request: { method: 'GET', url: 'https://api-testnet.gateapi.io/api/v4/spot/orders?status=open' },
  },
  'gocardless.webhook': { credentials: SECRET, request: { ...DELIVERY, body: EVENT }, verifier: SECRET },
  'hubspot.webhook': { credentials: SECRET, request: { ...DELIVERY, body: EVENT }, verifier: SECRET },
  'line.webhook': { credentials: SECRET, request: { ...DELIVERY, body: EVENT }, verifier: SECRET },
  'mailgun.webhook': {
    credentials: SECRET,
    request: {
      ...DELIVERY,
      body: JSON.stringify({ signature: { token: 'sample-token' }, 'event-data': { event: 'opened' } }),
    },
    verifier: SECRET,
  },
  'mailgun.route': {
    credentials: SECRET,
    request: { ...DELIVERY, body: 'recipient=orders%40shop.example&subject=Order+4711&token=sample-token' },
    verifier: SECRET,
  },
  'meta.webhook': { credentials: SECRET, request: { ...DELIVERY, body: EVENT }, verifier: SECRET },
  'monnify.webhook': { credentials: SECRET, request: { ...DELIVERY, body: EVENT }, verifier: SECRET },
  'mux.webhook': { credentials: SECRET, request: { ...DELIVERY, body: EVENT }, verifier: SECRET },
  'notion.webhook': { credentials: SECRET, request: { ...DELIVERY, body: EVENT }, verifier: SECRET },
  'onfido.webhook': { credentials: SECRET, request: { ...DELIVERY, body: EVENT }, verifier: SECRET },
  'paddle.webhook': { credentials: SECRET, request: { ...DELIVERY, body: EVENT }, verifier: SECRET },
  'pagerduty.webhook': { credentials: SECRET, request: { ...DELIVERY, body: EVENT }, verifier: SECRET },
  'payu-latam.form': {
    credentials: { apiKey: 'sample-api-key', merchantId: '508029' },
    request: { ...DELIVERY, body: 'referenceCode=sample-1&amount=10000.00&currency=COP' },
  },
  'razorpay.webhook': { credentials: SECRET, request: { ...DELIVERY, body: EVENT }, verifier: SECRET },
  'razorpay.order': {
    credentials: SECRET,
    request: { ...DELIVERY, body: 'razorpay_order_id=order_sample&razorpay_payment_id=pay_sample' },
    verifier: SECRET,
  },
  'razorpay.payment-link': {
    credentials: SECRET,
    request: {
      method: 'GET',
      url: `http://localhost:3000/paid?${PAID}`,
    },
    verifier: SECRET,
  },
  'sanity.webhook': { credentials: SECRET, request: { ...DELIVERY, body: EVENT }, verifier: SECRET },
  'shopify.webhook': { credentials: SECRET, request: { ...DELIVERY, body: EVENT }, verifier: SECRET },
  'shopify.oauth': {
    credentials: SECRET,
    request: { method: 'GET', url: 'http://localhost:3000/callback?shop=sample.myshopify.com&code=sample' },
    verifier: SECRET,
  },
  'square.webhook': { credentials: SECRET, request: { ...DELIVERY, body: EVENT }, verifier: SECRET },
  'svix.webhook': {
    credentials: { secret: `whsec_${btoa('sample secret, not a real one')}` },
    request: { ...DELIVERY, headers: { 'svix-id': 'msg_sample' }, body: EVENT },
    verifier: { secret: `whsec_${btoa('sample secret, not a real one')}` },
  },
  'twilio.webhook': {
    credentials: SECRET,
    request: { ...DELIVERY, body: 'From=%2B15550100&To=%2B15550101&Body=Hello' },
    verifier: SECRET,
  },
  'twilio.json': { credentials: SECRET, request: { ...DELIVERY, body: EVENT }, verifier: SECRET },
  'veriff.webhook': { credentials: SECRET, request: { ...DELIVERY, body: EVENT }, verifier: SECRET },
  'wompi.integrity': {
    credentials: SECRET,
    request: { ...DELIVERY, body: 'reference=sample-1&amount-in-cents=4950000&currency=COP' },
    verifier: SECRET,
  },
  'worldline.request': {
    credentials: PAIR,
    request: {
      method: 'POST',
      url: 'https://eu.sandbox.api-ingenico.com/v1/1234/payments',
      headers: { 'X-GCS-Idempotence-Key': 'sample-1' },
      body: JSON.stringify({ order: { amountOfMoney: { amount: 100, currencyCode: 'EUR' } } }),
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
/** A secret in hexadecimal. */
const HEXADECIMAL = { secret: '73616d706c65207365637265742c206e6f742061207265616c206f6e65000000' }
const PAID =
  'razorpay_payment_id=pay_sample&razorpay_payment_link_id=plink_sample&razorpay_payment_link_status=paid'
const EVENT = JSON.stringify({ id: 'evt_sample', type: 'sample' })
