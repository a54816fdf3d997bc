import { element } from './dom.ts'
import { frame } from './texts/frame.ts'
import type { Say } from './texts/index.ts'

/** The place of a tool where its result is shown. */
export interface Result {
  readonly element: HTMLElement
  show(...children: readonly (Node | string)[]): void
  clear(): void
  /** Shows an error that nobody foresaw: the page is never blank. */
  readonly fail: (error: unknown) => void
  /** Runs a tool; a run that a later one overtook shows nothing. */
  run(work: () => Promise<void>): void
}

/** Creates the place of a result, which screen readers are told of. */
export function createResult(say: Say): Result {
  const content = element('div', { class: 'wb-result', role: 'region', 'aria-label': say(frame.result), tabindex: -1 })
  const told = element('p', { class: 'wb-told wb-hidden', role: 'status' })
  const show = (...children: readonly (Node | string)[]) => {
    told.textContent = ''
    content.removeAttribute('aria-busy')
    content.replaceChildren(...children)
    const heading = content.querySelector('h3')
    told.textContent = heading ? `${say(frame.result)}: ${heading.textContent}` : ''
  }
  const fail = (error: unknown) => {
    const message = error instanceof Error ? error.message : String(error)
    show(element('p', { class: 'wb-problem', role: 'alert' }, say(frame.failed, { message })))
  }
  const run = (work: () => Promise<void>) => {
    told.textContent = say(frame.working)
    content.setAttribute('aria-busy', 'true')
    if (globalThis.crypto?.subtle === undefined) {
      show(element('p', { class: 'wb-problem', role: 'alert' }, say(frame.insecure)))
      return
    }
    work().then(() => content.scrollIntoView({ block: 'nearest' }), fail)
  }
  return { element: element('div', {}, told, content), show, clear: () => show(), fail, run }
}
