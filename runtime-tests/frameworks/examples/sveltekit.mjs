/** @type {import('../examples.mjs').Description} */
export default {
  framework: '@sveltejs/kit',
  node: 24,
  mistakes: [
    {
      name: 'body read before',
      edits: { 'src/routes/notifications/+server.ts': [['return handle', 'await request.json()\n  return handle']] },
      remedy: /body was read before: pass the request untouched/,
    },
  ],
}
