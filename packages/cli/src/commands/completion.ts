import type { CommandDescription } from '../command.ts'

/** Prints what a shell needs to complete commands, options and values. */
export const completion: CommandDescription = {
  name: 'completion',
  summary: { en: 'print the completion of a shell', zh: '输出 shell 的自动补全脚本' },
  args: [
    {
      name: 'SHELL',
      text: { en: 'the shell', zh: 'shell 名称' },
      choices: ['bash', 'zsh', 'fish'],
    },
  ],
  examples: [
    {
      line: "echo 'source <(wechatpay-kit completion bash)' >> ~/.bashrc",
      text: { en: 'complete in every new bash', zh: '在每个新的 bash 中启用补全' },
    },
    {
      line: 'wechatpay-kit completion fish > ~/.config/fish/completions/wechatpay-kit.fish',
      text: { en: 'complete in fish', zh: '在 fish 中启用补全' },
    },
  ],
  async run([shell], _options, { print, language, commands }) {
    const { createCompletion } = await import('../completion.ts')
    const script = createCompletion(shell as 'bash' | 'fish' | 'zsh', commands, language)
    print({ shell, script }, () => script)
  },
}
