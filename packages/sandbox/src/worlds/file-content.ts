import type { Bytes } from '@wechatpay-kit/transport-fetch'

/** A file, where a handler gives no JSON: it travels as it is, and unsigned, as the protocol has it. */
export class FileContent {
  readonly bytes: Bytes
  readonly contentType: string

  constructor(bytes: Bytes, contentType: string) {
    this.bytes = bytes
    this.contentType = contentType
  }
}
