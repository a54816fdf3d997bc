import { decodeBase64 } from './bytes.ts'
import type { Text } from './language.ts'

/** Names what is often pasted in the place of a message. */
export function findOther(text: string): { readonly text: Text; readonly remedy: Text } | undefined {
  return OTHERS.find(({ matches }) => matches(text))
}

const GIVE_HEADERS: Text = {
  en: 'Put the first line and all headers before it: Wechatpay-Timestamp, Wechatpay-Nonce, Wechatpay-Signature, Wechatpay-Serial.',
  zh: '请在它之前补上首行与全部报文头：Wechatpay-Timestamp、Wechatpay-Nonce、Wechatpay-Signature、Wechatpay-Serial。',
}
const GIVE_MESSAGE: Text = {
  en: 'Give the request or the notification here, from its first line to the end of its body.',
  zh: '这里应放请求或回调通知，从首行到报文体末尾。',
}

const OTHERS: readonly { readonly matches: (text: string) => boolean; readonly text: Text; readonly remedy: Text }[] = [
  {
    matches: (text) => text === '',
    text: { en: 'There is nothing yet.', zh: '还没有内容。' },
    remedy: GIVE_MESSAGE,
  },
  {
    matches: (text) => /^[-—–]+\s*BEGIN /i.test(text),
    text: { en: 'This is a key or a certificate.', zh: '这是密钥或证书。' },
    remedy: GIVE_MESSAGE,
  },
  {
    matches: (text) => /^(Authorization:\s*)?WECHATPAY\S*-RSA2048\s+\w+=[^\n]*$/i.test(text),
    text: { en: 'This is the value of an Authorization alone.', zh: '这只是 Authorization 的值。' },
    remedy: {
      en: 'Give the whole request: its line, all headers, an empty line and the body.',
      zh: '请给出整个请求：请求行、全部报文头、空行与请求体。',
    },
  },
  {
    matches: (text) => typeof parse(text) === 'object' && /"ciphertext"/.test(text),
    text: { en: 'This is the body of a notification without its headers.', zh: '这是回调通知的报文体，缺少报文头。' },
    remedy: GIVE_HEADERS,
  },
  {
    matches: (text) => typeof parse(text) === 'object',
    text: {
      en: 'This is a JSON body alone, and the signature is in the headers.',
      zh: '这只是 JSON 报文体，签名在报文头中。',
    },
    remedy: {
      en: 'Put the first line and all headers before it, and an empty line between.',
      zh: '请在它之前补上首行与全部报文头，中间空一行。',
    },
  },
  {
    matches: (text) => /^[[{]/.test(text) && /[\]}]$/.test(text) === false,
    text: { en: 'This begins as JSON and ends before its end.', zh: '这像是 JSON，但没有复制完整。' },
    remedy: { en: 'Copy it whole, with the headers before it.', zh: '请复制完整内容，并带上报文头。' },
  },
  {
    matches: (text) => /^(await )?fetch\(|^Invoke-WebRequest|^\$session/i.test(text),
    text: { en: 'This is a call of fetch or of PowerShell.', zh: '这是 fetch 或 PowerShell 代码。' },
    remedy: { en: 'Copy the request as cURL.', zh: '请改为“以 cURL 格式复制”。' },
  },
  {
    matches: (text) => /^> [A-Z]+ \S+ HTTP/m.test(text),
    text: {
      en: 'This is what curl --verbose shows, and the body that was sent is not in it.',
      zh: '这是 curl --verbose 的输出，其中没有实际发送的请求体。',
    },
    remedy: { en: 'Give the curl command itself.', zh: '请给出 curl 命令本身。' },
  },
  {
    matches: (text) => /^(https?|xh|wget|httpx|Invoke-RestMethod|iwr|irm)\s/i.test(text),
    text: { en: 'This is a command of another program than curl.', zh: '这是 curl 以外的命令。' },
    remedy: {
      en: 'Give what it sends as HTTP text (HTTPie: http --offline …), or the same as a curl command.',
      zh: '请给出它实际发送的 HTTP 报文（HTTPie 可用 http --offline …），或等价的 curl 命令。',
    },
  },
  {
    matches: (text) => /^<(!doctype|html|xml|\?xml)/i.test(text),
    text: {
      en: 'This is HTML or XML: WeChat Pay APIv3 sends JSON, so it is of a gateway, or of APIv2.',
      zh: '这是 HTML 或 XML：微信支付 APIv3 使用 JSON，因此它来自网关，或属于 APIv2。',
    },
    remedy: GIVE_MESSAGE,
  },
  {
    matches: (text) => /^[A-Za-z\d+/=\s_-]{300,}$/.test(text) && decodeBase64(text) !== undefined,
    text: { en: 'This is base64: a signature, a ciphertext or a body.', zh: '这是 base64：签名、密文或报文体。' },
    remedy: GIVE_MESSAGE,
  },
]

function parse(text: string): unknown {
  try {
    return JSON.parse(text) ?? undefined
  } catch {
    return undefined
  }
}
