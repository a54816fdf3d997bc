// All attacks, by name: the portable ones, and those that need files, servers and the memory of a process.
import { attackConnections } from './connections.mjs'
import { attackKeyFiles } from './key-files.mjs'
import { attackMemory } from './memory.mjs'
import { portable } from './portable.mjs'
import { ownRuntime } from './report.mjs'

/** @type {typeof portable} */
export const groups = {
  ...portable,
  connections: attackConnections,
  memory: attackMemory,
  'key-files': attackKeyFiles,
  // Raw sockets, and the transport of undici, are for Node.js alone.
  ...(ownRuntime.name === 'Node.js'
    ? {
        sockets: (await import('./sockets.mjs')).attackSockets,
        'node-handler': (await import('./node-handler.mjs')).attackNodeHandler,
      }
    : {}),
}
