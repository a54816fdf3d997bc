import { LANGUAGES } from '../build/words.mjs'
import { pages } from './site.ts'

/** The static paths of a kind of pages in both languages: Chinese ones stand at the root. */
export function listPaths(kind: 'areas' | 'events' | 'operations') {
  return pages.listPages(kind).flatMap((page) =>
    LANGUAGES.map((language) => ({
      params: { language: language === 'en' ? 'en' : undefined, path: page.slug.slice(kind.length + 1) || undefined },
      props: { page, language },
    })),
  )
}

/** The static paths of the workbench in both languages; none while it is not there. */
export function listWorkbenchPaths() {
  if (!pages.hasWorkbench) return []
  return LANGUAGES.map((language) => ({
    params: { language: language === 'en' ? 'en' : undefined },
    props: { language },
  }))
}
