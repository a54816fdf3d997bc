// The catalogue's modules of data are loaded one by one, where modules load at run time, and are there in a single file.
import { areas, findOperations, readArea, readNotifications } from '@wechatpay-kit/catalogue'
import { equal, fails } from './check.mjs'

/** @returns {import('./run.mjs').Case[]} */
export function catalogueCases() {
  return [
    [
      'the catalogue reads an area',
      async () => {
        const operations = await readArea('gov')
        const alter = operations.find(({ path }) => path === '/v3/gov/subsidy/zhejiang/qualifications/alter')
        equal(alter?.encrypted?.request, ['json.cert_no', 'json.name', 'json.tel'])
      },
    ],
    [
      'the catalogue reads every area and the notifications',
      async () => {
        const all = await Promise.all(areas.map(readArea))
        equal([all.flat().length, (await readNotifications()).length], [1050, 105])
      },
    ],
    [
      'the catalogue finds an operation by its Chinese title, and refuses an empty text',
      async () => {
        const [found] = await findOperations('变更资格')
        equal(found?.operation.path, '/v3/gov/subsidy/zhejiang/qualifications/alter')
        await fails(() => findOperations(''), 'SEARCH_INVALID')
      },
    ],
  ]
}
