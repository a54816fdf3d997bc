import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const source = (path: string) => fileURLToPath(new URL(`./packages/${path}`, import.meta.url))

export default defineConfig({
  // Tests import the packages by name, as a user does, and run on their sources.
  resolve: {
    alias: [
      {
        find: /^@wechatpay-kit\/(catalogue|client|crypto|endpoints|sandbox|transport-fetch|transport-undici)$/,
        replacement: source('$1/src/index.ts'),
      },
      {
        find: /^@wechatpay-kit\/transport-fetch\/conformance$/,
        replacement: source('transport-fetch/conformance/index.ts'),
      },
      {
        find: /^@wechatpay-kit\/(client|crypto|sandbox)\/(certificate|certificate-keys|core|forge|node|opentelemetry|operation|pay-parameters|pem|x509)$/,
        replacement: source('$1/src/$2.ts'),
      },
      {
        find: /^@wechatpay-kit\/endpoints\/(payments|(?:areas|brand|global|hk|v3)\/.+)$/,
        replacement: source('endpoints/src/$1.ts'),
      },
    ],
  },
  test: {
    include: ['packages/*/test/**/*.test.ts', 'test/**/*.test.ts', 'docs/site/src/workbench/test/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    coverage: {
      include: ['packages/*/src/**/*.ts'],
      // The command runs in processes of its own, where nothing is counted.
      // Generated: types alone; and a file of types and one line for each operation, all of which are called.
      exclude: [
        'packages/cli/src/**',
        'packages/client/src/notifications/events.ts',
        'packages/endpoints/src/{areas,brand,global,hk}/**',
        'packages/endpoints/src/v3/!(gov|security)/**',
        'packages/endpoints/src/v3/gov/!(subsidy)/**',
        'packages/endpoints/src/v3/gov/subsidy/*.ts',
        'packages/endpoints/src/v3/gov/subsidy/!(zhejiang)/**',
      ],
      reporter: ['text'],
      thresholds: { statements: 95, branches: 90, functions: 95, lines: 95 },
    },
  },
})
