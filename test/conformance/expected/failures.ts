/** Scenarios that fail for one reason. */
export const failures = (reason: string, names: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(names.map(name => [name, reason]))
