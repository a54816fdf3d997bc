import './page.mjs'

addEventListener('message', async ({ data: [name, broken] }) => {
  postMessage(await globalThis.runSuite(name, broken))
})
