/** What Go says of a regular expression that it can't read. */
export class RegexpProblem extends Error {
  override readonly name = 'RegexpProblem'

  constructor(what: string, part: string) {
    super(`error parsing regexp: ${what}: \`${part}\``)
  }
}
