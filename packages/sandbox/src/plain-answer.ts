import type { Bytes } from '@wechatpay-kit/transport-fetch'
/** What is answered, before it is signed. */
export interface PlainAnswer {
  readonly status: number
  readonly body: string | Bytes
  /** Whether the protocol leaves it unsigned, as files are. */
  readonly isUnsigned?: boolean
  readonly contentType: string
  /** The number after the dash of `Request-ID`; 0 is success. */
  readonly reason: number
  /** Headers besides those that every answer has. */
  readonly headers?: Readonly<Record<string, string>>
}

/** A JSON answer. */
export function toJsonAnswer(status: number, json: object, reason: number): PlainAnswer {
  return { status, body: JSON.stringify(json), contentType: 'application/json; charset=utf-8', reason }
}

/** The page that WeChat Pay's web server gives for a path or method that does not exist. */
export function toHtmlAnswer(status: number, title: string): PlainAnswer {
  const body = `<html>\n<head><title>${status} ${title}</title></head>\n<body><h1>${status} ${title}</h1></body>\n</html>\n`
  return { status, body, contentType: 'text/html', reason: 268435461 }
}
