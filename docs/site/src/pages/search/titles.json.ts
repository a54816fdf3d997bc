import { pages } from '../../site.ts'

export const GET = () => new Response(JSON.stringify(pages.listTitles(pages.operations, pages.events)))
