import { type Authorization, checkTime, readAuthorization } from './authorization.ts'
import { LINE_ENDS } from './bodies.ts'
import { toText } from './bytes.ts'
import { composeRequest } from './compose.ts'
import { compare, type Finding } from './finding.ts'
import type { HttpMessage } from './http.ts'
import { checkIdentity } from './identity.ts'
import type { Known } from './known.ts'
import type { Text } from './language.ts'
import { compareReceived, REMEDIES, type Received, splitMessage } from './received.ts'
import { describeSpelling, readSignature } from './signature-text.ts'
import { composeLines, findSigned, LINE_FEED, type Lines, type SignedInstead } from './signed-instead.ts'
import { describeUnknown, SIGN_SO } from './unknown.ts'
import type { Wording } from './wording.ts'

const LINE_FEED_REMEDY: Text = {
  en: 'If the line feed came with the file alone, the signature is right: take it off and explain again. If it was sent, sign the body with it.',
  zh: '如果换行符只是保存文件时多出来的，签名没有问题：去掉后重新检查。如果它确实被发送，请连同它一起签名。',
}

const LINE_ENDS_REMEDY: Text = {
  en: 'If pasting or saving alone changed the line ends, the signature is right: give the request as a file, as it was sent. If they were sent so, sign the body with them.',
  zh: '如果只是粘贴或保存时改变了换行符，签名没有问题：请以文件形式给出实际发送的请求。如果确实这样发送，请连同这些换行符一起签名。',
}

/** A request, explained. */
export interface ExplainedRequest {
  readonly findings: Finding[]
  /** Message that is to be signed, if there is one. */
  readonly message?: string
  readonly authorization?: Authorization
  /** Message that was signed in its place, where it was found. */
  readonly found?: SignedInstead
}

/** Explains a request: what it is signed with, and whether that is this request. Gives its message, if there is one. */
export async function explainRequest(
  request: HttpMessage,
  known: Known,
  received: Received | undefined,
  wording: Wording,
): Promise<ExplainedRequest> {
  const authorization = readAuthorization(request.headers['authorization'])
  if (!('signature' in authorization)) return { findings: [authorization] }
  const { findings: faults, lines } = composeRequest(request, authorization)
  const findings = [...checkIdentity(authorization, known, wording), ...checkTime(authorization), ...faults]
  if (!lines) return { findings, authorization }
  const bytes = composeLines(lines)
  const message = toText(bytes)
  const compared = received ? compareReceived(received, message, bytes.length) : []
  const isReceived = received?.beginning !== undefined && compared.at(-1)?.status === 'passed'
  const checked = await checkSignature(request, authorization, lines, { known, isReceived, wording })
  const { found } = checked
  return { findings: [...findings, ...compared, ...checked.findings], message, authorization, ...(found && { found }) }
}

/** Knowledge that a signature is checked with. */
interface SignatureOptions {
  readonly known: Known
  readonly isReceived: boolean
  readonly wording: Wording
}

async function checkSignature(
  request: HttpMessage,
  { signature, mchid }: Authorization,
  lines: Lines,
  { known, isReceived, wording }: SignatureOptions,
): Promise<{ findings: Finding[]; found?: SignedInstead }> {
  const written = readSignature(signature)
  const spelling = describeSpelling(written, 'signature')
  if (!known.open) return { findings: [...spelling, { ...UNCHECKED, remedy: wording.giveMerchantKey }] }
  if (!written.bytes || written.bytes.length < 256) return { findings: [...spelling, describeLength(written.bytes)] }
  const opened = known.open(written.bytes)
  const message = composeLines(lines)
  if (await opened.isOf(message)) return { findings: [...spelling, isReceived ? describeStranger(mchid) : PASSED] }
  const host = request.headers['host'] ?? 'api.mch.weixin.qq.com'
  // A signer that must sign each message again is slow.
  const limit = opened.isOfKey === undefined ? 600 : undefined
  const found = opened.isOfKey === false ? undefined : await findSigned(lines, host, (text) => opened.isOf(text), limit)
  if (found) return { findings: [...spelling, describeFound(found, toText(message))], found }
  const unknown = await describeUnknown({ opened, message, signature: written.bytes, known, wording })
  return { findings: [...spelling, unknown] }
}

const UNCHECKED: Finding = {
  check: 'signature',
  status: 'note',
  text: {
    en: 'The signature was not checked: neither private key nor certificate is set.',
    zh: '未检查签名：没有设置私钥或证书。',
  },
}

const PASSED: Finding = {
  check: 'signature',
  status: 'passed',
  text: { en: 'The signature is that of this request and this key.', zh: '签名与本请求和该私钥相符。' },
}

/** WeChat Pay received exactly this request, whose signature is right, and refused it: it knows another key. */
function describeStranger(mchid: string): Finding {
  return {
    check: 'serial',
    status: 'problem',
    text: {
      en: `${PASSED.text.en} So WeChat Pay knows another key under this serial number and merchant ${mchid}, unless the body differs where its error does not show it.`,
      zh: `${PASSED.text.zh}因此微信支付所知的该序列号与商户 ${mchid} 的密钥是另一个，除非请求体在错误报文未显示的部分有差异。`,
    },
    remedy: {
      en: 'Compare serial number and certificate with the merchant platform (API安全).',
      zh: '在商户平台（API安全）核对证书与序列号。',
    },
  }
}

function describeLength(signature: Uint8Array | undefined): Finding {
  const length = signature?.length
  return {
    check: 'signature',
    status: 'problem',
    text: {
      en: `signature ${length === undefined ? 'is no base64' : `has ${length} bytes`}, and that of an RSA key of 2048 bits has 256 in base64, 344 characters.`,
      zh: `signature ${length === undefined ? '不是 base64' : `只有 ${length} 字节`}；2048 位 RSA 密钥的签名为 256 字节，base64 后 344 个字符。`,
    },
    remedy: SIGN_SO,
  }
}

function describeFound(found: SignedInstead, message: string): Finding {
  const [signed, right] = [splitMessage(found.message), splitMessage(message)]
  const changed = (Object.keys(right) as (keyof typeof right)[]).filter((name) => signed[name] !== right[name])
  const [line = 'body'] = changed
  const difference = compare(
    line,
    [{ en: 'signed', zh: '所签内容' }, signed[line]],
    [{ en: 'sent', zh: '所发内容' }, right[line]],
  )
  return {
    check: 'signature',
    status: 'problem',
    text: {
      en: `The signature is not that of this request, but of ${found.mistake.en}.`,
      zh: `签名对应的不是本请求，而是：${found.mistake.zh}。`,
    },
    remedy: findRemedy(found, changed),
    ...(difference && { difference }),
  }
}

/** The remedy of a mistake: that of the line, where it is one alone. */
function findRemedy({ mistake, isForm }: SignedInstead, [line, another]: readonly (keyof typeof REMEDIES)[]): Text {
  if (mistake === LINE_FEED) return LINE_FEED_REMEDY
  if (LINE_ENDS.some(({ en }) => en === mistake.en)) return LINE_ENDS_REMEDY
  return line && !another && !isForm ? REMEDIES[line] : SIGN_ALL
}

const SIGN_ALL: Text = {
  en: 'Sign method, path and query, timestamp, nonce and body exactly as they are sent, each with a line feed after it.',
  zh: '对实际发送的方法、路径与查询串、时间戳、随机串和请求体签名，每行末尾各有一个换行符。',
}
