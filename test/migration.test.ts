import type { NotificationContent } from '@wechatpay-kit/sandbox'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createWorld, isOurs, readPrograms, SECTIONS, type Section, type World } from './migration.ts'
import { listGuides, readBlocks } from './pages.ts'

// The guides for people who come from elsewhere: every program of ours runs as it stands, and theirs where the other
// package is installed. Both print the same, and their notifications are the sandbox's.

/** What the programs print, theirs and ours alike. */
const OUTPUTS: Readonly<Record<Section, RegExp>> = {
  'set-up': /^$/,
  order: /^(weixin:\/\/wxpay\/bizpayurl\?pr=\w+|prepay_id=\w+)$/,
  refund: /^(PROCESSING|SUCCESS)$/,
  notifications: /^ORDER-1001$/,
  certificates: /^[0-9A-F]{40}$/,
  errors: /^404 ORDER_NOT_EXIST\b/,
}

/** The notification of the order's payment. */
const PAID: NotificationContent = {
  event_type: 'TRANSACTION.SUCCESS',
  original_type: 'transaction',
  resource: { out_trade_no: 'ORDER-1001', trade_state: 'SUCCESS', amount: { total: 100 } },
}

/** Runs the program of a section, and looks at what it prints. */
async function check(section: Section, code: string, world: World, content: NotificationContent = PAID) {
  if (section === 'notifications') {
    const { stdout, statuses } = await world.deliver(code, content)
    // The genuine one is acknowledged; the forged one is refused and printed nowhere.
    expect(stdout.trim()).toMatch(OUTPUTS[section])
    expect(statuses).toEqual([expect.toBeOneOf([200, 204]), 401])
    return
  }
  const { code: exitCode, stdout, stderr } = await world.execute(code)
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  expect(stdout.trim()).toMatch(OUTPUTS[section])
  if (section === 'order') await world.sandbox.command('pay', { out_trade_no: 'ORDER-1001' })
}

const guides = listGuides('en').filter((file) => file.includes('/from-'))

describe.each(guides)('ours in %s', (file) => {
  it('runs', async () => {
    const env = readBlocks(file).find(({ info }) => info === 'ini runtime=migration')?.code ?? expect.fail('no .env')
    const world = await createWorld(env.includes('PUBLIC_KEY') ? 'both' : 'certificate', env)
    onTestFinished(world.close)
    const programs = readPrograms(file, isOurs)
    for (const section of SECTIONS) await check(section, programs[section], world)
  }, 120_000)
})

const readTheirs = (peer: string) => readPrograms(`docs/en/from-${peer}.md`, ({ info }) => info === `js peer=${peer}`)

it('theirs runs with wechatpay-axios-plugin', async () => {
  const peer = 'wechatpay-axios-plugin'
  const { certificates, ...programs } = readTheirs(peer)
  const world = await createWorld('public-key', '')
  onTestFinished(world.close)
  for (const section of SECTIONS) if (section !== 'certificates') await check(section, programs[section], world)

  // In transition, when its certificate is in a file.
  const inTransition = await createWorld('both', '')
  onTestFinished(inTransition.close)
  const serial = await inTransition.saveCertificate()
  await check('certificates', certificates.replace('process.env.PLATFORM_SERIAL', `'${serial}'`), inTransition)
}, 120_000)

it('theirs runs with wechatpay-node-v3', async () => {
  const programs = readTheirs('wechatpay-node-v3')
  const world = await createWorld('both', '')
  onTestFinished(world.close)
  const content: NotificationContent = { ...PAID, platformKeyKind: 'certificate' }
  for (const section of SECTIONS) await check(section, programs[section], world, content)
}, 120_000)
