// What is checked of an example: orders that cannot be read, one that is paid and heard of, a forged notification, and the same with other set-ups
// that work; and mistakes.
import { buildApp, startApp, writeEnvironment } from './app.mjs'
import { editFiles } from './workspace.mjs'

/** A check, and what is wrong. @typedef {{ name: string, problem: string | undefined }} Check */

/**
 * @typedef {object} Result
 * @property {string} example
 * @property {string} version framework and version
 * @property {number} seconds
 * @property {Check[]} checks bad order, order, notification, forged, missing variable
 * @property {Check[]} variants other set-ups
 * @property {Check[]} mistakes
 */

/** @typedef {import('./sandbox.mjs').Sandbox} Sandbox */
/** @typedef {import('./app.mjs').App} App */

/** Fen of an order: every example sells one thing. */
const TOTAL = 100
/** Orders that are none: cut off, of another type, without what is ordered; and nothing at all. @type {Record<string, RequestInit>} */
const BAD_ORDERS = {
  'bad JSON': { body: '{ "description": ' },
  null: { body: 'null' },
  'no description': { body: '{}' },
  'an object for a description': { body: '{ "description": {} }' },
  'no body': { headers: {} },
}
/** The problem of what depends on something that went wrong. */
const DID_NOT_RUN = 'did not run'
/** A variable without which no notification can be decrypted. */
const MISSING = { name: 'WECHATPAY_APIV3_KEY', pattern: /^WECHATPAY_APIV3_KEY=.*$/m }
/** Milliseconds after a response within which an example has printed its error. */
const PRINTED_WITHIN = 5_000

/** Checks an example; where it is the function of a cloud, with each kind of events. @param {import('./examples.mjs').Example} example @param {import('./workspace.mjs').Workspace} workspace @param {Sandbox} sandbox @returns {Promise<Result[]>} */
export async function checkExample(example, workspace, sandbox) {
  const { name, framework, events } = example
  const folder = workspace.folderOf(name)
  if (!events) return [await check(example, folder, `${framework} ${workspace.versionOf(name, framework)}`, sandbox)]
  const results = []
  for (const event of events) {
    results.push(await check(example, folder, `${framework}, documented event: ${event}`, sandbox, event))
  }
  return results
}

/** @param {import('./examples.mjs').Example} example @param {string} folder @param {string} version @param {Sandbox} sandbox @param {string} [event] kind of the events @returns {Promise<Result>} */
async function check(example, folder, version, sandbox, event) {
  const begin = performance.now()
  /** Starts the example, has something done with it, and stops it. @param {(app: App) => Promise<Check[]>} use */
  const withApp = async (use) => {
    const app = await startApp(folder, example, event)
    try {
      return await use(app)
    } finally {
      await app.program.stop()
    }
  }
  /** Has something done with other files. @template Outcome @param {import('./examples.mjs').Edits} edits @param {() => Promise<Outcome>} use */
  const withEdits = async (edits, use) => {
    const mend = editFiles(folder, edits)
    try {
      await buildApp(folder, example)
      return await use()
    } finally {
      mend()
    }
  }
  const pay = () => withApp((app) => checkPayment(app, example, sandbox))
  writeEnvironment(folder, sandbox.environment)
  /** @type {Check[]} */
  const checks = await buildApp(folder, example)
    .then(pay)
    .catch((error) => [
      { name: 'bad order', problem: String(error) },
      { name: 'order', problem: DID_NOT_RUN },
      { name: 'notification', problem: DID_NOT_RUN },
      { name: 'forged', problem: DID_NOT_RUN },
    ])
  /** @param {import('./examples.mjs').Mistake} mistake */
  const tryMistake = (mistake) =>
    withApp(async (app) => [await checkMistake(app, mistake, sandbox)]).catch((error) => [judgeEnd(mistake, error)])
  const { name: variable, pattern } = MISSING
  writeEnvironment(folder, sandbox.environment.replace(pattern, ''))
  const remedy = new RegExp(`${variable} is missing: set it to`)
  checks.push(...(await tryMistake({ name: 'missing variable', edits: {}, remedy })))
  writeEnvironment(folder, sandbox.environment)
  /** @type {Check[]} */
  const variants = []
  for (const { name, edits } of example.variants) {
    const found = await withEdits(edits, pay).catch((error) => [{ name, problem: String(error) }])
    variants.push({ name, problem: found.find(({ problem }) => problem !== undefined)?.problem })
  }
  /** @type {Check[]} */
  const mistakes = []
  for (const mistake of example.mistakes.filter((mistake) => mistake.event === undefined || mistake.event === event)) {
    const found = withEdits(mistake.edits, () => tryMistake(mistake))
    mistakes.push(...(await found.catch((error) => [{ name: mistake.name, problem: String(error) }])))
  }
  const seconds = Math.round((performance.now() - begin) / 1000)
  return { example: example.name, version, seconds, checks, variants, mistakes }
}

