import { pages, respondList } from '../../site.ts'

export const GET = () => respondList(pages.listTitles(pages.operations, pages.events))
