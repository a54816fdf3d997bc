import type { Certificate } from '@wechatpay-kit/crypto/x509'
import { toUtf8 } from './bytes.ts'
import { describeBlock, describeRead, type KeyDescription } from './describe-key.ts'
import { type Block, openBlocks } from './key-blocks.ts'

/** The key and the certificate of a PKCS#12 file. */
export interface Pkcs12 {
  /** PKCS#8 as PEM. */
  readonly privateKey: string
  readonly certificate: Certificate
}

/**
 * Opens a PKCS#12 file.
 *
 * @throws KeyFormatError (`KEY_FORMAT_INVALID`) for a wrong password, and a file that is damaged or of another form.
 */
export async function openPkcs12({ bytes }: Block, password: string): Promise<Pkcs12> {
  const { readPkcs12 } = await import('@wechatpay-kit/crypto/certificate')
  return readPkcs12(bytes, password)
}

/** Describes key and certificate of a PKCS#12 file, which is the value of a variable as a whole. */
export async function describePkcs12(
  { privateKey, certificate }: Pkcs12,
  { encoding }: Block,
): Promise<[KeyDescription, KeyDescription]> {
  const [key] = openBlocks(toUtf8(privateKey)) as [Block]
  const own = { form: 'PKCS#12', encoding, variables: ['WECHATPAY_P12_FILE'] } as const
  return [
    { ...(await describeBlock(key, undefined)), ...own },
    { kind: 'certificate', ...(await describeRead(certificate)), ...own },
  ]
}
