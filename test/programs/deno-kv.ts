// Works on the store on Deno KV, in a process that shares its file with others: `check`, or a method and its arguments.
import { createDenoKvStore } from '../../examples/notifications/deno-kv-store.ts'
import { checkStore } from './store-contract.mjs'

const [path, command, id = '', ...more] = Deno.args
const kv = await Deno.openKv(path)
const store = createDenoKvStore(kv)
const commands: Record<string, () => Promise<unknown>> = {
  check: () => checkStore(store),
  claim: () => store.claim(id, Number(more[0])),
  complete: () => store.complete(id, String(more[0]), Number(more[1])),
  release: () => store.release(id, String(more[0])),
}
console.log(JSON.stringify((await commands[command ?? '']?.()) ?? null))
kv.close()
