// The words of the site that no document brings, in both languages.

/** @typedef {'zh' | 'en'} Language */
/** @typedef {{ readonly zh: string, readonly en: string }} Text */

/** @type {readonly Language[]} */
export const LANGUAGES = ['zh', 'en']

export const WORDS = /** @satisfies {Record<string, Text>} */ ({
  request: { zh: '请求参数', en: 'Request' },
  response: { zh: '应答参数', en: 'Response' },
  code: { zh: '示例代码', en: 'Code' },
  notifications: { zh: '回调通知', en: 'Notifications' },
  errors: { zh: '错误', en: 'Errors' },
  parameter: { zh: '参数', en: 'Parameter' },
  field: { zh: '字段', en: 'Field' },
  type: { zh: '类型', en: 'Type' },
  meaning: { zh: '描述', en: 'Meaning' },
  required: { zh: '必填', en: 'required' },
  encrypted: { zh: '加密', en: 'encrypted' },
  encryptedDisputed: { zh: '可能加密', en: 'perhaps encrypted' },
  encryptedRequest: {
    zh: '标有“加密”的字段传明文，客户端用微信支付公钥加密，以 base64 发送；也可以传已加密的密文。',
    en: 'Give fields marked “encrypted” as plain text: the client encrypts them with WeChat Pay’s public key and sends base64. Ready ciphertexts are taken too.',
  },
  encryptedResponse: {
    zh: '标有“加密”的字段以密文返回，json() 给出用商户私钥解密的明文。',
    en: 'Fields marked “encrypted” come as ciphertexts; json() gives them decrypted with the merchant’s private key.',
  },
  encryptedResource: {
    zh: '标有“加密”的字段在解密后的内容里仍是密文，请用商户私钥解密：wxpay.decrypt。',
    en: 'Fields marked “encrypted” are still ciphertexts in the decrypted resource; decrypt them with the merchant’s private key: wxpay.decrypt.',
  },
  enumLegend: {
    zh: '所列的值未必是全部，含义见官方文档。',
    en: 'The values listed are not always all there are; the official document has their meaning.',
  },
  document: { zh: '官方文档', en: 'Official document' },
  oldDocument: { zh: '旧版文档', en: 'Older document' },
  products: { zh: '产品', en: 'Products' },
  roles: { zh: '适用对象', en: 'Callers' },
  host: { zh: '域名', en: 'Host' },
  module: { zh: '导入', en: 'Import' },
  area: { zh: '领域', en: 'Area' },
  permission: { zh: '须先向微信支付申请权限。', en: 'WeChat Pay has to grant access first.' },
  withdrawn: {
    zh: '已下线，不能再调用，因此没有示例代码。',
    en: 'Withdrawn: it can no longer be called, so there is no code.',
  },
  replaced: { zh: '已有替代接口，请改用：', en: 'Replaced; use instead: ' },
  since: { zh: '日期', en: 'since' },
  repetition: { zh: '可安全重试', en: 'Safe to repeat' },
  repetitionText: { zh: '保持不变，其余参数也不变', en: 'and all other values kept the same' },
  vouched: { zh: '来源', en: 'Source' },
  official: { zh: '微信支付官方代码中有此接口', en: 'WeChat Pay’s own code has this operation' },
  community: {
    zh: '仅有社区的描述，请以官方文档为准',
    en: 'described by the community alone; the official document decides',
  },
  nothing: { zh: '无请求参数。', en: 'It takes no parameters.' },
  noContent: { zh: '应答没有内容。', en: 'The response has no content.' },
  file: { zh: '应答是一个文件。', en: 'The response is a file.' },
  paramsTerm: { zh: '路径变量', en: 'variables of the path' },
  queryTerm: { zh: '查询参数', en: 'query' },
  jsonTerm: { zh: '请求的 JSON', en: 'JSON of the request' },
  formTerm: { zh: '表单', en: 'form' },
  headersTerm: { zh: '请求头', en: 'headers' },
  setByClient: {
    zh: '客户端自动填写；自己传密文时才需要给出',
    en: 'set by the client; give it only with ciphertexts of your own',
  },
  characters: { zh: '个字符', en: 'characters' },
  items: { zh: '项', en: 'items' },
  default: { zh: '默认', en: 'default' },
  contains: { zh: '内含 JSON', en: 'holds JSON' },
  nullable: { zh: '可为 null', en: 'can be null' },
  requiredDisputed: { zh: '是否必填，资料不一', en: 'sources disagree whether it is required' },
  typeDisputed: { zh: '类型，资料不一', en: 'sources disagree about the type' },
  unconfirmed: { zh: '未经证实', en: 'unconfirmed' },
  misspelt: { zh: '应写作', en: 'spell it' },
  fen: { zh: '单位：分', en: 'in fen' },
  yuan: { zh: '单位：元', en: 'in yuan' },
  awaitChain: { zh: '同步纯链式', en: 'chain, await' },
  awaitDeclarative: { zh: '同步声明式', en: 'declarative, await' },
  awaitProperty: { zh: '同步属性式', en: 'property, await' },
  thenChain: { zh: '异步纯链式', en: 'chain, then' },
  thenDeclarative: { zh: '异步声明式', en: 'declarative, then' },
  thenProperty: { zh: '异步属性式', en: 'property, then' },
  awaitOnly: { zh: '同步', en: 'await' },
  thenOnly: { zh: '异步', en: 'then' },
  command: { zh: '命令行', en: 'command line' },
  style: { zh: '样式', en: 'Style' },
  values: { zh: '敏感字段', en: 'Sensitive fields' },
  plain: { zh: '传明文，客户端加密', en: 'plain text, the client encrypts' },
  ciphertext: { zh: '传已加密的密文', en: 'ready ciphertexts' },
  setup: { zh: '先创建客户端；五个环境变量见', en: 'First a client; the five environment variables stand under ' },
  keysGuide: { zh: '密钥', en: 'Keys' },
  call: { zh: '再调用：', en: 'Then the call:' },
  sameCall: {
    zh: '与下面的接口是同一个调用，只是变量名不同；请用那一个：',
    en: 'The same call as the one below under another variable’s name; use that one: ',
  },
  events: { zh: '通知事件', en: 'Event types' },
  workbench: { zh: '工作台', en: 'Workbench' },
  guides: { zh: '指南', en: 'Guides' },
  areas: { zh: '全部接口', en: 'All operations' },
  carrying: {
    zh: '微信支付之后通过 notify_url 发来、带有同一 %s 的通知：',
    en: 'WeChat Pay reports later, to notify_url, with the same %s:',
  },
  noEvents: { zh: '没有记载与此接口对应的通知。', en: 'No notification is known to belong to this operation.' },
  toldOf: { zh: '与之对应的接口', en: 'Operations it belongs to' },
  resource: { zh: '通知内容（已解密）', en: 'Resource, decrypted' },
  moved: { zh: '此事件类型已更名为：', en: 'This event type was renamed to: ' },
  receive: { zh: '接收', en: 'Receive it' },
  mount: {
    zh: 'handle 接收 Request，返回 Response；怎样接到 Express、NestJS 等框架上、怎样记住处理过的通知，见%s。',
    en: 'handle takes a Request and gives a Response; how it stands in Express, NestJS and others, and how handled notifications are remembered: %s.',
  },
  trigger: { zh: '让沙箱发送一条', en: 'Have a sandbox send one' },
  undescribed: { zh: '没有文档描述它的内容。', en: 'No document describes what it carries.' },
  overview: { zh: '概览', en: 'Overview' },
  serialTerm: {
    zh: '加密所用的微信支付公钥ID，或平台证书序列号',
    en: 'id of the public key, or serial number of the certificate, that encrypted',
  },
  operations: { zh: '个接口', en: 'operations' },
  ended: { zh: '已下线', en: 'ended' },
})

/** Gives the text of a word in a language. @param {keyof typeof WORDS} name @param {Language} language */
export function say(name, language) {
  return WORDS[name][language]
}
