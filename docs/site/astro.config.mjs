import starlight from '@astrojs/starlight'
import { defineConfig, passthroughImageService } from 'astro/config'
import { BASE } from './build/addresses.mjs'
import { listGuideSidebar } from './build/sidebar.mjs'
import { allowInlineScripts } from './build/workbench.mjs'

export default defineConfig({
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
      components: { Search: './src/components/Search.astro' },
      credits: false,
      lastUpdated: false,
      tableOfContents: { minHeadingLevel: 2, maxHeadingLevel: 3 },
    }),
  ],
})
