// The page for addresses that are not there, in both languages, because one file serves for all.
import { toAddress } from '../addresses.mjs'
import { LANGUAGES, say } from '../words.mjs'
import { link } from './html.mjs'

const WORDS = {
  zh: '没有这个页面。请检查地址，用页首的搜索（Ctrl+K）按标题、路径、字段或文档编号查找，或从这里开始：',
  en: 'There is no such page. Look at the address, search above (Ctrl+K) by title, path, field or number of a document, or begin here:',
}

/** Writes what the page says, and the ways on. */
export function writeMissing() {
  return LANGUAGES.map((language) => {
    const ways = /** @type {const} */ ([
      ['guides/start', 'guides'],
      ['areas', 'areas'],
      ['events', 'events'],
    ])
    const items = ways.map(([slug, word]) => `<li>${link(toAddress(slug, language), say(word, language))}</li>`)
    return `<div lang="${language === 'zh' ? 'zh-CN' : 'en'}"><p>${WORDS[language]}</p><ul>${items.join('')}</ul></div>`
  }).join('\n')
}
