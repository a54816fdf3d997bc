// What the pages are made of. Loaded by Node.js itself, not bundled: these modules find the repository by their own address.
import { pathToFileURL } from 'node:url'

const address = pathToFileURL(`${process.cwd()}/build/pages.mjs`).href

export const pages = (await import(/* @vite-ignore */ address)) as typeof import('../build/pages.mjs')
