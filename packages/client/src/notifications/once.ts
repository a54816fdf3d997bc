/** The memory of handled notifications; see `NotificationHandlerOptions`. */
interface Memory {
  readonly remember: (id: string) => boolean | Promise<boolean>
  readonly forget: (id: string) => unknown
  /** Takes the error of a `forget` that failed. */
  readonly report: (error: unknown) => unknown
}

/**
 * Makes the function that does the work for an id once, and again only after it failed. The same id again, while its work
 * goes on, shares its outcome: were it told that all is done, nobody would repeat it after a failure.
 */
export function createRunOnce(memory: Memory): (id: string, work: () => Promise<unknown>) => Promise<unknown> {
  const { remember, forget, report } = memory
  const running = new Map<string, Promise<unknown>>()

  const runUnlessRemembered = async (id: string, work: () => Promise<unknown>) => {
    // A verdict that is none must not lose a notification.
    if ((await remember(id)) === false) return
    try {
      await work()
    } catch (error) {
      await Promise.resolve(id).then(forget).catch(report)
      throw error
    }
  }

  return (id, work) => {
    const current = running.get(id)
    if (current) return current
    const started = runUnlessRemembered(id, work).finally(() => running.delete(id))
    running.set(id, started)
    return started
  }
}
