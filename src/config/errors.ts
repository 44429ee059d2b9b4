/** A configuration that cannot be used; the message is Consul's where Consul has one. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** Several problems in one text, as Consul lists them. */
export function problemList(problems: readonly string[]): string {
  const title = problems.length === 1 ? '1 error occurred' : `${problems.length} errors occurred`
  return `${title}:\n${problems.map(problem => `\t* ${problem}\n`).join('')}\n`
}
