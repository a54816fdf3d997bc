// The home page: what the kit is, one call in three notations, and the ways on.
/** @import { Language, Text } from '../words.mjs' */
import { toAddress } from '../addresses.mjs'
import { readAreas } from '../catalogue/operations.mjs'
import { hasWorkbench } from '../workbench.mjs'
import { escapeHtml, link } from './html.mjs'
import { writeBlock, writeSample } from './sample.mjs'

/** The operation that the home page shows. */
const SHOWN = 'v3/gov/subsidy/zhejiang/qualifications/alter'

const WORDS = /** @satisfies {Record<string, Text>} */ ({
  title: { zh: '微信支付 APIv3，适用于所有 JavaScript 运行时', en: 'WeChat Pay APIv3 for every JavaScript runtime' },
  lead: {
    zh: '请求自动签名，敏感字段自动加密，每个应答先验签再交给你。Node.js、Deno、Bun、Workers 与浏览器同一套代码，全部有文档的接口都有类型。',
    en: 'Requests are signed, sensitive fields encrypted, and every response is verified before you see it. One code base for Node.js, Deno, Bun, Workers and browsers; every documented operation is typed.',
  },
  versions: { zh: '尚未发布时的安装方法', en: 'How to install before the first release' },
  call: { zh: '一个调用，三种写法', en: 'One call, three notations' },
  alter: { zh: '变更资格', en: 'Change of a qualification' },
  on: { zh: '从哪里开始', en: 'Where to begin' },
})

/** @type {readonly [string, Text, Text]} */
const WORKBENCH = [
  'workbench',
  { zh: '工作台', en: 'Workbench' },
  {
    zh: '签名为什么不对？读密钥文件、加解密、试调用，全部在浏览器里，密钥不离开本页',
    en: 'why is my signature wrong? Key files, ciphertexts and trial calls in the browser; keys never leave the page',
  },
]

/** The ways on: page, title, what is there. @type {readonly (readonly [string, Text, Text])[]} */
const DOORS = [
  [
    'guides/start',
    { zh: '第一个调用', en: 'First call' },
    {
      zh: '安装、在商户平台取得五个值、调用；没有商户号也能开始',
      en: 'install, five values of the merchant platform, a call; or a start without an account',
    },
  ],
  ...(hasWorkbench ? [WORKBENCH] : []),
  [
    'areas',
    { zh: '全部接口', en: 'All operations' },
    {
      zh: '1,050 个接口，每个一页：参数、示例代码、应答',
      en: '1,050 operations, a page each: parameters, code, response',
    },
  ],
  [
    'guides/calls',
    { zh: '调用', en: 'Calls' },
    { zh: '三种写法、六种样式、调用的选项', en: 'three notations, six styles, options' },
  ],
  [
    'guides/notifications',
    { zh: '回调通知', en: 'Notifications' },
    { zh: '验签、解密，用于各种框架', en: 'verified and decrypted, on every framework' },
  ],
  [
    'guides/errors',
    { zh: '错误', en: 'Errors' },
    { zh: '每种错误之后该怎么办，哪些会重试', en: 'what to do after each, and what is repeated' },
  ],
  [
    'guides/sandbox',
    { zh: '用沙箱测试', en: 'Testing with the sandbox' },
    { zh: '没有商户号也能跑通整个流程', en: 'the whole way without an account' },
  ],
]

/** @param {Language} language @returns {Promise<import('./operation.mjs').Written>} */
export async function writeHome(language) {
  const [area] = await readAreas(['gov'])
  const operation = area?.operations.find(({ file }) => file === SHOWN)
  if (!operation) throw new Error(`The catalogue has no ${SHOWN}.`)
  const doors = DOORS.map(
    ([slug, title, text]) =>
      `<li>${link(toAddress(slug, language), `<strong>${escapeHtml(title[language])}</strong>${escapeHtml(text[language])}`)}</li>`,
  )
  const alter = link(toAddress(operation.slug, language), escapeHtml(WORDS.alter[language]))
  return {
    title: WORDS.title[language],
    html: `<p>${escapeHtml(WORDS.lead[language])}</p>
${writeBlock('npm install @wechatpay-kit/endpoints')}
<p>${link(toAddress('guides/versions', language), escapeHtml(WORDS.versions[language]))}</p>
<h2 id="call">${escapeHtml(WORDS.call[language])}</h2>
<p>${alter}</p>
${writeSample(operation, language)}
<h2 id="on">${escapeHtml(WORDS.on[language])}</h2>
<ul class="doors">${doors.join('')}</ul>`,
    headings: [],
  }
}
