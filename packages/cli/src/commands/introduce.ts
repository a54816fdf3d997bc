import type { CommandDescription } from '../command.ts'

/** Tells a sandbox the name of a user. */
export const introduce: CommandDescription = {
  name: 'introduce',
  summary: { en: 'tell a running sandbox the name of a user', zh: '告诉沙箱某个用户的姓名' },
  details: {
    en: 'From then on, a transfer to this openid under another name fails when the user confirms it.',
    zh: '此后向该 openid 转账而姓名不符的，在用户确认收款时失败。',
  },
  args: [
    { name: 'OPENID', text: { en: 'the user', zh: '用户的 openid' } },
    { name: 'NAME', text: { en: 'his name', zh: '用户姓名' } },
  ],
  hasConfig: true,
  examples: [
    {
      line: 'wechatpay-kit introduce oUpF8uMuAJO_M2pxb1Q9zNjWeS6o 张三',
      text: { en: 'the name that transfers to this user must have', zh: '该用户叫张三' },
    },
  ],
  async run([openid = '', name = ''], _options, context) {
    const { introduce } = await import('../sandbox/payers.ts')
    await introduce(openid, name, context)
  },
}
