// The texts that the site renders, in the order and groups of its sidebar. Each has one source; nothing is copied.
/** @import { Text } from '../words.mjs' */

/**
 * @typedef {object} Guide
 * @property {string} slug - of its page, without the language.
 * @property {string} zh - path of its source in the repository.
 * @property {string} en
 * @property {Text} [title] - where it is not the heading of the source.
 */

/** @typedef {{ label: Text, guides: readonly Guide[] }} Group */

/** Groups of the sidebar. @type {readonly Group[]} */
export const GROUPS = [
  {
    label: { zh: '开始', en: 'Start' },
    guides: [
      {
        slug: 'guides/start',
        zh: 'README.zh-CN.md',
        en: 'README.md',
        title: { zh: '第一个调用', en: 'First call' },
      },
      ...['keys', 'setup-check', 'calls', 'operations', 'errors'].map(both),
    ],
  },
  group({ zh: '支付与账单', en: 'Payments and bills' }, ['payments', 'bills', 'files']),
  group({ zh: '回调通知', en: 'Notifications' }, ['notifications', 'frameworks', 'functions']),
  group({ zh: '密钥与商户', en: 'Keys and merchants' }, ['certificates', 'merchants', 'kms', 'openssl', 'crypto']),
  group({ zh: '运行环境', en: 'Runtimes' }, ['runtimes', 'modules', 'transports', 'telemetry']),
  group({ zh: '用沙箱测试', en: 'Testing with the sandbox' }, [
    'sandbox',
    'sandbox-server',
    'sandbox-payments',
    'sandbox-transfers',
    'sandbox-described',
  ]),
  group({ zh: '迁移', en: 'Moving from other SDKs' }, [
    'from-wechatpay-axios-plugin',
    'from-wechatpay-node-v3',
    'from-node-easywechat',
    'from-better-wechatpay',
    'from-wechatpay-php',
  ]),
  {
    label: { zh: '包', en: 'Packages' },
    guides: [
      beside('packages/cli', 'packages/cli/README.md'),
      beside('packages/test-vectors', 'test-vectors/README.md'),
      ...['endpoints', 'client', 'crypto', 'transport-fetch', 'transport-undici', 'sandbox', 'catalogue'].map((name) =>
        beside(`packages/${name}`, `packages/${name}/README.md`),
      ),
    ],
  },
  {
    label: { zh: '关于本项目', en: 'About the project' },
    guides: [
      both('versions'),
      beside('about/architecture', 'docs/architecture.md'),
      beside('about/security', 'SECURITY.md'),
      beside('about/contributing', 'CONTRIBUTING.md'),
    ],
  },
  {
    label: { zh: '证据', en: 'Evidence' },
    guides: [
      both('evidence'),
      ...[
        'benchmark',
        'cold-start',
        'speed',
        'routing',
        'types',
        'merchants',
        'bills',
        'sandbox',
        'attacks',
        'hostile-network',
        'notifications',
        'crypto-evidence',
        'crypto-mutation',
        'catalogue',
        'site',
      ].map((name) => beside(`evidence/${name}`, `docs/evidence/${name}.md`)),
    ],
  },
]

/** All texts. @type {readonly Guide[]} */
export const GUIDES = GROUPS.flatMap(({ guides }) => guides)

/** @param {Text} label @param {readonly string[]} names @returns {Group} */
function group(label, names) {
  return { label, guides: names.map(both) }
}

/** A guide that is written in both languages. @param {string} name @returns {Guide} */
function both(name) {
  return { slug: `guides/${name}`, zh: `docs/zh/${name}.md`, en: `docs/en/${name}.md` }
}

/** A text whose Chinese stands beside the English one. @param {string} slug @param {string} en @returns {Guide} */
function beside(slug, en) {
  return { slug, zh: en.replace(/\.md$/, '.zh-CN.md'), en }
}
