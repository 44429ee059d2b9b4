import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startAgent } from '../support/e2e/agent.ts'
import { root } from '../support/e2e/consul-link.ts'

interface Coverage {
  readonly result: readonly {
    readonly url: string
    readonly functions: readonly {
      readonly functionName: string
      readonly ranges: readonly { readonly count: number }[]
    }[]
  }[]
}

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'start-'))
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

/** What an agent has evaluated of the bundle, and loaded of Node, when it was asked for its leader and then ended. */
async function loadedByStart(): Promise<{ evaluated: ReadonlySet<string>; loaded: readonly string[] }> {
  const list = join(folder, 'loaded.json')
  const hook = join(folder, 'hook.cjs')
  const write = `require('node:fs').writeFileSync(${JSON.stringify(list)}, JSON.stringify(process.moduleLoadList))`
  writeFileSync(hook, `process.on('exit', () => ${write})`)
  vi.stubEnv('NODE_OPTIONS', `--require=${hook}`)
  vi.stubEnv('NODE_V8_COVERAGE', join(folder, 'coverage'))
  const agent = await startAgent({}, undefined, { ready: 'leader' })
  try {
    agent.program.signal('SIGINT')
    await agent.program.exited
  } finally {
    await agent.stop()
  }
  const [file = ''] = readdirSync(join(folder, 'coverage'))
  const { result } = JSON.parse(readFileSync(join(folder, 'coverage', file), 'utf8')) as Coverage
  const functions = result.find(({ url }) => url.endsWith('/dist/cli.cjs'))?.functions ?? []
  // each module is a function that has its path for a name
  const evaluated = functions.filter(({ ranges }) => ranges[0]?.count !== 0).map(({ functionName }) => functionName)
  return { evaluated: new Set(evaluated), loaded: JSON.parse(readFileSync(list, 'utf8')) as string[] }
}

/** The modules that the build makes late, as it names them. */
function lateModules(): string[] {
  const text = readFileSync(join(root, 'scripts/build/lazy-modules.mjs'), 'utf8')
  return Array.from(text.matchAll(/^ {2}'([\w/-]+\.ts)',$/gm), ([, path]) => `src/${path}`)
}

test('a start evaluates no module that the build makes late, and loads no cryptography, TLS, HTTP/2 or compression', async () => {
  const { evaluated, loaded } = await loadedByStart()

  expect(evaluated).toContain('src/http/routes/status.ts')
  const late = lateModules()
  expect(late).toContain('src/http/routes/kv.ts')
  expect(late.filter(module => evaluated.has(module))).toEqual([])
  const builtins = ['crypto', 'tls', 'http2', 'zlib'].map(name => `NativeModule ${name}`)
  expect(loaded).toContain('NativeModule http')
  expect(builtins.filter(name => loaded.includes(name))).toEqual([])
})
