import type { MidwayConfig } from '@midwayjs/core'

export default {
  keys: process.env.COOKIE_KEYS,
  koa: { port: Number(process.env.PORT ?? 3000) },
  // In production Midway logs into files alone; this shop shows its payments on standard output too.
  midwayLogger: { default: { transports: { console: { autoColors: false } } } },
} as MidwayConfig
