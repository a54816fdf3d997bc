import { pages, respondList } from '../../site.ts'

export const GET = () => respondList(pages.listFields(pages.operations, pages.events))
