import type { CommandDescription } from '../command.ts'

interface Options {
  readonly limit?: string
  readonly area?: readonly string[]
}

/** Searches the catalogue. */
export const operations: CommandDescription<Options> = {
  name: 'operations',
  summary: { en: 'search the documented calls', zh: '搜索已有文档的接口' },
  details: {
    en: 'Searches paths, titles, products, field names and terms, in Chinese or English; all words must match. Without words it lists every call.',
    zh: '在路径、标题、产品、字段名与字段含义中搜索，中英文皆可；多个词须全部匹配。不给出词时列出所有接口。',
  },
  args: [
    {
      name: 'TEXT',
      isOptional: true,
      isRepeated: true,
      text: { en: 'words to search for, or a path', zh: '要搜索的词，或路径' },
    },
  ],
  options: {
    limit: {
      value: 'COUNT',
      text: { en: 'greatest number of results; 20 if left out', zh: '结果的最大数量，默认 20' },
    },
    area: {
      value: 'AREA',
      isRepeated: true,
      text: { en: 'search in this area alone: pay, refund, …', zh: '只在该领域搜索：pay、refund 等' },
    },
  },
  examples: [
    { line: 'wechatpay-kit operations 申请退款', text: { en: 'by a Chinese title', zh: '按中文标题搜索' } },
    {
      line: 'wechatpay-kit operations out_bill_no --limit 5',
      text: { en: 'by the name of a field', zh: '按字段名搜索' },
    },
  ],
  async run(words, options, context) {
    const { listOperations } = await import('../catalogue/operations.ts')
    await listOperations(words, options, context)
  },
}
