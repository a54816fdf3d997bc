import type { APIRoute } from 'astro'
import { pages } from '../../site.ts'

export const getStaticPaths = () => pages.areas.map((area) => ({ params: { area: area.name }, props: { area } }))

export const GET: APIRoute = ({ props }) => new Response(pages.writeAgentArea(props['area']))
