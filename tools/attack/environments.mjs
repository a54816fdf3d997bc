// Variables of an environment that are wrong: one error lists all of them, and shows no value.
import { readEnvironment } from '@wechatpay-kit/client'
import { isWechatPayError } from '@wechatpay-kit/endpoints'
import { placesOf } from './places.mjs'
import { settle } from './scene.mjs'

/** @typedef {import('./context.mjs').Context} Context */

const GROUP = 'environment'
const ROUNDS = 1_000
const NAMES = [
  'MCHID',
  'SERIAL',
  'CERTIFICATE',
  'PRIVATE_KEY',
  'PLATFORM_KEYS',
  'PUBLIC_KEY_ID',
  'PUBLIC_KEY',
  'APIV3_KEY',
  'BASE_URL',
].map((name) => `WECHATPAY_${name}`)

/** A value that nobody may see, and what people make of it. @type {readonly ((secret: string) => unknown)[]} */
const FORMS = [
  (secret) => secret,
  (secret) => `"${secret}`,
  (secret) => `${secret}.pem`,
  (secret) => `/home/${secret}/apiclient_key.pem`,
  (secret) => `-----BEGIN PRIVATE KEY-----\\n${secret}\\n-----END PRIVATE KEY-----`,
  (secret) => `-----BEGIN CERTIFICATE-----\r\n${secret}${secret}\r\n-----END CERTIFICATE-----`,
  (secret) => btoa(`-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----`),
  (secret) => `https://user:${secret}@api.example/${secret}?${secret}`,
  (secret) => `PUB_KEY_ID_${secret}`,
  (secret) => `190000${secret}`,
  (secret) => `wx${secret}\u0000`,
  (secret) => `public-key,${secret}`,
  (secret) => secret.repeat(20_000),
  (secret) => ({ secret }),
  (secret) => [secret],
]

/** @param {Context} context */
export async function attackEnvironments({ random, tally, scale }) {
  for (let round = 0; round < ROUNDS * scale; round++) {
    const secret = `S3CRET${Array.from({ length: 8 }, () => random.below(10)).join('')}`
    const set = NAMES.filter(() => random.chance(0.7))
    const env = Object.fromEntries(set.map((name) => [name, random.pick(FORMS)(secret)]))
    const { error } = await settle(readEnvironment(env))
    const example = `${set.join(', ')}: ${error}`.replaceAll(secret, '<the secret>').slice(0, 300)
    tally.count(GROUP, 'what is wrong makes no environment', error !== undefined, example)
    tally.count(GROUP, 'every failure is one error of the union', isWechatPayError(error), example)
    const shown = Object.values(placesOf(error)).join()
    tally.count(GROUP, 'no error shows a value of a variable', !shown.includes(secret), example)
    const missing = ['WECHATPAY_MCHID', 'WECHATPAY_PRIVATE_KEY'].filter((name) => !set.includes(name))
    const isListed = missing.every((name) => error?.issues?.some((/** @type {any} */ issue) => issue.field === name))
    tally.count(GROUP, 'one error lists everything that is missing', isListed, example)
  }
}
