import { pages } from '../../site.ts'

export const GET = () => new Response(JSON.stringify(pages.listFields(pages.operations, pages.events)))
