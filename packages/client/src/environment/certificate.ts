import { createNonce, importPublicKey, isSameSerialNumber, type PrivateKey } from '@wechatpay-kit/crypto'
import type { Variables } from './variables.ts'

/** Gives the serial number of the merchant's certificate; notes where key or stated number are not those of the certificate. */
export async function readSerialNumber(
  { serialNumber, publicKey }: { readonly serialNumber: string; readonly publicKey: string },
  privateKey: PrivateKey | undefined,
  { values, faults }: Variables,
): Promise<string> {
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
