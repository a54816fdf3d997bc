import type { MidwayConfig } from '@midwayjs/core'

export default {
  keys: 'change-me',
  koa: { port: Number(process.env.PORT ?? 3000) },
} as MidwayConfig
