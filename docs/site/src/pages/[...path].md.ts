// The twins of pages: each guide as the Markdown that its page is made of, each operation and event type as plain text.
import type { APIRoute } from 'astro'
import { LANGUAGES } from '../../build/words.mjs'
import { pages } from '../site.ts'

type Twin = { params: { path: string }; props: { write: () => string } }

const guides: Twin[] = pages.GUIDES.flatMap((guide) =>
  LANGUAGES.map((language) => ({
    params: { path: `${language === 'en' ? 'en/' : ''}${guide.slug}` },
    props: {
      write() {
        const { title, markdown } = pages.readGuide(guide, language)
        return `# ${title}\n\n${markdown}`
      },
    },
  })),
)
const operations = pages.operations.map((operation): Twin => {
  return { params: { path: operation.slug }, props: { write: () => pages.writeAgentPage(operation) } }
})
const events = pages.events.map((event): Twin => {
  return { params: { path: event.slug }, props: { write: () => pages.writeAgentEvent(event) } }
})

export const getStaticPaths = () => [...guides, ...operations, ...events]

export const GET: APIRoute = ({ props }) => new Response(props['write']())
