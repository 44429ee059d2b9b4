/** Several problems in the text of HashiCorp's go-multierror. */
export function multierror(problems: readonly string[]): string {
  const count = problems.length === 1 ? '1 error' : `${problems.length} errors`
  return `${count} occurred:\n${problems.map(problem => `\t* ${problem}\n`).join('')}\n`
}
