// Opens the workbench in its page.
import type { Language } from '../../build/words.mjs'

type Workbench = { mount(target: HTMLElement, language: Language): void }

import.meta.glob('../workbench/workbench.css', { eager: true })
const [load] = Object.values(import.meta.glob<Workbench>('../workbench/index.ts'))
const target = document.getElementById('workbench')
const workbench = await load?.()
if (target) workbench?.mount(target, document.documentElement.lang === 'en' ? 'en' : 'zh')
