/** @type {import('../examples.mjs').Description} */
export default {
  framework: 'express',
  variants: [
    {
      name: 'express.raw',
      edits: {
        'app.js': [["app.post('/notifications', ", "app.post('/notifications', express.raw({ type: '*/*' }), "]],
      },
    },
  ],
  mistakes: [
    {
      name: 'parsed body',
      edits: { 'app.js': [['const app = express()', 'const app = express().use(express.json())']] },
      remedy: /body was read before this handler.*mount the handler before the parser/,
    },
    {
      name: 'body read before',
      edits: {
        'app.js': [
          [
            'const app = express()',
            'const app = express().use((request, _, next) => request.on("end", next).resume())',
          ],
        ],
      },
      remedy: /body was read before this handler.*keep the raw bytes, as express\.raw/,
    },
  ],
}
