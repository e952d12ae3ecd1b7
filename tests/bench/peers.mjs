// Who else makes PS256 signatures, each the way its documentation makes it fastest: key and settings made once.
import { constants, createPublicKey, sign, verify } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { at, run, step } from '../../pkg-template/tools.mjs'

/** Signing and verifying by each peer's name: from the text to sign to raw bytes, and from both to a boolean. */
export async function ps256Peers(privateKey) {
  const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'pem' })
  return {
    'the rsa crate': await crate(privateKey.export({ type: 'pkcs8', format: 'der' })),
    'node:crypto': nodeCrypto(privateKey),
    'node-forge': await forge(pkcs8),
    jsrsasign: await jsrsasign(pkcs8, createPublicKey(privateKey).export({ type: 'spki', format: 'pem' })),
  }
}

export function nodeCrypto(privateKey) {
  const settings = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
  const [own, others] = [{ key: privateKey, ...settings }, { key: createPublicKey(privateKey), ...settings }]
  return {
    sign: (text) => sign('sha256', typeof text === 'string' ? Buffer.from(text) : text, own),
    verify: (text, signature) => verify('sha256', Buffer.from(text), others, signature),
  }
}

/** The crate that the package is built on, without the package around it. */
async function crate(pkcs8) {
  const { glue, memory } = await crateInstance()
  const put = (...pieces) => {
    let place = glue.room(pieces.reduce((sum, piece) => sum + piece.length, 0))
    for (const piece of pieces) {
      new Uint8Array(memory.buffer, place, piece.length).set(piece)
      place += piece.length
    }
  }
  put(pkcs8)
  glue.keep()
  const encoder = new TextEncoder()
  let length = 0
  const own = {
    sign(text) {
      put(encoder.encode(text))
      return new Uint8Array(memory.buffer, glue.sign(), length).slice()
    },
    verify(text, signature) {
      put(encoder.encode(text), signature)
      return glue.verify(signature.length)
    },
  }
  length = nodeCrypto(await importedKey(pkcs8)).sign('').length
  return own
}

async function importedKey(pkcs8) {
  const { createPrivateKey } = await import('node:crypto')
  return createPrivateKey({ key: pkcs8, type: 'pkcs8', format: 'der' })
}
