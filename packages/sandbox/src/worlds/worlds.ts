import type { TaskHandler } from '../state/tasks.ts'
import { createBillsWorld } from './bills/world.ts'
import { createPaymentsWorld, type PaymentsOptions } from './payments/world.ts'
import { createProfitSharingWorld } from './profit-sharing/world.ts'
import { createTransfersWorld } from './transfers/world.ts'
import type { Command, Handle, PendingAction, World, WorldTools } from './world.ts'
import { createZhejiangWorld, type ZhejiangWorld } from './zhejiang/world.ts'

/** All that the sandbox plays with a memory, put together. */
export interface Worlds {
  readonly zhejiang: ZhejiangWorld
  readonly handlers: ReadonlyMap<string, Handle>
  readonly commands: ReadonlyMap<string, Command>
  readonly tasks: ReadonlyMap<string, TaskHandler>
  readonly listPending: (now: number) => readonly PendingAction[]
}

/** Options of the worlds. */
export interface WorldsOptions {
  readonly payments?: PaymentsOptions | undefined
}

/** Makes the worlds of a sandbox. */
export function createWorlds(tools: WorldTools, options: WorldsOptions): Worlds {
  const zhejiang = createZhejiangWorld(tools.state)
  const worlds: readonly World[] = [
    zhejiang,
    createPaymentsWorld(tools, options.payments),
    createTransfersWorld(tools),
    createProfitSharingWorld(tools),
    createBillsWorld(tools),
  ]
  return {
    zhejiang,
    handlers: new Map(worlds.flatMap(({ handlers }) => Object.entries(handlers))),
    commands: new Map(worlds.flatMap(({ commands = {} }) => Object.entries(commands))),
    tasks: new Map(worlds.flatMap(({ tasks = {} }) => Object.entries(tasks))),
    listPending: (now) => worlds.flatMap(({ listPending }) => listPending?.(now) ?? []),
  }
}
