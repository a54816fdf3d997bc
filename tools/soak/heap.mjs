import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc')

/** Bytes of the heap that are in use after everything that can be collected is. */
export function measureHeap() {
  collectGarbage()
  return process.memoryUsage().heapUsed
}
