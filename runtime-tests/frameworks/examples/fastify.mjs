/** @type {import('../examples.mjs').Description} */
export default {
  framework: 'fastify',
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
