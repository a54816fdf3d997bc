import { createNonce, importPublicKey, isSameSerialNumber, type KeyFile, type PrivateKey } from '@wechatpay-kit/crypto'
import { readCertificate } from '@wechatpay-kit/crypto/x509'
import type { Variables } from './variables.ts'

/** Reads the serial number of the merchant's certificate; notes where key or stated number are not those of the certificate. */
export async function readSerialNumber(
  certificate: KeyFile,
  privateKey: PrivateKey | undefined,
  { values, faults }: Variables,
): Promise<string> {
  const { serialNumber, publicKey } = readCertificate(certificate)
  const key = await importPublicKey(publicKey)
  const message = createNonce()
  if (privateKey && !(await key.verify(message, await privateKey.sign(message))))
    faults.push({
      name: 'WECHATPAY_PRIVATE_KEY',
      cause: 'is not the key of WECHATPAY_CERTIFICATE: take apiclient_key.pem and apiclient_cert.pem of one download',
    })
  const stated = values.WECHATPAY_SERIAL
  if (stated !== undefined && !isSameSerialNumber(stated, serialNumber))
    faults.push({ name: 'WECHATPAY_SERIAL', cause: 'is not that of WECHATPAY_CERTIFICATE: leave it out' })
  return serialNumber
}
