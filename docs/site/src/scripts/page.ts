// Things that pages of the catalogue can do with a script: fold fields, copy code, keep the chosen tab. Without it all is shown.

const WORDS = {
  'zh-CN': {
    fold: '展开或折叠',
    all: '全部折叠',
    none: '全部展开',
    copy: '复制',
    copied: '已复制',
    selected: '已选中，请按 Ctrl+C',
  },
  en: {
    fold: 'Fold or unfold',
    all: 'Fold all',
    none: 'Unfold all',
    copy: 'Copy',
    copied: 'Copied',
    selected: 'Selected: press Ctrl+C',
  },
}
const words = document.documentElement.lang === 'en' ? WORDS.en : WORDS['zh-CN']

const depthOf = (row: HTMLElement) => Number(row.dataset['depth'] ?? 0)

/** Shows the rows below a parent, but for those inside of another folded one. */
function showRows(rows: readonly HTMLElement[]): void {
  let foldedAt = Number.POSITIVE_INFINITY
  for (const row of rows) {
    const depth = depthOf(row)
    if (depth <= foldedAt) foldedAt = Number.POSITIVE_INFINITY
    row.hidden = depth > foldedAt
    const isFolded = row.querySelector('.fold')?.getAttribute('aria-expanded') === 'false'
    if (isFolded && foldedAt === Number.POSITIVE_INFINITY) foldedAt = depth
  }
}

function makeButton(className: string, label: string): HTMLButtonElement {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = className
  button.textContent = label
  return button
}

function makeFoldable(container: HTMLElement): void {
  const rows = [...container.querySelectorAll<HTMLElement>('tbody tr')]
  const parents = rows.filter((row) => 'parent' in row.dataset)
  if (parents.length === 0) return
  container.classList.add('foldable')
  const buttons = parents.map((row) => {
    const button = makeButton('fold', '')
    const name = row.querySelector('code')?.textContent ?? ''
    button.setAttribute('aria-label', `${words.fold} ${name}`)
    button.setAttribute('aria-expanded', 'true')
    button.addEventListener('click', () => {
      button.setAttribute('aria-expanded', String(button.getAttribute('aria-expanded') === 'false'))
      showRows(rows)
    })
    row.querySelector('th')?.prepend(button)
    return button
  })
  if (rows.length < 20) return
  const all = makeButton('fold-all', words.all)
  all.addEventListener('click', () => {
    const isOpen = all.textContent === words.all
    for (const button of buttons) button.setAttribute('aria-expanded', String(!isOpen))
    all.textContent = isOpen ? words.none : words.all
    showRows(rows)
  })
  container.before(all)
}

/** Copies what is shown of a block; where the browser forbids it, as on a page without HTTPS, selects it. */
async function copyBlock(block: HTMLElement): Promise<string> {
  try {
    // biome-ignore lint/performance/useDomNodeTextContent: what the chosen tab hides is not copied.
    await navigator.clipboard.writeText(block.innerText)
    return words.copied
  } catch {
    getSelection()?.selectAllChildren(block)
    return words.selected
  }
}

function addCopy(container: HTMLElement): void {
  const button = makeButton('copy-code', words.copy)
  button.setAttribute('aria-live', 'polite')
  button.addEventListener('click', async () => {
    const shown = [...container.querySelectorAll('pre')].find((block) => block.checkVisibility())
    if (shown) button.textContent = await copyBlock(shown)
    setTimeout(() => {
      button.textContent = words.copy
    }, 2_000)
  })
  container.append(button)
}

/** Chooses the tab that was chosen on the last page, where this one has it. */
function keepChoice(sample: HTMLElement): void {
  const inputs = [...sample.querySelectorAll<HTMLInputElement>('.tabs input')]
  for (const input of inputs) {
    const key = `sample-${input.name}`
    if (sessionStorage.getItem(key) === input.value) input.checked = true
    input.addEventListener('change', () => sessionStorage.setItem(key, input.value))
  }
}

for (const container of document.querySelectorAll<HTMLElement>('.fields')) makeFoldable(container)
for (const container of document.querySelectorAll<HTMLElement>('.sample, .copyable')) addCopy(container)
for (const sample of document.querySelectorAll<HTMLElement>('.sample')) keepChoice(sample)
// In an area with many operations the page's own entry is far below.
document.querySelector('#starlight__sidebar [aria-current="page"]')?.scrollIntoView({ block: 'nearest' })
