/** @type {import('../examples.mjs').Description} */
export default {
  framework: 'nitro',
  mistakes: [
    {
      name: 'event in place of its request',
      edits: { 'routes/notifications.post.ts': [['handle(event.req)', 'handle(event as never)']] },
      remedy: /body is missing: pass the framework's Request itself/,
    },
    {
      name: 'body read before',
      edits: { 'routes/notifications.post.ts': [['return handle', 'await event.req.json()\n  return handle']] },
      remedy: /body was read before: pass the request untouched/,
    },
  ],
}
