import type { CommandDescription } from '../command.ts'
import type { BillCommandOptions } from '../downloads/bill.ts'

/** Gets the bill of a day. */
export const bill: CommandDescription<BillCommandOptions> = {
  name: 'bill',
  summary: { en: 'get the bill of a day, its hash checked', zh: '下载某日账单并校验哈希' },
  details: {
    en: 'The file as it is; with --csv its rows without backticks and summary; with --json a line for each row, amounts in fen. With --out the file appears once it is whole and its hash is right.',
    zh: '默认输出原文件；--csv 输出去掉反引号与汇总的各行；--json 每行一条，金额单位为分。带 --out 时，文件完整且哈希正确后才会出现。',
  },
  args: [{ name: 'DATE', text: { en: 'day, such as 2026-01-31', zh: '日期，例如 2026-01-31' } }],
  hasConfig: true,
  options: {
    type: {
      value: 'TYPE',
      choices: ['trade', 'fundflow', 'profitsharing', 'sub-merchant-fundflow', 'ecommerce-fundflow'],
      text: { en: 'type of the bill; trade if left out', zh: '账单类型，默认 trade' },
    },
    kind: {
      value: 'KIND',
      text: { en: 'bill_type of a trade bill, such as REFUND', zh: '交易账单的 bill_type，例如 REFUND' },
    },
    account: {
      value: 'ACCOUNT',
      text: { en: 'account_type of fund flows, such as BASIC', zh: '资金账单的 account_type，例如 BASIC' },
    },
    subMchid: { value: 'MCHID', text: { en: 'number of a sub-merchant', zh: '子商户号' } },
    csv: { text: { en: 'rows as CSV', zh: '以 CSV 输出各行' } },
    out: { value: 'FILE', text: { en: 'file to write', zh: '写入的文件' } },
  },
  examples: [
    {
      line: 'wechatpay-kit bill 2026-01-31 --out bill.csv --env-file .env',
      text: { en: 'all transactions of a day', zh: '一天的全部交易' },
    },
    {
      line: 'wechatpay-kit bill 2026-01-31 --type fundflow --json --env-file .env',
      text: { en: 'its fund flows, for a program', zh: '当日资金流水，供程序读取' },
    },
  ],
  async run([date = ''], options, context) {
    const { getBill } = await import('../downloads/bill.ts')
    await getBill(date, options, context)
  },
}
