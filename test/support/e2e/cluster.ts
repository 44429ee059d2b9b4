import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { commandUnderTest } from './consul-link.ts'
import { type Outcome, type Program, run, start } from './programs.ts'
import { until } from './until.ts'

/** An agent among others: each on a loopback address of its own, with all ports at their defaults. */
export interface Member {
  readonly name: string
  readonly address: string
  readonly program: Program
  get(path: string): Promise<ReturnType<typeof JSON.parse>>
  send(method: string, path: string, body?: unknown): Promise<{ status: number; text: string }>
  /** Runs a command against it. */
  command(...args: string[]): Promise<Outcome>
  /** The addresses of a name, or the error code. */
  dig(name: string): Promise<readonly string[]>
}

/** Agents of one test, and their end. */
export class TestCluster {
  readonly #folders: string[] = []
  readonly #programs: Program[] = []

  /** Starts an agent and waits until it answers. */
  async start(name: string, address: string, ...flags: string[]): Promise<Member> {
    const folder = mkdtempSync(join(tmpdir(), `cluster-${name}-`))
    this.#folders.push(folder)
    const args = ['agent', `-node=${name}`, `-bind=${address}`, `-client=${address}`, '-log-level=debug', ...flags]
    if (!flags.includes('-dev')) args.push(`-data-dir=${folder}`)
    const program = start(commandUnderTest(), args, { cwd: folder })
    this.#programs.push(program)
    const url = `http://${address}:8500`
    const ended = program.exited.then(({ code }) => {
      throw new Error(`${name} ended with ${code}:\n${program.output()}`)
    })
    ended.catch(() => undefined)
    await Promise.race([
      ended,
      until(async () => (await fetch(`${url}/v1/agent/self`)).ok, { what: name, within: 20_000 }),
    ])
    const send: Member['send'] = async (method, path, body) => {
      const given = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }
      const answer = await fetch(`${url}${path}`, { method, ...given })
      return { status: answer.status, text: await answer.text() }
    }
    return {
      name,
      address,
      program,
      send,
      get: async path => JSON.parse((await send('GET', path)).text) as unknown,
      command: (...args) => run(commandUnderTest(), args, { env: { CONSUL_HTTP_ADDR: `${address}:8500` } }),
      async dig(name) {
        const { Resolver } = await import('node:dns/promises')
        const resolver = new Resolver({ timeout: 2000, tries: 1 })
        resolver.setServers([`${address}:8600`])
        return resolver.resolve4(name).catch((error: NodeJS.ErrnoException) => [error.code ?? ''])
      },
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.#programs.splice(0).map(program => program.kill()))
    for (const folder of this.#folders.splice(0)) rmSync(folder, { recursive: true, force: true })
  }
}

const STATUS: Readonly<Record<number, string>> = { 1: 'alive', 2: 'leaving', 3: 'left', 4: 'failed' }

/** Waits until an agent sees the members so. */
export async function seesMembers(agent: Member, wanted: Record<string, string>): Promise<void> {
  await until(
    async () => {
      const members = (await agent.get('/v1/agent/members')) as { Name: string; Status: number }[]
      expect(Object.fromEntries(members.map(({ Name, Status }) => [Name, STATUS[Status]]))).toEqual(wanted)
      return true
    },
    { what: `members of ${agent.name}`, within: 15_000 },
  )
}

/** Waits until something holds. */
export async function eventually(what: string, check: () => Promise<void>): Promise<void> {
  await until(() => check().then(() => true), { what, within: 15_000 })
}
