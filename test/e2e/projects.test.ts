import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root } from '../support/e2e/consul-link.ts'
import { type Installation, install, packed, removeFreshProjects } from '../support/e2e/fresh-project.ts'

/** What the runners and compilers of fresh projects need, in versions that run on the oldest Node: jest loads NestJS 12 with Node 24 only. */
const RUNNERS = [
  'jest@30',
  'ts-jest@29',
  '@types/jest@30',
  'mocha@12',
  '@nestjs/common@11',
  '@nestjs/core@11',
  '@nestjs/testing@11',
  'reflect-metadata@0.2',
  'rxjs@7',
  '@types/node@20',
  'typescript@6',
  'typescript-5.2@npm:typescript@5.2.2',
  'vitest@4',
]

const [major = 0] = process.versions.node.split('.').map(Number)
/** The newest vitest needs Node 22, which is a package, too. */
const NODE_22 = `node-${process.platform}-${process.arch}`
const node22 = (folder: string): string =>
  major >= 22 ? process.execPath : join(folder, 'node_modules', NODE_22, 'bin/node')

const MODULE = '{ "type": "module" }'
const HALF_AN_HOUR = 1_800_000

let tarball: string
let runners: Installation

beforeAll(async () => {
  tarball = await packed()
  runners = await install(tarball, RUNNERS)
}, HALF_AN_HOUR)
afterAll(removeFreshProjects)

const bin = (installation: Installation, path: string): string => join(installation.folder, 'node_modules', path)

