// All vectors as one value, for runtimes that read no files. What node:crypto reads of the certificates is the reference.
import { X509Certificate } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { readBytes, readVectors as readJson, readPem } from '@wechatpay-kit/test-vectors'

const entry = import.meta.resolve('@wechatpay-kit/test-vectors')
const list = (/** @type {string} */ name) => readdirSync(new URL(`${name}/`, entry))

export const account = {
  merchant: { mchid: '1900007291', serialNumber: '408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB' },
  platformKeyId: 'PUB_KEY_ID_0114232134912410000000000000',
}

export function readVectors() {
  return {
    account,
    keys: Object.fromEntries(
      list('keys').map((file) => [file.replace(/\.pem$/, ''), readPem(file.replace(/\.pem$/, ''))]),
    ),
    signatures: [...readJson('signatures/openssl').vectors, ...readJson('signatures/published').vectors],
    ciphertexts: readJson('ciphertexts/openssl').vectors,
    messages: readJson('signed-messages/openssl').vectors,
    resources: [...readJson('resources/published').vectors, ...readJson('resources/made').vectors],
    requests: readJson('canonical-messages/published').vectors,
    certificates: namesOf('pem').map((name) => {
      const pem = new TextDecoder().decode(readBytes(`certificates/${name}.pem`))
      const { serialNumber, validTo } = new X509Certificate(pem)
      return { name, pem, serialNumber, notAfter: Date.parse(validTo) }
    }),
    pkcs12: namesOf('p12').map((name) => {
      return { name, base64: Buffer.from(readBytes(`certificates/${name}.p12`)).toString('base64') }
    }),
  }
}

/** Every file of a kind, so that none is forgotten. @param {string} ending */
function namesOf(ending) {
  return list('certificates').flatMap((file) =>
    file.endsWith(`.${ending}`) ? [file.slice(0, -1 - ending.length)] : [],
  )
}
