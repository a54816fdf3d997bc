import { refuseParameter, refuseRequest } from '../refusals.ts'
import type { TransferRequest } from './transfer.ts'

/** A transfer scene (转账场景): the reason for which a merchant transfers money. */
interface Scene {
  /** The types of information that have to be reported, each once. */
  readonly infoTypes: readonly string[]
  /** The reasons of payment (用户收款感知) that the user can be shown. */
  readonly perceptions: readonly string[]
}

/**
 * The scenes by id, as the documents 4013774588 to 4013774595 of WeChat Pay's list them. A scene that is not among them is
 * not checked.
 */
const SCENES: ReadonlyMap<string, Scene> = new Map([
  ['1000', { infoTypes: ['活动名称', '奖励说明'], perceptions: ['活动奖励', '现金奖励'] }],
  ['1002', { infoTypes: ['补贴类型'], perceptions: ['行政补贴', '行政奖励'] }],
  ['1004', { infoTypes: ['保险产品备案编号', '保险名称', '保险操作单号'], perceptions: ['保险理赔款'] }],
  ['1005', { infoTypes: ['岗位类型', '报酬说明'], perceptions: ['劳务报酬', '报销款', '企业补贴', '开工利是'] }],
  ['1009', { infoTypes: ['采购商品名称'], perceptions: ['货款'] }],
  ['1010', { infoTypes: ['回收商品名称'], perceptions: ['二手回收货款'] }],
  ['1011', { infoTypes: ['赔付原因'], perceptions: ['退款', '商家赔付'] }],
  ['1013', { infoTypes: ['公益活动名称', '公益活动备案编号'], perceptions: ['公益补助金'] }],
])

/**
 * Refuses a transfer that does not report what its scene demands, or shows the user what its scene does not have.
 * `isReported` says whether anything is reported at all: a platform's transfers have no such field.
 */
export function checkScene(request: TransferRequest, isReported: boolean): void {
  const { transfer_scene_id, transfer_scene_report_infos = [], user_recv_perception } = request
  const scene = SCENES.get(transfer_scene_id)
  if (!scene) return
  if (isReported && !isComplete(transfer_scene_report_infos, scene)) {
    throw refuseParameter(
      '/transfer_scene_report_infos',
      `must report ${scene.infoTypes.join(', ')}`,
      '未传入完整且对应的转账场景报备信息，请根据接口文档检查',
    )
  }
  if (user_recv_perception !== undefined && !scene.perceptions.includes(user_recv_perception)) {
    throw refuseRequest('暂不支持展示当前传入的用户收款感知')
  }
}

function isComplete(infos: NonNullable<TransferRequest['transfer_scene_report_infos']>, scene: Scene): boolean {
  const types = new Set(infos.map(({ info_type }) => info_type))
  return (
    infos.length === scene.infoTypes.length &&
    scene.infoTypes.every((type) => types.has(type)) &&
    infos.every(({ info_content }) => info_content.length > 0 && info_content.length <= 32)
  )
}
