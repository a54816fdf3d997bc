import { defineCollection } from 'astro:content'
import { docsSchema } from '@astrojs/starlight/schema'
import { guidesLoader } from '../build/guides/loader.mjs'

export const collections = { docs: defineCollection({ loader: guidesLoader(), schema: docsSchema() }) }
