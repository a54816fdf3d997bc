import config from './vitest.config.ts'

// The tests of the crypto package for `npm run mutation`, without those that repeat others with random inputs.
export default {
  ...config,
  test: {
    ...config.test,
    include: ['packages/crypto/test/**/*.test.ts'],
    exclude: ['**/parsers.fuzz.test.ts', '**/cross-backend.test.ts', '**/openssl.test.ts'],
  },
}
