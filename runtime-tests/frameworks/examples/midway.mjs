/** @type {import('../examples.mjs').Description} */
export default {
  framework: '@midwayjs/koa',
  mistakes: [
    {
      name: 'parsed body',
      edits: {
        'src/controller/notifications.controller.ts': [['receive(this.ctx.request, ', 'receive(this.ctx.req, ']],
      },
      remedy: /body was read before this handler.*ctx\.request on Koa, Midway/,
    },
  ],
}
