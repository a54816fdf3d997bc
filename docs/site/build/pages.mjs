// All pages that are made of the catalogue, for the routes in src/pages.
/** @import { SiteArea, SiteOperation } from './catalogue/operations.mjs' */
/** @import { SiteEvent } from './catalogue/events.mjs' */
/** @import { Language } from './words.mjs' */
/** @import { Written } from './html/operation.mjs' */
import { BASE, toTwin } from './addresses.mjs'
import { readEvents } from './catalogue/events.mjs'
import { readAreas } from './catalogue/operations.mjs'
import { writeEvent } from './html/event.mjs'
import { toAreaSlug, writeArea, writeAreas, writeEvents } from './html/lists.mjs'
import { writeOperation } from './html/operation.mjs'
import { listSidebar } from './sidebar.mjs'

export { linkTwin } from './addresses.mjs'
export { writeAgentArea, writeAgentEvent, writeAgentPage } from './agents/area.mjs'
export { writeLlms, writeLlmsFull, writeSkill } from './agents/llms.mjs'
export { GUIDES } from './guides/list.mjs'
export { readGuide } from './guides/markdown.mjs'
export { writeHome } from './html/home.mjs'
export { writeMissing } from './html/missing.mjs'
export { listFields, listGuides as listSearchedGuides, listTitles } from './search/lists.mjs'
export { say } from './words.mjs'
export { hasWorkbench, workbenchHead } from './workbench.mjs'

/**
 * A page to be written when its turn comes.
 *
 * @typedef {object} Page
 * @property {string} slug - without the language.
 * @property {(language: Language) => Written} write
 * @property {string} [twin] - address of the same as Markdown.
 * @property {SiteArea} [area] - whose operations stand in the sidebar.
 */

/** Names of the areas that are built, where not all are: `SITE_AREAS=gov,pay npm run site:dev`. */
const wanted = process.env['SITE_AREAS']?.split(',').filter(Boolean)

/** The areas that are built. */
export const areas = await readAreas(wanted)
export const events = readEvents()
/** @type {readonly SiteOperation[]} */
export const operations = areas.flatMap(({ operations: own }) => own)

/** Lists the pages of a kind; the address of each begins with its name. @param {'areas' | 'operations' | 'events'} kind @returns {readonly Page[]} */
export function listPages(kind) {
  switch (kind) {
    case 'areas':
      return [
        { slug: 'areas', write: (language) => writeAreas(areas, language) },
        ...areas.map((area) => ({
          slug: toAreaSlug(area.name),
          twin: `${BASE}agents/${area.name}.md`,
          write: (/** @type {Language} */ language) => writeArea(area, language),
          area,
        })),
      ]
    case 'operations':
      return areas.flatMap((area) =>
        area.operations.map((operation) => ({
          slug: operation.slug,
          twin: toTwin(operation.slug),
          write: (/** @type {Language} */ language) => writeOperation(operation, { operations, events }, language),
          area,
        })),
      )
    case 'events':
      return [
        { slug: 'events', write: (language) => writeEvents(events, language) },
        ...events.map((event) => ({
          slug: event.slug,
          twin: toTwin(event.slug),
          write: (/** @type {Language} */ language) => writeEvent(event, operations, language),
        })),
      ]
  }
}

/** The sidebar of a page. @param {Page} page @param {Language} language */
export function chooseSidebar({ slug, area }, language) {
  return listSidebar({ slug, area, events, language })
}
