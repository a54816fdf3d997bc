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
  leaveNothing(target, () => mount(target, language))
  const promise = element('p', { class: 'wb-promise' }, say(frame.promise))
  // The second keeps the theme's styles of running text away.
  target.classList.add('wb', 'not-content')
  // A browser that translates sends what it translates away.
  target.setAttribute('translate', 'no')
  target.classList.add('notranslate')
  target.setAttribute('lang', language === 'zh' ? 'zh-CN' : 'en')
  target.replaceChildren(promise, tabs)
  // A file that misses its field would be opened in place of the page, and all that was typed would be gone.
  for (const name of ['dragover', 'drop']) target.addEventListener(name, (event) => event.preventDefault())
}

const opened = new WeakSet<HTMLElement>()

/** Has a page that is left keep nothing: a browser can hold it in memory whole, and show it again by its button Back. */
function leaveNothing(target: HTMLElement, open: () => void): void {
  if (opened.has(target)) return
  opened.add(target)
  // The policy of a page says nothing of WebRTC, which connects too, and which nothing here uses.
  for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection']) Reflect.deleteProperty(globalThis, name)
  globalThis.addEventListener('pagehide', () => target.replaceChildren())
  globalThis.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) open()
  })
}
