// The sandbox of the packed command, as a process on a port of its own; it plays payers and sends notifications.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { startProcess } from './running.mjs'

/** An attempt to deliver a notification. @typedef {{ status?: number, body?: string, error?: string }} Attempt */

/**
 * @typedef {object} Sandbox
 * @property {string} environment the variables that a client needs, as the text of an env file
 * @property {(orderNumber: string) => Promise<Attempt[]>} pay pays an order; gives the notifications that were sent because of it
 * @property {(to: string, fault?: string) => Promise<Attempt>} trigger sends the notification of a payment
 * @property {() => Promise<void>} stop
 */

/** @param {string} project folder that has the packed packages @returns {Promise<Sandbox>} */
export async function startSandbox(project) {
  const file = join(project, 'sandbox.env')
  const command = join(project, 'node_modules/wechatpay-kit/dist/main.js')
  const args = [command, 'sandbox', '--port', '0', '--env', file]
  const { output, stop, waitFor } = startProcess(process.execPath, args, project, { LC_ALL: 'C' })
  await waitFor(() => output().includes(`environment is in ${file}`))
  const environment = readFileSync(file, 'utf8')
  const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(environment)?.[0]

  /** @param {string} name @param {object} json */
  const execute = async (name, json) => {
    const headers = { 'Content-Type': 'application/json' }
    const response = await fetch(`${origin}/sandbox/${name}`, { method: 'POST', headers, body: JSON.stringify(json) })
    const text = await response.text()
    if (!response.ok) throw new Error(`/sandbox/${name}: ${response.status} ${text}`)
    return JSON.parse(text)
  }

  return {
    environment,
    stop,
    async pay(out_trade_no) {
      await execute('pay', { out_trade_no })
      const { deliveries } = await execute('deliveries', { reference: out_trade_no })
      return deliveries
    },
    trigger: (to, fault) => execute('notifications', { event_type: 'TRANSACTION.SUCCESS', to, fault }),
  }
}
