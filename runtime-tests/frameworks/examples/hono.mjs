/** @type {import('../examples.mjs').Description} */
export default {
  framework: 'hono',
  mistakes: [
    {
      name: 'body read before',
      edits: {
        'server.js': [
          [
            "app.post('/notifications', (context) => handle",
            "app.post('/notifications', async (context) => (await context.req.json()) && handle",
          ],
        ],
      },
      remedy: /body was read before: pass the request untouched/,
    },
  ],
}
