/** Waits until somebody stops the command: with Ctrl-C, a signal, or by leaving its output. */
export async function waitForEnd(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
}

/** Does something with a signal that is aborted with the given one, and when it is over: no connection outlives it. */
export async function withSignal<Result>(
  outer: AbortSignal,
  run: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController()
  try {
    return await run(AbortSignal.any([outer, controller.signal]))
  } finally {
    controller.abort()
  }
}
