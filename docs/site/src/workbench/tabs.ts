import { createId, element } from './dom.ts'

/** A tool behind a tab; it is created when it is first opened. */
export interface Tab {
  /** Name in the address: `#file`. */
  readonly name: string
  readonly title: string
  create(): Promise<HTMLElement>
}

/** Creates tabs as ARIA describes them: arrow keys, Home and End go from tab to tab. */
export function createTabs(label: string, tabs: readonly Tab[], describe: (error: unknown) => string): HTMLElement {
  const pairs = tabs.map(({ title }) => {
    const [id, panelId] = [createId(), createId()]
    const tab = element('button', { type: 'button', role: 'tab', id, 'aria-controls': panelId, class: 'wb-tab' }, title)
    const panel = element('div', { role: 'tabpanel', id: panelId, 'aria-labelledby': id, class: 'wb-panel' })
    return { tab, panel }
  })
  const created = new Set<number>()
  const fill = async (index: number) => {
    const { panel } = pairs[index] ?? {}
    if (!panel || created.has(index)) return
    created.add(index)
    try {
      panel.replaceChildren(await (tabs[index] as Tab).create())
    } catch (error) {
      // Such as a file of the site that did not load: the next click tries again.
      created.delete(index)
      panel.replaceChildren(element('p', { class: 'wb-problem', role: 'alert' }, describe(error)))
    }
  }
  const open = (index: number) => {
    for (const [place, { tab, panel }] of pairs.entries()) {
      const isOpen = place === index
      tab.setAttribute('aria-selected', String(isOpen))
      tab.tabIndex = isOpen ? 0 : -1
      panel.hidden = !isOpen
    }
    void fill(index)
  }
  const choose = (index: number) => {
    open(index)
    pairs[index]?.tab.focus()
    // The address names the tool, so that it can be linked; nothing that was typed is in it.
    history.replaceState(history.state, '', `#${tabs[index]?.name}`)
  }
  for (const [index, { tab }] of pairs.entries()) {
    tab.addEventListener('click', () => choose(index))
    tab.addEventListener('keydown', (event) => {
      const next = move(event.key, index, pairs.length)
      if (next === undefined) return
      event.preventDefault()
      choose(next)
    })
  }
  const findNamed = () => tabs.findIndex(({ name }) => name === location.hash.slice(1).split('=')[0])
  globalThis.addEventListener('hashchange', () => {
    const index = findNamed()
    // Other places of the page have names too.
    if (index >= 0) open(index)
  })
  open(Math.max(0, findNamed()))
  const list = element(
    'div',
    { role: 'tablist', 'aria-label': label, class: 'wb-tabs' },
    ...pairs.map(({ tab }) => tab),
  )
  return element('div', {}, list, ...pairs.map(({ panel }) => panel))
}

function move(key: string, index: number, count: number): number | undefined {
  if (key === 'ArrowRight' || key === 'ArrowDown') return (index + 1) % count
  if (key === 'ArrowLeft' || key === 'ArrowUp') return (index + count - 1) % count
  if (key === 'Home') return 0
  return key === 'End' ? count - 1 : undefined
}
