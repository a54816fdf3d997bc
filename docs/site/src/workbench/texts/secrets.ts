import type { Text } from '../diagnosis.ts'

/** Texts of the tool that encrypts, decrypts and verifies. */
export const secrets = {
  what: { en: 'What to do', zh: '操作' },
  decrypt: { en: 'Decrypt', zh: '解密' },
  encrypt: { en: 'Encrypt', zh: '加密' },
  verify: { en: 'Verify a notification or response, and decrypt it', zh: '验签并解密回调通知或应答' },
  verifyNow: { en: 'Verify', zh: '验签' },
  ciphertext: { en: 'Ciphertext, resource or body of a notification', zh: '密文、resource，或回调通知的报文体' },
  ciphertextHint: {
    en: 'base64 is a field, decrypted with the merchant’s private key; JSON with ciphertext is a resource, decrypted with the APIv3 key, and the fields in it that are encrypted each on its own with the private key.',
    zh: 'base64 视为敏感字段，用商户私钥解密；含有 ciphertext 的 JSON 视为 resource，用 APIv3密钥解密，其中单独加密的字段再用商户私钥解密。',
  },
  plaintext: { en: 'Plain text', zh: '明文' },
  as: { en: 'As', zh: '加密为' },
  asField: { en: 'a field of a request, for WeChat Pay (RSA-OAEP)', zh: '请求中的敏感字段（RSA-OAEP，微信支付公钥）' },
  asResource: {
    en: 'a resource, as notifications have it (AES-256-GCM)',
    zh: 'resource，与回调通知相同（AES-256-GCM，APIv3密钥）',
  },
  associatedData: { en: 'associated_data', zh: 'associated_data' },
  apiV3Key: { en: 'APIv3 key', zh: 'APIv3密钥' },
  apiV3KeyHint: {
    en: '32 characters that you set on the merchant platform. It is not kept.',
    zh: '在商户平台设置的 32 个字符。本页面不保存。',
  },
  result: { en: 'Plain text', zh: '明文' },
  resultCiphertext: { en: 'Ciphertext', zh: '密文' },
  resultResource: { en: 'resource', zh: 'resource' },
  resultSerial: { en: 'Wechatpay-Serial of the request', zh: '请求的 Wechatpay-Serial' },
  nothing: { en: 'There is nothing yet.', zh: '还没有内容。' },
  give: { en: 'Paste it above.', zh: '请粘贴到上面。' },
  done: { en: 'Done.', zh: '完成。' },
  noPrivateKey: { en: 'No private key of the merchant’s is given.', zh: '没有给出商户私钥。' },
  givePrivateKey: {
    en: 'Give apiclient_key.pem: a field is encrypted for its certificate.',
    zh: '请给出 apiclient_key.pem：字段是用它的证书加密的。',
  },
  onlyPublic: {
    en: 'A certificate or a public key is given, which encrypts and cannot decrypt.',
    zh: '给出的是证书或公钥，只能加密，不能解密。',
  },
  noPlatformKey: { en: 'No key of WeChat Pay’s is given.', zh: '没有给出微信支付公钥或平台证书。' },
  givePlatformKey: { en: 'Give pub_key.pem or a platform certificate.', zh: '请给出 pub_key.pem 或平台证书。' },
  ownCertificate: {
    en: 'The certificate is the merchant’s own: WeChat Pay cannot decrypt what is encrypted for it.',
    zh: '这是商户自己的证书：用它加密的内容，微信支付无法解密。',
  },
  onlyPrivate: {
    en: 'A private key is given, and a field is encrypted with WeChat Pay’s public key.',
    zh: '给出的是私钥，而敏感字段须用微信支付公钥加密。',
  },
  noApiV3Key: { en: 'No APIv3 key is given.', zh: '没有给出 APIv3密钥。' },
  giveApiV3Key: {
    en: 'Give the 32 characters of the merchant platform (API安全).',
    zh: '请填写商户平台（API安全）中设置的 32 个字符。',
  },
  keyLength: {
    en: 'The APIv3 key has {count} bytes, and 32 are needed.',
    zh: 'APIv3密钥为 {count} 字节，而应为 32 字节。',
  },
  keyHex: {
    en: ' It looks like the 32 characters as hexadecimal.',
    zh: '它像是 32 个字符的十六进制写法。',
  },
  keyTrimmed: { en: 'White space around the APIv3 key was left out.', zh: '已去掉 APIv3密钥首尾的空白。' },
  otherKey: {
    en: 'The ciphertext was made for another key, or with another padding than RSA-OAEP with SHA-1.',
    zh: '密文是为另一把密钥加密的，或填充方式不是 RSA-OAEP（SHA-1）。',
  },
  otherKeyRemedy: {
    en: 'Fields of responses are for the certificate of the call’s serial_no. Fields of your own requests are for WeChat Pay, and nobody else decrypts them.',
    zh: '应答中的字段用请求所带 serial_no 的证书加密；你在请求中加密的字段只有微信支付能解密。',
  },
  otherApiV3Key: {
    en: 'The resource was made with another APIv3 key, or ciphertext, nonce or associated_data was changed.',
    zh: 'resource 是用另一把 APIv3密钥加密的，或 ciphertext、nonce、associated_data 被改动过。',
  },
  otherApiV3KeyRemedy: {
    en: 'Copy the body as it came. After a change of the key, notifications made before need the old one.',
    zh: '请原样复制报文体。更换密钥之前产生的通知，需要用旧密钥解密。',
  },
  wrongLength: {
    en: 'The ciphertext has {count} bytes, and that of this key has {wanted}: it is cut, or no RSA ciphertext.',
    zh: '密文为 {count} 字节，而该密钥的密文应为 {wanted} 字节：它不完整，或不是 RSA 密文。',
  },
  noBase64: {
    en: 'This is neither base64 nor JSON with a ciphertext: it begins with “{start}”.',
    zh: '这既不是 base64，也不是含有 ciphertext 的 JSON：开头是“{start}”。',
  },
  copyWhole: { en: 'Copy it whole, from the response or the notification.', zh: '请从应答或通知中复制完整内容。' },
  cutJson: {
    en: 'This begins as JSON and is none: it is cut, or was changed.',
    zh: '这像是 JSON，但无法解析：内容不完整，或被改动过。',
  },
  noCiphertext: { en: 'The JSON has no ciphertext.', zh: 'JSON 中没有 ciphertext。' },
  missing: { en: 'The resource lacks {names}.', zh: 'resource 缺少 {names}。' },
  otherAlgorithm: { en: 'The algorithm is {name}, which is not done here.', zh: '算法为 {name}，这里不支持。' },
  otherAlgorithmRemedy: { en: 'AEAD_AES_256_GCM is the usual one.', zh: '通常应为 AEAD_AES_256_GCM。' },
  repaired: { en: 'Before decrypting, the ciphertext was repaired: {what}.', zh: '解密前已修正密文：{what}。' },
  repairedSpaces: { en: 'blanks were read as +', zh: '把空格读作 +' },
  repairedLines: { en: 'line breaks were left out', zh: '去掉换行' },
  repairedQuotes: { en: 'quotation marks were left out', zh: '去掉引号' },
  repairedPercent: { en: '%2B, %2F and %3D were decoded', zh: '解码 %2B、%2F、%3D' },
  repairedAlphabet: { en: '- and _ were read as + and /', zh: '把 - 与 _ 读作 + 与 /' },
  repairedCharacters: { en: 'typographic characters were read as plain ones', zh: '把弯引号、全角等字符读作普通字符' },
  tooLong: {
    en: 'The text has {count} bytes, and at most {limit} fit into a ciphertext of this key.',
    zh: '文本为 {count} 字节，而该公钥最多加密 {limit} 字节。',
  },
  tooLongRemedy: { en: 'Encrypt each field on its own.', zh: '请逐个字段加密。' },
  lineFeed: {
    en: 'The text ends with a line feed, which is encrypted too.',
    zh: '文本以换行符结尾，换行符也会被加密。',
  },
  noId: {
    en: 'A public key does not tell its id: send PUB_KEY_ID_… of the merchant platform as Wechatpay-Serial.',
    zh: '公钥文件中不含公钥 ID：请以商户平台上的 PUB_KEY_ID_… 作为 Wechatpay-Serial。',
  },
  fieldsDecrypted: {
    en: 'Fields that were decrypted with the merchant’s private key: {count}.',
    zh: '已用商户私钥解密 {count} 个敏感字段。',
  },
  fieldsLocked: {
    en: 'Fields that are encrypted each on its own: {count}. Give apiclient_key.pem too, and they are decrypted.',
    zh: '还有 {count} 个单独加密的敏感字段：再给出 apiclient_key.pem 即可解密。',
  },
  fieldsOfOther: {
    en: 'Fields that are encrypted for another key than the one given: {count}.',
    zh: '还有 {count} 个字段是为另一把密钥加密的，用给出的私钥无法解密。',
  },
  decrypted: { en: 'Decrypted.', zh: '已解密。' },
  encrypted: { en: 'Encrypted.', zh: '已加密。' },
} satisfies Record<string, Text>
