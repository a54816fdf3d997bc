// Astro's content loader for the guides: reads them where they stand in the repository.
import { join, relative } from 'node:path'
import { linkTwin, toTwin } from '../addresses.mjs'
import { LANGUAGES } from '../words.mjs'
import { GUIDES } from './list.mjs'
import { readGuide, root } from './markdown.mjs'

/** Loads all guides in both languages; while the site is served, a guide is read anew when its file changes. @returns {import('astro/loaders').Loader} */
export function guidesLoader() {
  return {
    name: 'guides',
    async load({ store, renderMarkdown, parseData, generateDigest, config, watcher }) {
      const folder = new URL('.', config.root).pathname
      const loadAll = async () => {
        for (const guide of GUIDES) {
          for (const language of LANGUAGES) {
            const { title, description, markdown, source } = readGuide(guide, language)
            const id = language === 'en' ? `en/${guide.slug}` : guide.slug
            const file = relative(folder, join(root, source))
            const data = await parseData({
              id,
              data: { title, description, head: [linkTwin(toTwin(guide.slug, language))] },
              filePath: file,
            })
            const { html, ...others } = await renderMarkdown(markdown)
            // What is too wide scrolls, by keyboard too.
            const rendered = { html: html.replace(/<(table(?=>)|pre(?= ))/g, '<$1 tabindex="0"'), ...others }
            store.set({ id, data, body: markdown, filePath: file, digest: generateDigest(markdown + title), rendered })
          }
        }
      }
      store.clear()
      await loadAll()
      const sources = new Set(GUIDES.flatMap(({ zh, en }) => [join(root, zh), join(root, en)]))
      for (const source of sources) watcher?.add(source)
      watcher?.on('change', (changed) => {
        if (sources.has(changed)) loadAll()
      })
    },
  }
}
