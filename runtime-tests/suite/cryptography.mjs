// All fixed vectors through the three entries of the crypto package that import keys.
import * as webcrypto from '@wechatpay-kit/crypto'
import * as forge from '@wechatpay-kit/crypto/forge'
import * as lean from '@wechatpay-kit/crypto/pem'
import { check, equal, fails } from './check.mjs'

const { decryptResource, encryptResource, requestMessage, signedMessage, signRequest, verifySignedMessage } = webcrypto
const text = (/** @type {Uint8Array} */ bytes) => new TextDecoder().decode(bytes)

/** @param {typeof import('./vectors.mjs').vectors} vectors @returns {import('./run.mjs').Case[]} */
export function cryptographyCases(vectors) {
  return [
    ...entryCases('webcrypto', webcrypto, vectors),
    ...entryCases('forge', forge, vectors),
    ...entryCases('pem', lean, vectors),
    ['pem: damaged keys', () => tryDamagedKeys(String(vectors.keys['merchant.private']))],
    ...vectors.resources.map(
      (vector) => /** @type {const} */ ([`resource: ${vector.name}`, () => tryResource(vector)]),
    ),
  ]
}

/**
 * @param {string} entry @param {Pick<typeof lean, 'importPrivateKey' | 'importPublicKey'>} functions
 * @param {typeof import('./vectors.mjs').vectors} vectors @returns {import('./run.mjs').Case[]}
 */
function entryCases(entry, { importPrivateKey, importPublicKey }, { keys, ...vectors }) {
  const pem = (/** @type {string} */ name) => /** @type {string} */ (keys[name])
  return [
    ...vectors.signatures.map(
      ({ name, key, message, signature, valid }) =>
        /** @type {const} */ ([
          `${entry}: signature: ${name}`,
          async () => {
            equal(await (await importPublicKey(pem(`${key}.public`))).verify(message, signature), valid, 'the verdict')
            if (valid) equal(await (await importPrivateKey(pem(`${key}.private`))).sign(message), signature)
          },
        ]),
    ),
    ...vectors.ciphertexts.map(
      ({ name, key, plaintext, ciphertext, valid }) =>
        /** @type {const} */ ([
          `${entry}: ciphertext: ${name}`,
          async () => {
            const privateKey = await importPrivateKey(pem(`${key}.private`))
            if (!valid) return fails(() => privateKey.decrypt(ciphertext), 'DECRYPTION_FAILED')
            equal(text(await privateKey.decrypt(ciphertext)), plaintext)
            const again = await (await importPublicKey(pem(`${key}.public`))).encrypt(plaintext)
            check(again !== ciphertext, 'ciphertexts must be randomised')
            equal(text(await privateKey.decrypt(again)), plaintext)
          },
        ]),
    ),
    ...vectors.messages.map(
      ({ name, body, valid, code, ...headers }) =>
        /** @type {const} */ ([
          `${entry}: signed message: ${name}`,
          async () => {
            const key = await importPublicKey(pem('platform.public'))
            const { timestamp, nonce, serial, signature } = headers
            const named = Object.entries({ timestamp, nonce, serial, signature })
            const message = {
              headers: Object.fromEntries(named.map(([name, value]) => [`wechatpay-${name}`, value])),
              body,
            }
            const verify = () =>
              verifySignedMessage(message, {
                now: 1_700_000_000_000,
                keys: (id) => (id === 'PUB_KEY_ID_PLATFORM' ? key : undefined),
              })
            await (valid ? verify() : fails(verify, code))
            if (valid)
              check(await key.verify(signedMessage({ timestamp, nonce, body }), signature), 'signedMessage differs')
          },
        ]),
    ),
    ...vectors.requests.vectors.map(
      ({ name, signature, ...request }) =>
        /** @type {const} */ ([
          `${entry}: published request: ${name}`,
          async () => {
            const { publicKey, mchid, serialNumber } = vectors.requests
            const key = await importPublicKey(publicKey)
            // The published private key is not ours to keep: this signer knows one message.
            const sign = async (/** @type {string | Uint8Array} */ message) =>
              (await key.verify(message, signature)) ? signature : 'another message'
            const value = await signRequest(request, { mchid, serialNumber, signer: { sign } })
            check(value.includes(`signature="${signature}"`), 'the message is not the published one')
            check(await key.verify(requestMessage(request), signature), 'requestMessage is not the published one')
          },
        ]),
    ),
    ...vectors.payments.vectors.map(
      ({ name, message, signature }) =>
        /** @type {const} */ ([
          `${entry}: published payment: ${name}`,
          async () => equal(await (await importPublicKey(vectors.payments.publicKey)).verify(message, signature), true),
        ]),
    ),
    ...['ec', 'small', 'pss'].map(
      (name) =>
        /** @type {const} */ ([
          `${entry}: refuses the key ${name}`,
          async () => {
            await fails(() => importPrivateKey(pem(`${name}.private`)), 'KEY_FORMAT_INVALID')
            await fails(() => importPublicKey(pem(`${name}.public`)), 'KEY_FORMAT_INVALID')
          },
        ]),
    ),
  ]
}

/** @param {(typeof import('./vectors.mjs').vectors)['resources'][number]} vector */
async function tryResource({ apiV3Key, nonce, associatedData, ciphertext, plaintext, valid, code }) {
  const resource = { algorithm: 'AEAD_AES_256_GCM', nonce, associated_data: associatedData, ciphertext }
  const decrypt = () => decryptResource(resource, { apiV3Key })
  if (!valid) return fails(decrypt, String(code))
  equal(text(await decrypt()), plaintext)
  equal(await encryptResource(plaintext, { apiV3Key, nonce, associatedData }), resource)
}

/**
 * What a runtime does with a private key whose numbers do not fit together is its own affair; that it gives a signature
 * from which the key can be computed is not.
 *
 * @param {string} privatePem
 */
async function tryDamagedKeys(privatePem) {
  const signature = await (await webcrypto.importPrivateKey(privatePem)).sign('message')
  const binary = atob(privatePem.replace(/-----.*-----|\s/g, ''))
  let refused = 0
  for (let at = 1; at < binary.length; at += 29) {
    const damaged = binary.slice(0, at) + String.fromCharCode(binary.charCodeAt(at) ^ 4) + binary.slice(at + 1)
    const key = await lean.importPrivateKey(btoa(damaged)).catch((error) => error)
    if (key.code === 'KEY_FORMAT_INVALID') refused++
    else equal(await key.sign('message'), signature, `byte ${at}`)
  }
  check(refused >= 10, 'hardly any damaged key was refused')
}
