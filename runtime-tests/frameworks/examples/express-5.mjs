/** @type {import('../examples.mjs').Description} */
export default {
  framework: 'express',
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
      remedy: /body was read before this handler.*keep the raw bytes/,
    },
  ],
}
