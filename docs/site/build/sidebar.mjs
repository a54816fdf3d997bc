// The sidebar: the guides in their groups; beside operations those of their area alone, and beside event types all of them.
/** @import { SiteArea } from './catalogue/operations.mjs' */
/** @import { SiteEvent } from './catalogue/events.mjs' */
/** @import { Language } from './words.mjs' */

import { GROUPS } from './guides/list.mjs'
import { nameOperation } from './html/facts.mjs'
import { say, WORDS } from './words.mjs'
import { hasWorkbench } from './workbench.mjs'

/** The part of the sidebar that every page has, before the guides. Starlight puts the language before addresses. */
const REFERENCE = [
  { label: WORDS.areas.zh, translations: { en: WORDS.areas.en }, link: '/areas/' },
  { label: WORDS.events.zh, translations: { en: WORDS.events.en }, link: '/events/' },
  ...(hasWorkbench
    ? [{ label: WORDS.workbench.zh, translations: { en: WORDS.workbench.en }, link: '/workbench/' }]
    : []),
]

/** The sidebar of the guides, as Starlight's configuration takes it. */
export function listGuideSidebar() {
  return [
    { label: '参考', translations: { en: 'Reference' }, items: REFERENCE },
    ...GROUPS.map(({ label, guides }, index) => ({
      label: label.zh,
      translations: { en: label.en },
      items: guides.map(({ slug }) => ({ slug })),
      collapsed: index > 4,
    })),
  ]
}

/**
 * The sidebar of a page that is made of the catalogue.
 *
 * @param {{ slug: string, area: SiteArea | undefined, events: readonly SiteEvent[], language: Language }} page
 */
export function listSidebar({ slug, area, events, language }) {
  if (area) {
    return [
      ...listWays(language),
      {
        label: area.name,
        items: [
          { label: say('overview', language), link: `/areas/${area.name}/` },
          ...labelOperations(area.operations, language),
        ],
      },
    ]
  }
  if (slug.startsWith('events/')) {
    const items = events.map(({ slug: own, type, title }) => ({
      label: language === 'zh' && title ? `${title} ${type}` : type,
      link: `/${own}/`,
    }))
    return [...listWays(language), { label: say('events', language), items }]
  }
  return undefined
}

/** The ways out of the catalogue. @param {Language} language */
function listWays(language) {
  return [{ label: say('guides', language), link: '/guides/start/' }, ...REFERENCE]
}

/** The links to operations; those that share a title say where their paths part. @param {SiteArea['operations']} operations @param {Language} language */
function labelOperations(operations, language) {
  const segments = (/** @type {SiteArea['operations'][number]} */ { facts }) => [...facts.path.split('/'), facts.method]
  return operations.map((operation) => {
    const title = nameOperation(operation.facts, language)
    const same = operations.filter(({ facts }) => nameOperation(facts, language) === title).map(segments)
    const own = segments(operation)
    const parting = own.findIndex((segment, index) => same.some((other) => other[index] !== segment))
    const label = parting < 0 ? title : `${title} (${own[parting]})`
    return { label, link: `/${operation.slug}/` }
  })
}
