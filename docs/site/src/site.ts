// What the pages are made of. Loaded by Node.js itself, not bundled: these modules find the repository by their own address.
import { pathToFileURL } from 'node:url'

const address = pathToFileURL(`${process.cwd()}/build/pages.mjs`).href

export const pages = (await import(/* @vite-ignore */ address)) as typeof import('../build/pages.mjs')

/** A list as a module, because a page that may not connect can still load it. */
export function respondList(list: readonly unknown[]): Response {
  return new Response(`export default ${JSON.stringify(list)}`, { headers: { 'content-type': 'text/javascript' } })
}
