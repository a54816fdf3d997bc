import type { Language } from './diagnosis.ts'
import { element } from './dom.ts'
import { createSignatureTool } from './signature/page.ts'
import { createTabs } from './tabs.ts'
import { frame } from './texts/frame.ts'
import { createSay } from './texts/index.ts'

/**
 * Opens the workbench in an element of a page. The first tool is there at once, the others are loaded when they are opened;
 * `#file`, `#secrets` and `#call` in the address open them.
 *
 * @param target - element whose content is replaced.
 * @param language - of all texts.
 */
export function mount(target: HTMLElement, language: Language): void {
  const say = createSay(language)
  const tabs = createTabs(
    say(frame.tools),
    [
      { name: 'signature', title: say(frame.signature), create: async () => createSignatureTool(say) },
      {
        name: 'file',
        title: say(frame.file),
        create: async () => (await import('./file/page.ts')).createFileTool(say),
      },
      {
        name: 'secrets',
        title: say(frame.secrets),
        create: async () => (await import('./secrets/page.ts')).createSecretsTool(say),
      },
      {
        name: 'call',
        title: say(frame.call),
        create: async () => (await import('./call/page.ts')).createCallTool(say, language),
      },
    ],
    (error) => say(frame.failed, { message: error instanceof Error ? error.message : String(error) }),
  )
  const promise = element('p', { class: 'wb-promise' }, say(frame.promise))
  // The second keeps the theme's styles of running text away.
  target.classList.add('wb', 'not-content')
  target.setAttribute('lang', language === 'zh' ? 'zh-CN' : 'en')
  target.replaceChildren(promise, tabs)
  // A file that misses its field would be opened in place of the page, and all that was typed would be gone.
  for (const name of ['dragover', 'drop']) target.addEventListener(name, (event) => event.preventDefault())
}
