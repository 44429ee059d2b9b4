/** Resolves after so many milliseconds, or at once when the signal says so. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  const end = AbortSignal.any([AbortSignal.timeout(ms), ...(signal ? [signal] : [])])
  if (end.aborted) return Promise.resolve()
  return new Promise(resolve => end.addEventListener('abort', () => resolve(), { once: true }))
}
