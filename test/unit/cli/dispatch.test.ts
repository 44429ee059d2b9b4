import { describe, expect, test } from 'vitest'
import { CommandError, type CommandEntry } from '../../../src/cli/command.ts'
import { dispatch } from '../../../src/cli/dispatch.ts'
import { FlagError } from '../../../src/go/flag.ts'
import { recordedIo } from './io.ts'

const loaded: string[] = []
const entry = (name: string, run: (argv: readonly string[]) => number): CommandEntry => ({
  name,
  synopsis: `Does ${name}`,
  load() {
    loaded.push(name)
    return Promise.resolve({
      command: { usage: `usage of ${name}\n`, run: argv => Promise.resolve().then(() => run(argv)) },
    })
  },
})
const table = [
  entry('one', argv => argv.length),
  entry('two', () => {
    throw new FlagError('flag provided but not defined: -x')
  }),
  entry('version', () => 0),
  entry('kv get', argv => argv.length),
  entry('operator raft list-peers', argv => argv.length),
  entry('operator usage', () => {
    throw new CommandError('It failed.', { exitCode: 2 })
  }),
  entry('event', () => {
    throw new CommandError('Name it.', { withUsage: true })
  }),
]
const run = async (...argv: string[]) => {
  loaded.length = 0
  const { io, written } = recordedIo()
  return { code: await dispatch(argv, io, table), ...written }
}

test('runs the command that is named, loading no other', async () => {
  expect(await run('one', 'a', 'b')).toEqual({ code: 2, stdout: '', stderr: '' })
  expect(loaded).toEqual(['one'])
})

describe('without a command', () => {
  test.each([[[]], [['nosuch']], [['-x']]])('%j lists the commands on stderr and exits 127', async argv => {
    const { code, stdout, stderr } = await run(...argv)
    expect({ code, stdout }).toEqual({ code: 127, stdout: '' })
    expect(stderr).toContain('Usage: miniconsul')
    expect(stderr).toContain('one             Does one')
    expect(loaded).toEqual([])
  })

  test('an unknown one is named', async () => {
    expect((await run('nosuch')).stderr).toMatch(/^Unknown command: nosuch\n/)
  })

  test.each(['-h', '-help', '--help'])('%s lists the commands on stdout', async flag => {
    const { code, stdout, stderr } = await run(flag)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('Does two')
  })

  test.each(['-v', '--version'])('%s is the command version', async flag => {
    expect((await run(flag)).code).toBe(0)
    expect(loaded).toEqual(['version'])
  })
})

test('help of a command', async () => {
  expect(await run('one', '-x', '-h')).toEqual({ code: 0, stdout: 'usage of one\n', stderr: '' })
})

test('a wrong flag is told with the usage', async () => {
  const stderr = 'flag provided but not defined: -x\nusage of two\n'
  expect(await run('two', '-x')).toEqual({ code: 1, stdout: '', stderr })
})

describe('a group', () => {
  test.each([
    [['kv', 'get', 'a'], ['kv get'], 1],
    [['operator', 'raft', 'list-peers', 'x', 'y'], ['operator raft list-peers'], 2],
  ])('runs a command of it: %j', async (argv, names, code) => {
    expect(await run(...argv)).toEqual({ code, stdout: '', stderr: '' })
    expect(loaded).toEqual(names)
  })

  test.each([
    [['kv'], 'miniconsul kv <subcommand>', 'get'],
    [['kv', 'bogus'], 'miniconsul kv <subcommand>', 'get'],
    [['operator'], 'miniconsul operator <subcommand>', 'raft'],
    [['operator', 'raft'], 'miniconsul operator raft <subcommand>', 'list-peers'],
  ])('%j lists its commands on stderr and exits 1', async (argv, call, subcommand) => {
    const { code, stdout, stderr } = await run(...argv)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain(`Usage: ${call}`)
    expect(stderr).toMatch(new RegExp(`^    ${subcommand} `, 'm'))
  })

  test.each([[['kv', '-h']], [['operator', 'raft', '--help']], [['kv', 'bogus', '-h']]])(
    '%j is help: on stdout, exit 0',
    async argv => {
      const { code, stdout, stderr } = await run(...argv)
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      expect(stdout).toContain('Subcommands:')
    },
  )

  test('is one line of the overview', async () => {
    expect((await run('-h')).stdout.match(/^    operator /gm)).toHaveLength(1)
  })
})

describe('a command that fails', () => {
  test('says why and has an exit code', async () => {
    expect(await run('operator', 'usage')).toEqual({ code: 2, stdout: '', stderr: 'It failed.\n' })
  })

  test('may show its help', async () => {
    expect(await run('event')).toEqual({ code: 1, stdout: '', stderr: 'Name it.\n\nusage of event\n' })
  })
})
