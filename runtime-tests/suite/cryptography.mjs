// All fixed vectors through the entries of the crypto package that import keys: three everywhere, a fourth on servers.
import * as webcrypto from '@wechatpay-kit/crypto'
import * as forge from '@wechatpay-kit/crypto/forge'
import * as lean from '@wechatpay-kit/crypto/pem'
import { check, equal, fails } from './check.mjs'

const { decryptResource, encryptResource, requestMessage, signedMessage, signRequest, verifySignedMessage } = webcrypto
const toBytes = (/** @type {string | { base64: string }} */ value) =>
  typeof value === 'string'
    ? new TextEncoder().encode(value)
    : Uint8Array.from(atob(value.base64), (character) => character.charCodeAt(0))
const equalBytes = (/** @type {Uint8Array} */ found, /** @type {string | { base64: string }} */ wanted) =>
  equal([...found], [...toBytes(wanted)])

/**
 * @param {typeof import('./vectors.mjs').vectors} vectors
 * @param {typeof import('@wechatpay-kit/crypto/node')} [nodeKeys] the entry that needs `node:crypto`, where there is one
 * @returns {import('./run.mjs').Case[]}
 */
export function cryptographyCases(vectors, nodeKeys) {
  return [
    ...entryCases('webcrypto', webcrypto, vectors),
    ...entryCases('forge', forge, vectors),
    ...entryCases('pem', lean, vectors),
    ...(nodeKeys ? entryCases('node', nodeKeys, vectors) : []),
    ['pem: damaged keys', () => tryDamagedKeys(String(vectors.keys['merchant.private']))],
    ...vectors.resources.map(
      (vector) => /** @type {const} */ ([`resource: ${vector.comment}`, () => tryResource(vector)]),
    ),
  ]
}

/**
 * @param {string} entry @param {Pick<typeof lean, 'importPrivateKey' | 'importPublicKey'>} functions
 * @param {typeof import('./vectors.mjs').vectors} vectors @returns {import('./run.mjs').Case[]}
 */
function entryCases(entry, { importPrivateKey, importPublicKey }, { keys, ...vectors }) {
  const pem = (/** @type {string} */ name) => /** @type {string} */ (keys[name])
  const file = (/** @type {string} */ path) => pem(path.replace(/^keys\/|\.pem$/g, ''))
  return [
    ...vectors.signatures.map(
      ({ comment, input: { publicKey, privateKey, message, signature }, result }) =>
        /** @type {const} */ ([
          `${entry}: signature: ${comment}`,
          async () => {
            const key = await importPublicKey(file(publicKey))
            equal(await key.verify(toBytes(message), signature), result === 'valid', 'the verdict')
            if (privateKey) equal(await (await importPrivateKey(file(privateKey))).sign(toBytes(message)), signature)
          },
        ]),
    ),
    ...vectors.ciphertexts.map(
      ({ comment, input, output, reason }) =>
        /** @type {const} */ ([
          `${entry}: ciphertext: ${comment}`,
          async () => {
            const { ciphertext } = input
            if (ciphertext === undefined) {
              const publicKey = await importPublicKey(file(input.publicKey))
              return fails(() => publicKey.encrypt(toBytes(input.plaintext)), String(reason))
            }
            const privateKey = await importPrivateKey(file(input.privateKey))
            if (!output) return fails(() => privateKey.decrypt(ciphertext), String(reason))
            equalBytes(await privateKey.decrypt(ciphertext), output.plaintext)
            const again = await (await importPublicKey(file(String(input.publicKey)))).encrypt(
              toBytes(output.plaintext),
            )
            check(again !== ciphertext, 'ciphertexts must be randomised')
            equalBytes(await privateKey.decrypt(again), output.plaintext)
          },
        ]),
    ),
    ...vectors.messages.map(
      ({ comment, input: { headers, body, now, keys: files }, reason }) =>
        /** @type {const} */ ([
          `${entry}: signed message: ${comment}`,
          async () => {
            const known = new Map(Object.entries(files))
            const lookup = (/** @type {string} */ id) => {
              const path = known.get(id)
              return path === undefined ? undefined : importPublicKey(file(path))
            }
            const verify = () =>
              verifySignedMessage({ headers, body: toBytes(body) }, { now: now * 1000, keys: lookup })
            if (reason) return fails(verify, reason)
            await verify()
            const given = new Headers(/** @type {Record<string, string>} */ (headers))
            const read = (/** @type {string} */ name) => String(given.get(name))
            const content = {
              timestamp: read('wechatpay-timestamp'),
              nonce: read('wechatpay-nonce'),
              body: toBytes(body),
            }
            const key = await lookup(read('wechatpay-serial'))
            check(await key?.verify(signedMessage(content), read('wechatpay-signature')), 'signedMessage differs')
          },
        ]),
    ),
    ...vectors.requests.map(
      ({ comment, input, output }) =>
        /** @type {const} */ ([
          `${entry}: request: ${comment}`,
          async () => {
            const { body, ...content } = /** @type {Extract<typeof input, { type: 'request' }>} */ (input)
            const request = { ...content, body: toBytes(body) }
            const { signature = '', publicKey = '' } = output ?? {}
            const { mchid, serialNumber } = vectors.account.merchant
            const key = await importPublicKey(file(publicKey))
            // The published private key is not ours to keep: this signer knows one message.
            const sign = async (/** @type {string | Uint8Array} */ message) =>
              (await key.verify(message, signature)) ? signature : 'another message'
            const value = await signRequest(request, { mchid, serialNumber, signer: { sign } })
            check(value.includes(`signature="${signature}"`), 'the message is not the published one')
            check(await key.verify(requestMessage(request), signature), 'requestMessage is not the published one')
          },
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
async function tryResource({ input: { apiV3Key, ...resource }, output, reason }) {
  const decrypt = () => decryptResource(resource, { apiV3Key })
  if (!output) return fails(decrypt, String(reason))
  equalBytes(await decrypt(), output.plaintext)
  const { nonce, associated_data: associatedData } = resource
  equal(await encryptResource(toBytes(output.plaintext), { apiV3Key, nonce, associatedData }), resource)
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
