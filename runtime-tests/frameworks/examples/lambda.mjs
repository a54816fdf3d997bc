/** @type {import('../examples.mjs').Description} */
export default {
  framework: 'AWS Lambda',
  events: ['http-api', 'rest-api', 'load-balancer'],
  mistakes: [
    {
      name: 'base64 not decoded',
      edits: { 'event.mjs': [["Buffer.from(event.body, 'base64')", 'event.body']] },
      event: 'rest-api',
      status: 401,
      remedy: /body is not as received \(parsed, re-encoded, base64\).*Pass the raw bytes/,
    },
    {
      name: 'parsed body',
      edits: { 'event.mjs': [[': event.body\n', ': JSON.stringify(JSON.parse(event.body), null, 2)\n']] },
      event: 'http-api',
      status: 401,
      remedy: /body is not as received \(parsed, re-encoded, base64\).*Pass the raw bytes/,
    },
  ],
}
