const cleanups: (() => unknown)[] = []

/** Runs something once the present test has ended; what was asked for last runs first. */
export function afterTest(cleanup: () => unknown): void {
  cleanups.push(cleanup)
}

/** Called after each test of every file: harnesses are loaded once for many files, and their own hooks would be those of the first. */
export async function cleanUp(): Promise<void> {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
}
