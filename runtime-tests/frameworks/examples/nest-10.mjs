/** @type {import('../examples.mjs').Description} */
export default {
  framework: '@nestjs/core',
  mistakes: [
    {
      name: 'missing rawBody: true',
      edits: { 'src/main.ts': [['(AppModule, { rawBody: true })', '(AppModule)']] },
      remedy: /body was read before this handler.*NestFactory\.create\(Module, \{ rawBody: true \}\)/,
    },
  ],
}
