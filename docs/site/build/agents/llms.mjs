// llms.txt, llms-full.txt and the skill: the site for language models, made of the same guides and the same catalogue.
/** @import { SiteArea, SiteOperation } from '../catalogue/operations.mjs' */
/** @import { SiteEvent } from '../catalogue/events.mjs' */

import { BASE, ORIGIN } from '../addresses.mjs'
import { listProducts } from '../catalogue/operations.mjs'
import { GROUPS, GUIDES } from '../guides/list.mjs'
import { readGuide } from '../guides/markdown.mjs'
import { writeTitles } from './area.mjs'

/** @typedef {{ areas: readonly SiteArea[], operations: readonly SiteOperation[], events: readonly SiteEvent[] }} Reference */

const SUMMARY =
  'WeChat Pay (微信支付) APIv3 for every JavaScript runtime: requests are signed, sensitive fields encrypted, and every response is verified before a caller sees it. Every documented operation is typed.'
/** The beginning of addresses: files for agents are read away from the site too. */
const SITE = `${ORIGIN ?? ''}${BASE}`

/** The index. @param {Reference} reference */
export function writeLlms({ areas, operations, events }) {
  const groups = GROUPS.map(({ label, guides }) => {
    const items = guides.map((guide) => {
      const { title, description } = readGuide(guide, 'en')
      return `- [${title}](${SITE}en/${guide.slug}.md)${description ? `: ${description}` : ''}`
    })
    return `## ${label.en}\n\n${items.join('\n')}`
  })
  const listed = areas.map((area) => {
    const products = listProducts(area).join('、')
    return `- [${area.name}](${SITE}agents/${area.name}.md): ${area.operations.length} operations${products ? `; ${products}` : ''}`
  })
  return `# wechatpay-kit

> ${SUMMARY}

A short [skill](${SITE}agents/SKILL.md) says what to import, three rules, and where to look. All guides in one file, with a line for each operation: [llms-full.txt](${SITE}llms-full.txt). In Chinese each guide is at the same address without \`en/\`.

${groups.join('\n\n')}

## Operations

${operations.length} operations in ${areas.length} areas, each with its fields and code; and ${events.length} [event types](${SITE}en/events/).

${listed.join('\n')}
`
}

/** All guides, and a line for each operation and event type. @param {Reference} reference */
export function writeLlmsFull({ areas, events }) {
  const guides = GUIDES.filter(({ slug }) => !slug.startsWith('evidence/')).map((guide) => {
    const { title, markdown } = readGuide(guide, 'en')
    return `# ${title}\n\n${markdown.trim()}`
  })
  const operations = areas.flatMap((area) => [
    `## ${area.name}`,
    area.operations.map(({ facts }) => `- ${facts.method} ${facts.path} ${writeTitles(facts)}`).join('\n'),
  ])
  const told = events.map(({ type, title }) => `- ${type} ${title}`)
  return `${[...guides, '# Operations', ...operations, '# Event types', told.join('\n')].join('\n\n')}\n`
}

