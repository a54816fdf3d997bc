import { pages } from '../../site.ts'

export const GET = () => new Response(pages.writeSkill())
