import { checkParties } from './payments/parties.ts'
import type { Handle, World, WorldTools } from './world.ts'

/** Has handlers refuse calls for an app that is not bound to the caller, or for a sub-merchant that is not the caller's. */
export function admitCalls(handlers: World['handlers'], tools: WorldTools): World['handlers'] {
  const admit =
    (handle: Handle): Handle =>
    (call) => {
      const { sub_mchid, appid, sub_appid } = { ...call.query, ...call.json, ...call.params } as Readonly<
        Record<string, string | undefined>
      >
      // Beside a sub-merchant, the app may be that of either.
      const app = sub_mchid === undefined ? { appid } : { subAppid: sub_appid }
      checkParties({ mchid: call.merchant.mchid, subMchid: sub_mchid, ...app }, tools)
      return handle(call)
    }
  return Object.fromEntries(Object.entries(handlers).map(([key, handle]) => [key, admit(handle)]))
}