/** The skill for coding agents; a test runs its code. */
export function writeSkill() {
  return `---
name: wechatpay-kit
description: Calls WeChat Pay (微信支付) APIv3 from TypeScript or JavaScript with wechatpay-kit, receives its notifications, opens payments, and tests all of it without an account. Use it for code that pays, refunds, transfers, reads bills or handles notifications of WeChat Pay.
---

# wechatpay-kit

${SUMMARY}

## What to import

\`npm install @wechatpay-kit/endpoints @wechatpay-kit/client\`, and for tests \`npm install --save-dev wechatpay-kit @wechatpay-kit/sandbox\`.

- \`@wechatpay-kit/endpoints\`: \`createClient\`, \`readEnvironment\`, \`handleNotifications\`, \`isWechatPayError\`.
- \`@wechatpay-kit/endpoints/<path of the URL>\`: the operations of a path, named by method; \`{out_trade_no}\` is \`_out_trade_no_\`. \`@wechatpay-kit/endpoints/areas/<area>\`: all of an area. A client has types for those that it is given.
- \`@wechatpay-kit/endpoints/payments\`: a payment opened in one step, on a page, in a mini program, in an app.
- \`@wechatpay-kit/client/node\`: \`toNodeHandler\` for Express, Koa, Fastify, NestJS and \`node:http\`; a \`readEnvironment\` that reads files too.
- \`@wechatpay-kit/sandbox\`: a WeChat Pay for tests, in the process; \`npx wechatpay-kit sandbox --env .env\` serves one and writes its keys to \`.env\`.

In CommonJS \`require()\` gives the same names; \`await\` stands in an \`async\` function.

## A call

\`readEnvironment\` reads \`WECHATPAY_MCHID\`, \`WECHATPAY_SERIAL\`, \`WECHATPAY_PRIVATE_KEY\`, \`WECHATPAY_PUBLIC_KEY_ID\` and \`WECHATPAY_PUBLIC_KEY\`, for notifications \`WECHATPAY_APIV3_KEY\`; start with \`node --env-file=.env\`.

\`\`\`ts
import { createClient, isWechatPayError, readEnvironment } from '@wechatpay-kit/endpoints'
import * as native from '@wechatpay-kit/endpoints/v3/pay/transactions/native'
import * as order from '@wechatpay-kit/endpoints/v3/pay/transactions/out-trade-no/_out_trade_no_'

const environment = await readEnvironment(process.env)
const { mchid } = environment.merchant
const wxpay = createClient({ ...environment, operations: [native.post, order.get] })

const out_trade_no = 'order-1'
const notify_url = 'https://www.example.com/notify'
const json = { appid: 'wx1234567890abcdef', mchid, description: 'Tea', out_trade_no, notify_url, amount: { total: 100 } }
try {
  const { code_url } = await wxpay.v3.pay.transactions.native.post({ json }).json()
  const { trade_state } = await wxpay.v3.pay.transactions['out-trade-no']._out_trade_no_
    .get({ params: { out_trade_no }, query: { mchid } })
    .json()
  console.log(code_url, trade_state)
} catch (error) {
  if (!isWechatPayError(error)) throw error
  console.error(error.name, error.code, error.outcome, error.message)
}
\`\`\`

## Notifications

Before any parser of bodies: the signature covers the raw bytes. In Express \`app.post('/notify', toNodeHandler(handle))\`. Try it by \`npx wechatpay-kit trigger TRANSACTION.SUCCESS --to http://127.0.0.1:3000/notify --env-file .env\`, which must print 204.

\`\`\`ts
import { createServer } from 'node:http'
import { toNodeHandler } from '@wechatpay-kit/client/node'
import { handleNotifications, readEnvironment } from '@wechatpay-kit/endpoints'

const { platformKeys: keys, apiV3Key } = await readEnvironment(process.env, { required: ['platformKeys', 'apiV3Key'] })
const handle = handleNotifications({ keys, apiV3Key }, {
  'TRANSACTION.SUCCESS': async ({ original_type, resource }) => {
    if (original_type === 'transaction') console.log('paid', resource.out_trade_no)
  },
  default: async ({ event_type }) => console.log(event_type),
})
createServer(toNodeHandler(handle)).listen(3000)
\`\`\`

## Three rules

1. **Let the client sign, encrypt and verify.** Give sensitive fields as plain text; set no protocol header; take responses and notifications only from \`json()\` and \`handleNotifications\`, never from a body that you parsed yourself.
2. **Decide by \`error.outcome\`.** \`'unknown'\` may have been executed: query, or repeat with the same number (\`out_trade_no\`, \`out_refund_no\`, \`req_ssn\`) and the same values. A new number may pay twice.
3. **Amounts are whole fen, and only WeChat Pay says that something is paid**: a verified query or notification, never the page that the payer came back to. A notification comes more than once; handle it so that this is harmless.

## Where to look

- An operation, its fields and code: \`${SITE}agents/<area>.md\` (\`${SITE}llms.txt\` lists areas), the page’s address with \`.md\` behind it, or \`npx wechatpay-kit operations <words>\` and \`npx wechatpay-kit operation <METHOD> <PATH>\`.
- Keys and environment variables: \`${SITE}en/guides/keys.md\`. Errors: \`${SITE}en/guides/errors.md\`. Notifications: \`${SITE}en/guides/notifications.md\`. Tests: \`${SITE}en/guides/sandbox.md\`.
- A refused signature: \`npx wechatpay-kit explain request.txt --error error.json --env-file .env\`. A set-up: \`npx wechatpay-kit check --env-file .env\`.
- Everything: \`${SITE}llms.txt\`.
`
}
