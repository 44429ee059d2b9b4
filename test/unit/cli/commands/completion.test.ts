import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { commands } from '../../../../src/cli/commands/index.ts'
import { completionWords } from '../../../../src/cli/completion/words.ts'
import { runCommand, succeed } from './run.ts'

test('words follow the table of commands, flags their help', async () => {
  const words = await completionWords(commands)
  expect(words.get('')).toEqual(expect.arrayContaining(['agent', 'kv', 'watch', 'completion']))
  expect(words.get('kv')).toEqual(['delete', 'export', 'get', 'import', 'put'])
  expect(words.get('watch')).toEqual(expect.arrayContaining(['-key=', '-shell', '-type=']))
})

test('bash completes with it', async () => {
  const { stdout } = await succeed(['completion', 'bash'])
  const complete = (...words: string[]): string => {
    const quoted = words.map(word => `'${word}'`).join(' ')
    const script = `${stdout}\ncompopt() { :; }\nCOMP_WORDS=(${quoted})\nCOMP_CWORD=${words.length - 1}\n_miniconsul\necho "\${COMPREPLY[@]}"`
    return spawnSync('bash', ['-c', script]).stdout.toString().trim()
  }
  expect(complete('miniconsul', 'mon')).toBe('monitor')
  expect(complete('miniconsul', 'kv', '')).toBe('delete export get import put')
  expect(complete('miniconsul', 'kv', 'get', '-rec')).toBe('-recurse')
  expect(complete('miniconsul', 'snapshot', 'inspect', '-kvd')).toBe('-kvdepth= -kvdetails')
  expect(complete('miniconsul', 'kv', 'get', '-keys', 'a', '-sep')).toBe('-separator=')
})

test('another name', async () => {
  const { stdout } = await succeed(['completion', '-command=consul', 'zsh'])
  expect(stdout).toContain('compdef _consul consul\n')
  expect((await succeed(['completion', 'fish'])).stdout).toContain("complete -c miniconsul -a '(__miniconsul)'\n")
})

test.each([[[]], [['ksh']], [['bash', 'zsh']], [['-command=a b', 'bash']]])('completion %j is refused', async argv => {
  const { code, stdout } = await runCommand(['completion', ...argv])
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
})

test('nothing is installed', async () => {
  const { code, stderr } = await runCommand(['-autocomplete-install'])
  expect(code).toBe(1)
  expect(stderr).toContain('completion bash|zsh|fish')
})
