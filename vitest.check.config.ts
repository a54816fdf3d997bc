import { configDefaults } from 'vitest/config'
import config from './vitest.config.ts'

// The tests for `npm run check`, without those that take seconds: programs and builds, random inputs by the hundred, keys
// made anew, pure JavaScript, bombs, files of a hundred megabytes, waiting. `npm test` runs them all.
const SLOW = [
  'test/**',
  'packages/cli/test/**',
  'docs/site/src/workbench/test/call.test.ts',
  'packages/*/test/**/*.fuzz.test.ts',
  'packages/*/test/**/{bombs,certificate-keys,conformance,cross-backend,file-memory,key-files,own-options,platform-keys,retry,zhejiang}.test.ts',
]

export default {
  ...config,
  test: { ...config.test, exclude: [...configDefaults.exclude, ...SLOW] },
}
