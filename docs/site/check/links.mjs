// Links of the built site that lead nowhere, and what it would fetch from elsewhere.
/** @import { Built } from './built.mjs' */
import { BASE } from '../build/addresses.mjs'

/** Lists links to pages, files and anchors that are not there. @param {Built} built */
export function findDeadLinks({ pages, files }) {
  /** @type {string[]} */
  const faults = []
  for (const [address, { links, fetched }] of pages) {
    for (const link of new Set([...links, ...fetched])) {
      if (/^(?:https?:|mailto:|data:)/.test(link)) continue
      const { pathname, hash } = new URL(link, `http://site${BASE}${address.slice(1)}`)
      const path = decodeURIComponent(pathname).replace(BASE, '/')
      const page = pages.get(path)
      if (!page && !files.has(path)) faults.push(`${address} links to ${link}, which is not there`)
      else if (page && hash && !page.anchors.has(decodeURIComponent(hash.slice(1)))) {
        faults.push(`${address} links to ${link}, and that page has no such anchor`)
      }
    }
  }
  return faults
}

/** Lists what pages would fetch from other hosts. @param {Built} built */
export function findForeign({ pages }) {
  return [...pages].flatMap(([address, { fetched }]) =>
    fetched.filter((link) => /^(?:https?:)?\/\//.test(link)).map((link) => `${address} fetches ${link}`),
  )
}
