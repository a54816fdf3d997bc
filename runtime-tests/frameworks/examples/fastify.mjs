/** @type {import('../examples.mjs').Description} */
export default {
  framework: 'fastify',
  variants: [
    {
      name: 'fastify-raw-body',
      edits: {
        'app.js': [
          [
            "import Fastify from 'fastify'\n",
            "import Fastify from 'fastify'\nimport rawBody from 'fastify-raw-body'\n",
          ],
          [
            '  scope.removeAllContentTypeParsers()\n',
            '  await scope.register(rawBody, { global: false, encoding: false })\n',
          ],
          ["  scope.addContentTypeParser('*', (_request, _payload, done) => done(null))\n", ''],
          ["scope.post('/notifications', ", "scope.post('/notifications', { config: { rawBody: true } }, "],
          ['receive(request.raw, ', 'receive(request, '],
        ],
      },
    },
  ],
  mistakes: [
    {
      name: 'parsed body',
      edits: { 'app.js': [['  scope.removeAllContentTypeParsers()\n', '']] },
      remedy: /body was read before this handler.*fastify-raw-body on Fastify/,
    },
    {
      name: 'missing raw-body plugin',
      edits: {
        'app.js': [
          ['  scope.removeAllContentTypeParsers()\n', ''],
          ['receive(request.raw, reply.raw)', 'receive(request, reply.raw)'],
        ],
      },
      remedy: /body was read before this handler.*fastify-raw-body on Fastify/,
    },
  ],
}
