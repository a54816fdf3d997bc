// llms.txt, llms-full.txt and the skill: the site for language models, made of the same guides and the same catalogue.
/** @import { SiteArea, SiteOperation } from '../catalogue/operations.mjs' */
/** @import { SiteEvent } from '../catalogue/events.mjs' */

import { writeCall, writeSetup } from '../../src/samples/code.mjs'
import { makeSample } from '../../src/samples/request.mjs'
import { toText } from '../../src/samples/segments.mjs'
import { BASE } from '../addresses.mjs'
import { listProducts } from '../catalogue/operations.mjs'
import { GROUPS, GUIDES } from '../guides/list.mjs'
import { readGuide } from '../guides/markdown.mjs'
import { writeTitles } from './area.mjs'

/** @typedef {{ areas: readonly SiteArea[], operations: readonly SiteOperation[], events: readonly SiteEvent[] }} Reference */

const SUMMARY =
  'WeChat Pay (微信支付) APIv3 for every JavaScript runtime: requests are signed, sensitive fields encrypted, and every response is verified before a caller sees it. Every documented operation is typed.'
/** The operation whose code the skill shows. */
const SHOWN = 'v3/refund/domestic/refunds'

/** The index. @param {Reference} reference */
export function writeLlms({ areas, operations, events }) {
  const groups = GROUPS.map(({ label, guides }) => {
    const items = guides.map((guide) => {
      const { title, description } = readGuide(guide, 'en')
      return `- [${title}](${BASE}en/${guide.slug}.md)${description ? `: ${description}` : ''}`
    })
    return `## ${label.en}\n\n${items.join('\n')}`
  })
  const listed = areas.map((area) => {
    const products = listProducts(area).join('、')
    return `- [${area.name}](${BASE}agents/${area.name}.md): ${area.operations.length} operations${products ? `; ${products}` : ''}`
  })
  return `# wechatpay-kit

> ${SUMMARY}

A short [skill](${BASE}agents/SKILL.md) says what to import, three rules, and where to look. All guides in one file, with a line for each operation: [llms-full.txt](${BASE}llms-full.txt). In Chinese each guide is at the same address without \`en/\`.

${groups.join('\n\n')}

## Operations

${operations.length} operations in ${areas.length} areas, each with its fields and code; and ${events.length} [event types](${BASE}en/events/).

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

/** The skill for coding agents. @param {Reference} reference */
export function writeSkill({ areas, operations }) {
  const operation = operations.find(({ file }) => file === SHOWN) ?? operations[0]
  if (!operation) throw new Error('The skill needs an operation to show.')
  const code = [
    writeSetup(operation.facts),
    toText(writeCall(operation.facts, makeSample(operation.facts)), ['chain', 'await', 'plain']),
  ].join('\n')
  return `---
name: wechatpay-kit
description: Calls WeChat Pay (微信支付) APIv3 from TypeScript or JavaScript with wechatpay-kit, receives its notifications, opens payments, and tests all of it without an account. Use it for code that pays, refunds, transfers, reads bills or handles notifications of WeChat Pay.
---

# wechatpay-kit

${SUMMARY}

## What to import

- \`@wechatpay-kit/endpoints\`: \`createClient\`, \`readEnvironment\`, \`handleNotifications\`, \`isWechatPayError\`.
- \`@wechatpay-kit/endpoints/<path of the URL>\`: the operations of a path, named by method; \`{out_trade_no}\` is \`_out_trade_no_\`.
- \`@wechatpay-kit/endpoints/areas/<area>\`: all operations of an area. Areas: ${areas.map(({ name }) => name).join(', ')}.
- \`@wechatpay-kit/endpoints/payments\`: a payment opened in one step, on a page, in a mini program, in an app.
- \`@wechatpay-kit/sandbox\`: a WeChat Pay for tests; \`npx wechatpay-kit sandbox\` serves it, \`npx wechatpay-kit trigger <EVENT>\` sends notifications.

\`\`\`ts
${code}
\`\`\`

## Three rules

1. **Let the client sign, encrypt and verify.** Give sensitive fields as plain text; set no protocol header; take responses and notifications only from \`json()\` and \`handleNotifications\`, never from a body that you parsed yourself.
2. **Decide by \`error.outcome\`.** \`'unknown'\` may have been executed: query, or repeat with the same number (\`out_trade_no\`, \`out_refund_no\`, \`req_ssn\`) and the same values. A new number may pay twice.
3. **Amounts are whole fen, and only WeChat Pay says that something is paid**: a verified query or notification, never the page that the payer came back to. A notification comes more than once; handle it so that this is harmless.

## Where to look

- An operation, its fields and code: \`${BASE}agents/<area>.md\`, or \`npx wechatpay-kit operations <words>\` and \`npx wechatpay-kit operation <METHOD> <PATH>\`.
- Keys and environment variables: \`${BASE}en/guides/keys.md\`. Errors: \`${BASE}en/guides/errors.md\`. Notifications: \`${BASE}en/guides/notifications.md\`. Tests: \`${BASE}en/guides/sandbox.md\`.
- A refused signature: \`npx wechatpay-kit explain request.txt --error error.json --env-file .env\`. A set-up: \`npx wechatpay-kit check --env-file .env\`.
- Everything: \`${BASE}llms.txt\`.
`
}
