import type { Text } from '../diagnosis.ts'

/** Texts of the tool that explains signatures. */
export const signature = {
  intro: {
    en: 'Give a request that WeChat Pay refused, or a response or notification that does not verify, and the key.',
    zh: '给出被微信支付拒绝的请求，或验签失败的应答、回调通知，以及密钥。',
  },
  mode: { en: 'How it is given', zh: '给出方式' },
  modeText: { en: 'As text: HTTP or curl', zh: '文本：HTTP 报文或 curl' },
  modeFields: { en: 'Field by field', zh: '逐项填写' },
  message: { en: 'Request, response or notification', zh: '请求、应答或回调通知' },
  messageHint: {
    en: 'From the first line over the headers to the end of the body; or a curl command, fetch, HAR, or the event of a cloud function.',
    zh: '从首行、报文头到报文体末尾的完整内容；也可以是 curl 命令、fetch 代码、HAR，或云函数的事件。',
  },
  messageSample: {
    en: 'POST /v3/pay/transactions/jsapi HTTP/1.1\nAuthorization: WECHATPAY2-SHA256-RSA2048 mchid="…",nonce_str="…",…\n\n{"appid":"…"}',
    zh: 'POST /v3/pay/transactions/jsapi HTTP/1.1\nAuthorization: WECHATPAY2-SHA256-RSA2048 mchid="…",nonce_str="…",…\n\n{"appid":"…"}',
  },
  longFile: {
    en: '{name}, {count} bytes, was read. It is too long to be shown here.',
    zh: '已读取 {name}（{count} 字节）；内容太长，此处不显示。',
  },
  kind: { en: 'Message', zh: '报文' },
  kindRequest: { en: 'a request to WeChat Pay', zh: '发给微信支付的请求' },
  kindSigned: { en: 'a response or notification of WeChat Pay’s', zh: '微信支付的应答或回调通知' },
  method: { en: 'Method', zh: '方法' },
  target: { en: 'Path and query, or URL', zh: '路径与查询串，或 URL' },
  authorization: { en: 'Authorization', zh: 'Authorization' },
  body: { en: 'Body, exactly as sent', zh: '报文体（与发送的完全一致）' },
  error: { en: 'Error body of WeChat Pay (if there is one)', zh: '微信支付返回的错误报文体（如果有）' },
  errorHint: {
    en: 'The JSON with code, message and detail: it tells what WeChat Pay received.',
    zh: '含有 code、message、detail 的 JSON：其中有微信支付实际收到的待签名串。',
  },
  errorUnreadable: {
    en: 'The error body is no JSON with code and message, so it was not compared.',
    zh: '错误报文体不是含有 code 与 message 的 JSON，未参与比对。',
  },
  errorUnreadableRemedy: { en: 'Copy the whole body of the response.', zh: '请复制完整的应答报文体。' },
  mchid: { en: 'Merchant number (optional)', zh: '商户号（可选）' },
  serialNumber: {
    en: 'Serial number of the certificate, or id of the public key (optional)',
    zh: '证书序列号，或微信支付公钥 ID（可选）',
  },
  explain: { en: 'Explain', zh: '检查' },
  problems: { en: 'Problems: {count}', zh: '发现 {count} 处问题' },
  right: { en: 'Nothing is wrong', zh: '没有发现问题' },
  unchecked: { en: 'Not checked to the end', zh: '未能检查完' },
  statusProblem: { en: 'Problem', zh: '问题' },
  statusNote: { en: 'Note', zh: '提示' },
  statusPassed: { en: 'In order', zh: '正常' },
  place: { en: '{line}, from character {character}', zh: '{line}，从第 {character} 个字符起' },
  canonicalRequest: { en: 'The message to sign, line by line', zh: '待签名串，逐行显示' },
  canonicalSigned: { en: 'The message that WeChat Pay signed, line by line', zh: '验签名串，逐行显示' },
  canonicalReceived: {
    en: 'The beginning of the message that WeChat Pay verified',
    zh: '微信支付所验证的待签名串的开头',
  },
  canonicalHint: {
    en: 'Each line ends with a line feed ⏎, the last one too. Other invisible characters: CR carriage return, TAB, SP blank at the end, U+… by number.',
    zh: '每一行都以换行符 ⏎ 结尾，最后一行也是。其他不可见字符：CR 回车、TAB 制表符、SP 行尾空格、U+… 按编号显示。',
  },
  lineName: { en: 'Line', zh: '行' },
  lineText: { en: 'Text', zh: '内容' },
  lineMethod: { en: 'method', zh: '方法' },
  lineTarget: { en: 'path and query', zh: '路径与查询串' },
  lineTimestamp: { en: 'timestamp', zh: '时间戳' },
  lineNonce: { en: 'nonce', zh: '随机串' },
  lineBody: { en: 'body', zh: '报文体' },
  wasSigned: { en: 'signed', zh: '所签' },
  isRight: { en: 'right', zh: '应为' },
  cut: { en: '(… {count} characters …)', zh: '（……省略 {count} 个字符……）' },
  empty: { en: '(empty)', zh: '（空）' },
  bytes: { en: '{count} bytes', zh: '{count} 字节' },
  header: { en: 'The right header', zh: '正确的请求头' },
  headerSame: {
    en: 'Made with the key above, and with timestamp and nonce of the request, so that both can be compared.',
    zh: '用上面的私钥生成，时间戳与随机串取自原请求，便于比对。',
  },
  headerFresh: {
    en: 'Made with the key above, and with the time of now: it is valid for five minutes.',
    zh: '用上面的私钥与当前时间生成，五分钟内有效。',
  },
  fileOfCurl: {
    en: 'The command reads the file {path}, which a page cannot.',
    zh: '命令要读取文件 {path}，网页无法读取。',
  },
  fileOfCurlRemedy: {
    en: 'Give the request field by field, and paste the file as the body.',
    zh: '请改用“逐项填写”，并把文件内容粘贴到报文体。',
  },
  merchantCertificate: {
    en: 'The certificate that is given is the merchant’s own ({subject}); WeChat Pay signs with a key of its own.',
    zh: '给出的是商户自己的证书（{subject}）；微信支付用自己的密钥签名。',
  },
  merchantCertificateRemedy: {
    en: 'Give pub_key.pem, or the platform certificate.',
    zh: '请给出 pub_key.pem 或平台证书。',
  },
  platformKey: {
    en: 'What is given is WeChat Pay’s key, and a request is signed with the merchant’s.',
    zh: '给出的是微信支付的公钥或证书，而请求由商户私钥签名。',
  },
  platformKeyRemedy: {
    en: 'Give apiclient_key.pem or apiclient_cert.pem.',
    zh: '请给出 apiclient_key.pem 或 apiclient_cert.pem。',
  },
} satisfies Record<string, Text>

/** Names of the lines of a canonical message. */
export const LINE_NAMES: Readonly<Record<string, Text>> = {
  method: signature.lineMethod,
  target: signature.lineTarget,
  timestamp: signature.lineTimestamp,
  nonce: signature.lineNonce,
  body: signature.lineBody,
}