/** Orders that are none are refused; one is made, paid, and its notification arrives; one that is forged is refused. @param {App} app @param {import('./examples.mjs').Example} example @param {Sandbox} sandbox @returns {Promise<Check[]>} */
async function checkPayment({ url, notifyUrl, program }, { paths }, sandbox) {
  const headers = { 'Content-Type': 'application/json' }
  const badOrders = []
  for (const [name, init] of Object.entries(BAD_ORDERS)) {
    const response = await fetch(url + paths.orders, { method: 'POST', headers, ...init })
    // SvelteKit takes what has no type for a form of another site.
    const isRefused = response.status === 400 || (init.headers && response.status === 403)
    if (!isRefused) badOrders.push(`${name}: ${response.status} ${await response.text()}`)
  }
  const isHeld = badOrders.length === 0 && !program.hasEnded()
  const badOrder = isHeld ? undefined : `${badOrders.join('\n')}\n${program.output()}`
  const response = await fetch(url + paths.orders, {
    method: 'POST',
    headers,
    body: JSON.stringify({ description: '茶叶' }),
  })
  const text = await response.text()
  const { out_trade_no, code_url } = response.ok ? JSON.parse(text) : {}
  const isOrder = response.status === 201 && /^\w{32}$/.test(out_trade_no) && /^weixin:/.test(code_url)
  const order = isOrder ? undefined : `${response.status} ${text}\n${program.output()}`
  let notification
  if (isOrder) {
    const attempts = await sandbox.pay(out_trade_no)
    const [{ status } = {}] = attempts
    if (attempts.length !== 1 || status !== 204) notification = `delivered as ${JSON.stringify(attempts)}`
    else await program.waitFor(() => program.output().includes(`paid ${out_trade_no} ${TOTAL}`))
  } else notification = DID_NOT_RUN

  const before = countPaid(program)
  const { status, body } = await sandbox.trigger(notifyUrl, 'wrong-signature')
  // The next one comes through, so that what the forged one caused would stand before it.
  const next = await sandbox.trigger(notifyUrl)
  if (next.status === 204) await program.waitFor(() => countPaid(program) > before)
  const isRefused = status === 401 && next.status === 204 && countPaid(program) === before + 1
  const forged = isRefused ? undefined : `${status} ${body}, the next ${next.status}:\n${program.output()}`
  return [
    { name: 'bad order', problem: badOrder },
    { name: 'order', problem: order },
    { name: 'notification', problem: notification },
    { name: 'forged', problem: forged },
  ]
}

/** A notification that comes to a wrong set-up is not acknowledged, and somebody is told what to do. @param {App} app @param {import('./examples.mjs').Mistake} mistake @param {Sandbox} sandbox @returns {Promise<Check>} */
async function checkMistake({ notifyUrl, program }, { name, remedy, status: expected = 500 }, sandbox) {
  const { status = 0, body = '' } = await sandbox.trigger(notifyUrl)
  const told = () => `${body}\n${program.output()}`
  if (status === expected) await program.waitFor(() => remedy.test(told()), PRINTED_WITHIN).catch(() => {})
  const isGood = status === expected && remedy.test(told()) && countPaid(program) === 0
  return { name, problem: isGood ? undefined : `${status} ${told()}` }
}

/** Some set-ups do not start: their reason is looked at. @param {import('./examples.mjs').Mistake} mistake @param {unknown} error @returns {Check} */
function judgeEnd({ name, remedy }, error) {
  return { name, problem: remedy.test(String(error)) ? undefined : String(error) }
}

/** @param {import('./running.mjs').Running} program */
function countPaid(program) {
  return program.output().match(/\bpaid \w+ \d+/g)?.length ?? 0
}
