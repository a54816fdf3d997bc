import type { State } from './state.ts'

/** A task that falls due. */
interface Task {
  readonly name: string
  /** Time in milliseconds. */
  readonly due: number
  readonly payload: Readonly<Record<string, unknown>>
}

/** Executes tasks of one name; a restart can execute one again that was under way. */
export type TaskHandler = (payload: Readonly<Record<string, unknown>>, now: number) => void | Promise<void>

/** Tasks that fall due, kept with the memory. */
export interface Tasks {
  /** Says who executes the tasks of a name. */
  handle(name: string, handler: TaskHandler): void
  /** Begins to execute tasks by a timer, which keeps no process alive; after every handler is known. */
  start(): void
  /** Adds a task, and gives its id; one with the same id is replaced. `due` is in milliseconds. */
  schedule(name: string, due: number, payload: object, id?: string): string
  /** Drops a task, if it is still there. */
  cancel(id: string): void
  /** Executes every task that is due, in the order of their times. */
  run(): Promise<void>
}

/** Longest delay of a timer, in milliseconds: a longer one would fire at once. */
const LONGEST_DELAY = 2 ** 31 - 1

/** Makes the tasks of a sandbox, with those that its memory has. */
export function createTasks(state: State, now: () => number): Tasks {
  const handlers = new Map<string, TaskHandler>()
  const tasks = state.table<Task>('tasks')
  const queue = [...tasks].map(([id, { due }]) => ({ id, due })).sort((one, other) => one.due - other.due)
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<void> | undefined

  const setTimer = () => {
    clearTimeout(timer)
    const next = queue[0]
    if (!next) return
    timer = setTimeout(run, Math.min(Math.max(next.due - now(), 0), LONGEST_DELAY))
    // Timers are numbers but on Node.js and its like.
    ;(timer as { unref?: () => void }).unref?.()
  }

  const enqueue = (entry: { readonly id: string; readonly due: number }) => {
    let [low, high] = [0, queue.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((queue[middle]?.due ?? 0) <= entry.due) low = middle + 1
      else high = middle
    }
    queue.splice(low, 0, entry)
  }

  const execute = async () => {
    for (let next = queue[0]; next && next.due <= now(); next = queue[0]) {
      queue.shift()
      const task = tasks.get(next.id)
      // A task that was cancelled, or put off, stays in the queue.
      if (task?.due !== next.due) continue
      await handlers.get(task.name)?.(task.payload, now())
      // Not before: a task that a restart interrupts is executed again.
      if (tasks.get(next.id) === task) tasks.delete(next.id)
    }
  }

  const run = async () => {
    const next = queue[0]
    if (!running && (!next || next.due > now())) return
    running ??= execute().finally(() => {
      running = undefined
      setTimer()
    })
    await running
  }

  return {
    handle: (name, handler) => void handlers.set(name, handler),
    start: setTimer,
    schedule(name, due, payload, id = crypto.randomUUID()) {
      tasks.set(id, { name, due, payload: payload as Task['payload'] })
      enqueue({ id, due })
      if (!running && queue[0]?.id === id) setTimer()
      return id
    },
    cancel: (id) => void tasks.delete(id),
    run,
  }
}
