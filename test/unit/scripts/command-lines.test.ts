import { expect, test } from 'vitest'

type Words = readonly string[]
interface Command {
  readonly words: Words
  readonly flags: readonly { readonly name: string; readonly takesValue: boolean }[]
}
type Help = (words: Words) => string
const path = new URL('../../../scripts/differential/command-lines.mjs', import.meta.url).href
const { commandsOf, commandLines } = (await import(path)) as {
  commandsOf(help: Help, only: string): readonly Command[]
  commandLines(
    commands: readonly Command[],
    options: { lines: number; seed: number; mistakes?: boolean; acl?: boolean },
  ): Iterable<Words>
}

const HELP: Record<string, string> = {
  '': 'Usage: consul\n\nAvailable commands are:\n    kv      Keys\n    rtt     Time\n    leave   Ends',
  kv: 'Usage: consul kv\n\nSubcommands:\n    get    Reads\n    put    Writes\n\n',
  'kv get': 'Usage: consul kv get\n\n  -keys\n     Names.\n\n  -separator=<string>\n     Between.\n',
  'kv put': 'Usage: consul kv put\n',
  rtt: 'Usage: consul rtt\n',
}
const help: Help = words => HELP[words.join(' ')] ?? ''

test('Commands are those of the help texts, with their flags, but for those that would end the agent.', () => {
  expect(commandsOf(help, '').map(({ words }) => words.join(' '))).toEqual(['kv get', 'kv put', 'rtt'])
  expect(commandsOf(help, 'kv g')).toEqual([
    {
      words: ['kv', 'get'],
      flags: [
        { name: 'keys', takesValue: false },
        { name: 'separator', takesValue: true },
      ],
    },
  ])
})

test('A prefix that no command has is told.', () => {
  expect(() => commandsOf(help, 'nothere')).toThrow("a name that begins with 'nothere'")
  expect(() => commandsOf(help, 'leave')).toThrow("a name that begins with 'leave'")
})

test('Lines are a setting, plain mistakes and random ones, the same for a seed.', () => {
  const commands = commandsOf(help, 'kv get')
  const lines = (options: object): Words[] => [...commandLines(commands, { lines: 20, seed: 1, ...options })]
  const ofCommand = (all: Words[]): Words[] => all.filter(([first, second]) => first === 'kv' && second === 'get')
  expect(lines({})).toEqual(lines({}))
  expect(lines({})).not.toEqual(lines({ seed: 2 }))
  expect(lines({})).toContainEqual(['kv', 'get', '-wrong'])
  expect(ofCommand(lines({ mistakes: false }))).toHaveLength(20)
  expect(ofCommand(lines({ lines: 0, mistakes: false }))).toEqual([])
  expect(lines({ lines: 0 }).some(([first]) => first === 'acl')).toBe(false)
  expect(lines({ lines: 0, acl: true }).some(([first]) => first === 'acl')).toBe(true)
})
