/** @type {import('../examples.mjs').Description} */
export default {
  framework: 'nitropack',
  mistakes: [
    {
      name: 'event in place of its request',
      edits: { 'routes/notifications.post.ts': [['handle(toWebRequest(event))', 'handle(event as never)']] },
      remedy: /body is missing: pass the framework's Request itself/,
    },
    {
      name: 'body read before',
      edits: {
        'routes/notifications.post.ts': [['return handle', 'await toWebRequest(event).json()\n  return handle']],
      },
      // h3 gives a second Request, whose body never ends.
      remedy: /was not handled within 4500 ms.*its body was read before/,
    },
  ],
}
