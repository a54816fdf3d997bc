/** @type {import('../examples.mjs').Description} */
export default {
  framework: 'koa',
  variants: [
    {
      name: 'behind the parser',
      edits: {
        'app.js': [
          ['const app = new Koa()', 'const app = new Koa().use(bodyParser())'],
          ['receive(context.req, ', 'receive(context.request, '],
        ],
      },
    },
  ],
  mistakes: [
    {
      name: 'parsed body',
      edits: { 'app.js': [['const app = new Koa()', 'const app = new Koa().use(bodyParser())']] },
      remedy: /body was read before this handler.*mount the handler before the parser/,
    },
    {
      name: 'body read before',
      edits: {
        'app.js': [
          [
            'const app = new Koa()',
            'const app = new Koa().use(({ req }, next) => new Promise((done) => req.on("end", done).resume()).then(next))',
          ],
        ],
      },
      remedy: /body was read before this handler.*keep the raw bytes, as express\.raw/,
    },
  ],
}
