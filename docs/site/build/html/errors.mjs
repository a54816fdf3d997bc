// The errors that every call can meet: WeChat Pay's own protocol, and what the client throws for it.
/** @import { Language } from '../words.mjs' */
import { toAddress } from '../addresses.mjs'
import { say } from '../words.mjs'
import { hasWorkbench } from '../workbench.mjs'
import { code, escapeHtml, link } from './html.mjs'

/** Rows: status, usual codes, what is known, what to do. The guide to errors says the same at length. */
const ROWS = /** @type {const} */ ([
  [
    '400',
    'PARAM_ERROR, INVALID_REQUEST',
    'refused',
    { zh: '改正请求；detail 指出字段', en: 'mend the request; detail names the field' },
  ],
  [
    '401',
    'SIGN_ERROR',
    'refused',
    {
      zh: '序列号、私钥、时钟，或请求体被改动；看错误的 diagnosis',
      en: 'serial number, key, clock, or a changed body; see the error’s diagnosis',
    },
  ],
  [
    '403',
    'NO_AUTH, NOT_ENOUGH, RULE_LIMIT',
    'refused',
    { zh: '商户平台上的权限、余额或规则', en: 'permission, balance or rules on the merchant platform' },
  ],
  ['404', 'ORDER_NOT_EXIST, RESOURCE_NOT_EXISTS', 'refused', { zh: '检查路径与单号', en: 'look at path and number' }],
  [
    '429',
    'RATELIMIT_EXCEEDED',
    'unknown',
    { zh: '客户端会等待并重试；请降低频率', en: 'the client waits and repeats; call less often' },
  ],
  [
    '500, 502, 503',
    'SYSTEM_ERROR, SERVICE_UNAVAILABLE',
    'unknown',
    { zh: '用同一单号查询或重试', en: 'query, or repeat with the same number' },
  ],
])

const WORDS = {
  status: { zh: '状态码', en: 'Status' },
  codes: { zh: '常见的 apiCode', en: 'Usual apiCode' },
  outcome: { zh: '签过名时的 outcome', en: 'outcome, if signed' },
  remedy: { zh: '该怎么办', en: 'What to do' },
  before: {
    zh: '失败时抛出的错误及资金状态，见',
    en: 'Which errors are thrown, and what is known of the money then: ',
  },
  guide: { zh: '错误', en: 'Errors' },
  business: {
    zh: '应答中 resp_code 不是 000000 时，抛出 BusinessError，outcome 为 declined。',
    en: 'A resp_code other than 000000 is a BusinessError, with the outcome declined.',
  },
}

/** The address where a signature is looked at line by line. @param {Language} language */
function writeBench(language) {
  if (!hasWorkbench) return ''
  const lead = language === 'zh' ? '，或逐行比对：' : ', or compare it line by line: '
  return `${lead}${link(toAddress('workbench', language), escapeHtml(say('workbench', language)))}`
}

/**
 * Writes the table of errors; of an operation with a `resp_code`, what that means besides.
 *
 * @param {{ hasBusinessCode: boolean, language: Language }} page
 */
export function writeErrors({ hasBusinessCode, language }) {
  const head = [WORDS.status, WORDS.codes, WORDS.outcome, WORDS.remedy].map(
    (word) => `<th scope="col">${escapeHtml(word[language])}</th>`,
  )
  const rows = ROWS.map(
    ([status, codes, outcome, remedy]) =>
      `<tr><td>${status}</td><td>${codes.split(', ').map(code).join(' ')}</td><td>${code(outcome)}</td><td>${escapeHtml(remedy[language])}${status === '401' ? writeBench(language) : ''}</td></tr>`,
  )
  const guide = link(toAddress('guides/errors', language), escapeHtml(WORDS.guide[language]))
  const business = hasBusinessCode ? `<p>${escapeHtml(WORDS.business[language])}</p>` : ''
  const table = `<div class="fields wide" tabindex="0"><table aria-label="${escapeHtml(WORDS.codes[language])}"><thead><tr>${head.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`
  return `<p>${escapeHtml(WORDS.before[language])}${guide}${language === 'zh' ? '。' : '.'}</p>${table}${business}`
}
