/** @type {import('../examples.mjs').Description} */
export default {
  framework: 'next',
  mistakes: [
    {
      name: 'body read before',
      edits: { 'app/notifications/route.ts': [['return handle', 'await request.json()\n  return handle']] },
      remedy: /body was read before: pass the request untouched/,
    },
  ],
}
