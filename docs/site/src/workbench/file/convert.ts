import { type Block, openBlocks, type Text, toUtf8 } from '../diagnosis.ts'
import type { HeldKey } from '../keys/key-ring.ts'
import { file as texts } from '../texts/file.ts'

/** Another form of a key or a certificate. */
export interface Conversion {
  readonly what: Text
  readonly pem: string
  /** Name of the file that WeChat Pay hands it out as. */
  readonly fileName: string
  /** `true` of a private key. */
  readonly isSecret: boolean
}

/** Lists the forms in which a key or certificate can be had: those that the kit and others take. */
export function listConversions({ description, privatePem, certificate, certificatePem }: HeldKey): Conversion[] {
  const { publicKey } = description
  const found: Conversion[] = []
  if (privatePem !== undefined)
    found.push({ what: texts.toPkcs8, pem: normalise(privatePem), fileName: 'apiclient_key.pem', isSecret: true })
  if (publicKey !== undefined)
    found.push({
      what: texts.toPublic,
      pem: publicKey,
      fileName: certificate ? 'public_key.pem' : 'pub_key.pem',
      isSecret: false,
    })
  if (certificatePem !== undefined)
    found.push({ what: texts.toCertificate, pem: certificatePem, fileName: 'apiclient_cert.pem', isSecret: false })
  return found
}

/** A PEM as it is written: text around it left out, 64 characters a line. */
function normalise(pem: string): string {
  const [block] = openBlocks(toUtf8(pem)) as [Block]
  const [, body = ''] = /-----BEGIN [^-]+-----([\s\S]*?)-----END/.exec(new TextDecoder().decode(block.bytes)) ?? []
  const lines = body.replace(/\s/g, '').replace(/.{1,64}/g, '$&\n')
  return `-----BEGIN ${block.label}-----\n${lines}-----END ${block.label}-----\n`
}
