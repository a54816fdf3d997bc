/** @type {import('../examples.mjs').Description} */
export default {
  framework: 'Tencent SCF',
  events: ['function-url', 'api-gateway'],
  mistakes: [
    {
      name: 'base64 not decoded',
      edits: { 'event.js': [["Buffer.from(body, 'base64')", 'body']] },
      event: 'api-gateway',
      status: 401,
      remedy: /body is not as received \(parsed, re-encoded, base64\).*Pass the raw bytes/,
    },
  ],
}