describe('a fresh project that installs the packed package', { timeout: HALF_AN_HOUR }, () => {
  test('gets at most 60 packages of at most 25 MB, without a warning', async () => {
    const { folder, output } = await install(tarball)
    expect(output).not.toMatch(/warn/i)
    const files = readdirSync(join(folder, 'node_modules'), { recursive: true, withFileTypes: true })
    const packages = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as { packages: object }
    expect(Object.keys(packages.packages).length - 1).toBeLessThanOrEqual(60)
    const bytes = files
      .filter(file => file.isFile())
      .reduce((sum, { parentPath, name }) => sum + readFileSync(join(parentPath, name)).length, 0)
    expect(bytes).toBeLessThanOrEqual(25e6)
  })

  test.each([
    ['with CommonJS', { 'greeting.test.js': commonJs('examples/jest/greeting.test.js') }, []],
    ['with ES modules', { 'package.json': MODULE }, ['--experimental-vm-modules']],
  ])('passes with jest %s', async (name, files, flags) => {
    const project = runners.project(`jest ${name}`, { from: 'examples/jest', files })
    const { code, stderr } = await project.node([...flags, bin(runners, 'jest/bin/jest.js')])
    expect(stderr).toMatch(/Tests: +2 passed, 2 total/)
    expect(code).toBe(0)
  })

  test('passes with jest and TypeScript', async () => {
    const project = runners.project('ts-jest', { from: 'examples/jest-typescript' })
    const { code, stderr } = await project.node([bin(runners, 'jest/bin/jest.js')])
    expect(stderr).toMatch(/Tests: +2 passed, 2 total/)
    expect(code).toBe(0)
  })

  test('passes with mocha', async () => {
    const project = runners.project('mocha', { from: 'examples/mocha' })
    const { code, stdout } = await project.node([bin(runners, 'mocha/bin/mocha.js'), 'greeting.test.cjs'])
    expect(stdout).toContain('2 passing')
    expect(code).toBe(0)
  })

  test('passes as a service of NestJS, with what its schematics set up', async () => {
    const files = { 'tsconfig.json': JSON.stringify(NEST), 'jest.config.json': JSON.stringify(NEST_JEST) }
    const project = runners.project('nestjs', { from: 'examples/nestjs', files })
    const { code, stderr } = await project.node([bin(runners, 'jest/bin/jest.js')])
    expect(stderr).toMatch(/Tests: +2 passed, 2 total/)
    expect(code).toBe(0)
  })

  test.each([
    ['ES modules', { 'package.json': MODULE }],
    ['CommonJS', { 'greeting.test.js': commonJs('examples/node-test/greeting.test.js') }],
  ])('passes with node:test and %s, and the process exits by itself', async (name, files) => {
    const project = runners.project(`node-test ${name}`, { from: 'examples/node-test', files })
    const { code, stdout } = await project.node(['--test', '--test-reporter=tap'])
    expect(stdout).toMatch(/# pass 2\n# fail 0\n/)
    expect(code).toBe(0)
  })

  test.each([
    ['the oldest vitest', ['vitest@3.2.0'], () => process.execPath],
    ['vitest 4', [], () => process.execPath],
    ['the newest vitest', ['vitest@5', ...(major >= 22 ? [] : [`${NODE_22}@22`])], node22],
  ])('passes with %s', async (name, packages, runtime) => {
    const installation = packages.length > 0 ? await install(tarball, packages) : runners
    const project = installation.project(name, { from: 'examples/vitest', files: { 'package.json': MODULE } })
    const vitest = [bin(installation, 'vitest/vitest.mjs'), 'run']
    const { code, stdout, stderr } = await project.node(vitest, runtime(installation.folder))
    expect(stdout + stderr).toMatch(/Tests\D+2 passed/)
    expect(code).toBe(0)
  })
})

describe('the types of the packed package', { timeout: HALF_AN_HOUR }, () => {
  test.each([
    ['node10', { module: 'commonjs', moduleResolution: 'node10' }, '{}'],
    ['node16 in ES modules', { module: 'node16', moduleResolution: 'node16' }, MODULE],
    ['node16 in CommonJS', { module: 'node16', moduleResolution: 'node16' }, '{}'],
    ['bundler', { module: 'esnext', moduleResolution: 'bundler' }, MODULE],
  ])('are found with moduleResolution %s, by TypeScript 5.2 without skipLibCheck', async (name, settings, manifest) => {
    for (const [compiler, more] of [
      ['typescript-5.2', { skipLibCheck: false }],
      ['typescript', { skipLibCheck: true, ignoreDeprecations: '6.0' }],
    ] as const) {
      // the newest vitest needs a newer compiler than the oldest that the package works with
      const entries = compiler === 'typescript' ? `${USE}${USE_VITEST}` : USE
      const compilerOptions = { ...settings, ...more, target: 'es2022', strict: true, noEmit: true, types: ['node'] }
      const files = {
        'package.json': manifest,
        'tsconfig.json': JSON.stringify({ compilerOptions }),
        'use.ts': entries,
      }
      const project = runners.project(`types ${name} ${compiler}`, { files })
      const { code, stdout } = await project.node([bin(runners, `${compiler}/lib/tsc.js`), '-p', '.'])
      expect({ compiler, stdout }).toEqual({ compiler, stdout: '' })
      expect(code).toBe(0)
    }
  })
})

/** The program of an ES module as CommonJS. */
function commonJs(file: string): string {
  const text = readFileSync(join(root, file), 'utf8')
  return text.replaceAll(/^import (.*) from ('.*')$/gm, 'const $1 = require($2)')
}

const USE = `import { type Consul, type ConsulOptions, ConsulError, startConsul } from 'miniconsul'
import { useConsul } from 'miniconsul/jest'
import { useConsul as useForNodeTest } from 'miniconsul/node-test'

export async function use(options: ConsulOptions): Promise<string | undefined> {
  const consul: Consul = await startConsul({ ...options, clock: 'manual' })
  try {
    consul.kv.put('a', new Uint8Array([1]))
    await consul.untilBlocked({ key: 'a' }, { timeout: '1s' })
    return consul.kv.getText('a')
  } catch (err) {
    return err instanceof ConsulError ? err.code : undefined
  }
}
export const fixtures: Consul[] = [useConsul(), useForNodeTest()]
`
const USE_VITEST = `import { test } from 'miniconsul/vitest'

test.extend({ consulOptions: { clock: 'manual' } })('a test', ({ consul, expect }) => expect(consul.index).toBe(1))
`

/** What `nest new` writes. */
const NEST = {
  compilerOptions: {
    module: 'nodenext',
    moduleResolution: 'nodenext',
    resolvePackageJsonExports: true,
    esModuleInterop: true,
    isolatedModules: true,
    declaration: true,
    removeComments: true,
    emitDecoratorMetadata: true,
    experimentalDecorators: true,
    allowSyntheticDefaultImports: true,
    target: 'ES2023',
    types: ['node', 'jest'],
    sourceMap: true,
    outDir: './dist',
    rootDir: '.',
    incremental: true,
    skipLibCheck: true,
    strict: true,
    strictPropertyInitialization: false,
  },
}
const NEST_JEST = {
  moduleFileExtensions: ['js', 'json', 'ts'],
  rootDir: 'src',
  testRegex: '.*\\.spec\\.ts$',
  transform: { '^.+\\.(t|j)s$': 'ts-jest' },
  testEnvironment: 'node',
}
