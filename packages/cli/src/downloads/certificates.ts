import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { decryptResource, type EncryptedResource } from '@wechatpay-kit/crypto'
import { readCertificate } from '@wechatpay-kit/crypto/x509'
import { openClient } from '../client.ts'
import type { CommandContext } from '../command.ts'
import { CommandError } from '../errors.ts'
import { replaceFile } from '../replace-file.ts'

/** A certificate of the list. */
interface ListedCertificate {
  readonly serial_no: string
  readonly effective_time: string
  readonly expire_time: string
  readonly encrypt_certificate: EncryptedResource
}

/** A certificate as it is printed. */
interface SavedCertificate {
  readonly serialNumber: string
  readonly notBefore: string
  readonly notAfter: string
  readonly file?: string
}

/** Lists WeChat Pay's platform certificates, and writes them into a folder. */
export async function getCertificates({ out }: { readonly out?: string }, context: CommandContext): Promise<void> {
  const { wxpay, environment } = await openClient(context, { required: ['apiV3Key'] })
  const { signal, print, say } = context
  const { data } = (await wxpay.chain('v3/certificates').get({ signal }).json()) as {
    data: readonly ListedCertificate[]
  }
  const certificates: SavedCertificate[] = []
  for (const { serial_no, effective_time, expire_time, encrypt_certificate } of data) {
    const bytes = await decryptResource(encrypt_certificate, { apiV3Key: environment.apiV3Key })
    const pem = new TextDecoder().decode(bytes)
    const { serialNumber } = readCertificate(pem)
    if (serialNumber !== serial_no.toUpperCase())
      throw new CommandError(
        'CERTIFICATE_MISLABELLED',
        `The certificate that is listed as ${serial_no} is ${serialNumber}. Do not use it.`,
      )
    const file = out === undefined ? undefined : await writeCertificate(out, serialNumber, pem)
    certificates.push({ serialNumber, notBefore: effective_time, notAfter: expire_time, ...(file && { file }) })
  }
  print({ certificates }, () =>
    certificates
      .map(({ serialNumber, notBefore, notAfter, file }) => {
        const dates = say({ en: `from ${notBefore} to ${notAfter}`, zh: `有效期 ${notBefore} 至 ${notAfter}` })
        return `${serialNumber}  ${dates}${file ? `  ${file}` : ''}`
      })
      .join('\n'),
  )
}

async function writeCertificate(folder: string, serialNumber: string, pem: string): Promise<string> {
  const file = join(folder, `wechatpay_${serialNumber}.pem`)
  try {
    await mkdir(folder, { recursive: true })
    await replaceFile(file, pem)
    return file
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new CommandError('FILE_UNWRITABLE', `${file} cannot be written (${code}). Name another folder with --out.`)
  }
}
