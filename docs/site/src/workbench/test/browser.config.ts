import config from '../../../../../vitest.config.ts'

// The suite that opens the workbench in Chromium: npx vitest run --config docs/site/src/workbench/test/browser.config.ts
export default {
  ...config,
  test: {
    include: ['docs/site/src/workbench/test/browser/*.suite.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // One Chromium at a time: each file starts its own.
    fileParallelism: false,
  },
}
