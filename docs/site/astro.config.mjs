import starlight from '@astrojs/starlight'
import { defineConfig, passthroughImageService } from 'astro/config'
import { BASE, ORIGIN } from './build/addresses.mjs'
import { listGuideSidebar } from './build/sidebar.mjs'
import { allowInlineScripts } from './build/workbench.mjs'

export default defineConfig({
  // Addresses for search engines (canonical, hreflang, sitemap) need to know where the site is served.
  site: ORIGIN,
  base: BASE,
  trailingSlash: 'always',
  image: { service: passthroughImageService() },
  integrations: [
    allowInlineScripts(),
    starlight({
      title: 'wechatpay-kit',
      defaultLocale: 'root',
      locales: { root: { label: '简体中文', lang: 'zh-CN' }, en: { label: 'English', lang: 'en' } },
      sidebar: listGuideSidebar(),
      customCss: ['./src/styles/site.css'],
      // The site has a search of its own, which finds every field by any part of its name.
      pagefind: false,
      disable404Route: true,
      components: { Search: './src/components/Search.astro' },
      credits: false,
      lastUpdated: false,
      tableOfContents: { minHeadingLevel: 2, maxHeadingLevel: 3 },
    }),
  ],
})
