import type { APIRoute } from 'astro'
import type { Language } from '../../../build/words.mjs'
import { LANGUAGES } from '../../../build/words.mjs'
import { pages, respondList } from '../../site.ts'

export const getStaticPaths = () => LANGUAGES.map((language) => ({ params: { language } }))

export const GET: APIRoute = ({ params }) => respondList(pages.listSearchedGuides(params['language'] as Language))
