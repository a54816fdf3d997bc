// The search as a page holds it: opened by its button or Ctrl+K, fed with lists that are fetched once.
import { find, type Lists, type Result } from '../search/find.mjs'
import { suggest } from '../search/suggest.mjs'

/** Results that are shown at a time. */
const SHOWN = 50
/** Fields that are named of a result. */
const FIELDS = 4

class SiteSearch extends HTMLElement {
  #lists: Promise<Lists> | undefined
  #shown = SHOWN

  connectedCallback(): void {
    const open = this.#get<HTMLButtonElement>('.open')
    open.disabled = false
    open.addEventListener('click', () => this.#open())
    this.#get('input').addEventListener('input', () => {
      this.#shown = SHOWN
      this.#search()
    })
    this.#get('form').addEventListener('submit', (event) => this.#submit(event as SubmitEvent))
    this.addEventListener('keydown', (event) => this.#move(event))
    this.#get('dialog').addEventListener('click', (event) => {
      // A result may be a section of the page that is open.
      const isLeft = event.target === event.currentTarget || (event.target as Element).closest('a')
      if (isLeft) this.#get<HTMLDialogElement>('dialog').close()
    })
    window.addEventListener('keydown', (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'k') return
      event.preventDefault()
      this.#open()
    })
  }

  #get<Found extends HTMLElement>(selector: string): Found {
    const found = this.querySelector<Found>(selector)
    if (!found) throw new Error(`The search has no ${selector}.`)
    return found
  }

  get #isEnglish(): boolean {
    return this.dataset['language'] === 'en'
  }

  #open(): void {
    const dialog = this.#get<HTMLDialogElement>('dialog')
    if (!dialog.open) dialog.showModal()
    this.#get('input').focus()
    this.#load()
  }

  #load(): Promise<Lists> {
    const loadList = async (name: string) => {
      const module = await import(/* @vite-ignore */ `${this.dataset['base']?.replace(/\/$/, '')}/search/${name}.js`)
      return module.default
    }
    const load = async (): Promise<Lists> => {
      const names = ['titles', 'fields', `guides-${this.dataset['language']}`]
      const [titles, fields, guides] = await Promise.all(names.map(loadList))
      return { titles, fields, guides }
    }
    this.#lists ??= load().catch((error: unknown) => {
      this.#lists = undefined
      this.#get('.status').textContent = this.#isEnglish
        ? 'The search could not be loaded. Type again.'
        : '搜索数据加载失败，请重新输入。'
      throw error
    })
    return this.#lists
  }

  async #search(): Promise<void> {
    const query = this.#get<HTMLInputElement>('input').value
    const lists = await this.#load().catch(() => undefined)
    if (!lists || query !== this.#get<HTMLInputElement>('input').value) return
    const results = find(query, lists)
    if (query.trim() !== '' && results.length === 0) {
      this.#showNothing(suggest(query, lists))
      return
    }
    const status = this.#isEnglish ? `${results.length} found` : `找到 ${results.length} 条`
    this.#get('.status').textContent = query.trim() === '' ? '' : status
    const items = results.slice(0, this.#shown).map((result) => this.#show(result))
    if (results.length > this.#shown) items.push(this.#showMore())
    this.#get('ul').replaceChildren(...items)
  }

  #show({ slug, title, english, detail, fields }: Result): HTMLLIElement {
    const [path = '', anchor] = slug.split('#')
    const link = document.createElement('a')
    const base = this.dataset['base']?.replace(/\/$/, '')
    link.href = `${base}${this.#isEnglish ? '/en' : ''}/${path}/${anchor ? `#${anchor}` : ''}`
    link.textContent = (this.#isEnglish && english) || title || detail
    const named = fields.slice(0, FIELDS).join(', ') + (fields.length > FIELDS ? ', …' : '')
    for (const text of [detail, named]) {
      if (!text) continue
      const line = document.createElement('small')
      line.textContent = text
      link.append(line)
    }
    const item = document.createElement('li')
    item.append(link)
    return item
  }

  /** Tells that nothing was found, and what to do: near words, fewer words, the list of all operations. */
  #showNothing(suggestions: readonly string[]): void {
    const [head, tail] = this.#isEnglish
      ? [
          'Nothing found.',
          'Leave out a word, or search for a path, a field, an error code or the number of a document.',
        ]
      : ['没有找到。', '请减少一个词，或改用路径、字段名、错误码、文档编号来搜索。']
    const ask = this.#isEnglish ? ' Did you mean one of these?' : '是否要找：'
    this.#get('.status').textContent = suggestions.length > 0 ? `${head}${ask}` : `${head} ${tail}`.trim()
    const items = suggestions.map((suggestion) => {
      const button = document.createElement('button')
      button.type = 'button'
      button.textContent = suggestion
      button.addEventListener('click', () => {
        this.#get<HTMLInputElement>('input').value = suggestion
        this.#get('input').focus()
        this.#search()
      })
      return button
    })
    const all = document.createElement('a')
    all.href = `${this.dataset['base']?.replace(/\/$/, '')}${this.#isEnglish ? '/en' : ''}/areas/`
    all.textContent = this.#isEnglish ? 'All operations' : '全部接口'
    this.#get('ul').replaceChildren(
      ...[...items, all].map((element) => {
        const item = document.createElement('li')
        item.append(element)
        return item
      }),
    )
  }

  #showMore(): HTMLLIElement {
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = this.#isEnglish ? 'Show more' : '显示更多'
    button.addEventListener('click', () => {
      this.#shown += SHOWN
      this.#search()
    })
    const item = document.createElement('li')
    item.append(button)
    return item
  }

  /** Enter goes to the first result, or searches for the first suggestion; the button closes. */
  #submit(event: SubmitEvent): void {
    if (event.submitter === this.#get('.close') && document.activeElement === event.submitter) return
    event.preventDefault()
    this.querySelector<HTMLElement>('li a, li button')?.click()
  }

  /** Moves between the input and the results by the arrow keys. */
  #move(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    // While a Chinese keyboard composes, the arrows choose among its own words.
    if (!step || event.isComposing) return
    const stops = [this.#get('input'), ...this.querySelectorAll<HTMLElement>('li a, li button')]
    const next = stops[stops.indexOf(document.activeElement as HTMLElement) + step]
    if (!next) return
    event.preventDefault()
    next.focus()
  }
}

customElements.define('site-search', SiteSearch)
