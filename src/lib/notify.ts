/**
 * Calls every listener with `value`, whatever the others do: one that throws must not keep the rest from hearing. What is
 * thrown is given to `onError`, so that it reaches the log and not the one whose change was told.
 */
export function notifyAll<T>(
  listeners: Iterable<(value: T) => void>,
  value: T,
  onError: (error: unknown) => void,
): void {
  for (const listener of listeners) {
    try {
      listener(value)
    } catch (error) {
      onError(error)
    }
  }
}

/** Throws in a turn of its own: for errors without a handler. */
export function throwLater(error: unknown): void {
  queueMicrotask(() => {
    throw error
  })
}
