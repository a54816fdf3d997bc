// Each guide as the Markdown that its page is made of.
import type { APIRoute } from 'astro'
import { LANGUAGES } from '../../build/words.mjs'
import { pages } from '../site.ts'

export const getStaticPaths = () =>
  pages.GUIDES.flatMap((guide) =>
    LANGUAGES.map((language) => ({
      params: { path: `${language === 'en' ? 'en/' : ''}${guide.slug}` },
      props: { guide, language },
    })),
  )

export const GET: APIRoute = ({ props }) => {
  const { title, markdown } = pages.readGuide(props['guide'], props['language'])
  return new Response(`# ${title}\n\n${markdown}`)
}
