import { spawn, type ChildProcess } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import type { AgentProcess } from './target.ts'

const READY_WITHIN = 60_000
/** Lines that a failed start prints besides its reason. */
const USUAL = /DEPRECATED|^ |==> (Starting|Log data|Consul)|\[(WARN|INFO|DEBUG)\]/

/** An agent as a process of its own. */
export interface StartedProcess extends AgentProcess {
  /** Whether it ended by itself. */
  readonly ended: boolean
}

/** Starts and ends one agent. `isReady` is asked until it says so; it may fail as long as the agent does not listen. */
export function agentProcess(
  bin: string,
  args: readonly string[],
  cwd: string,
  isReady: () => Promise<boolean>,
): StartedProcess {
  let child: ChildProcess
  let exited: Promise<unknown>
  let log = ''

  async function begin(): Promise<void> {
    child = spawn(bin, [...args], { stdio: ['ignore', 'pipe', 'pipe'], cwd })
    const current = child
    const failed = new Promise<never>((_, reject) => current.once('error', reject))
    exited = new Promise(resolve => current.once('exit', resolve).once('error', resolve))
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part: Buffer) => (log += part.toString()))
    if (!(await Promise.race([becomeReady(current), failed])))
      throw new Error(`agent did not become ready: ${log.slice(-800)}`)
  }

  async function becomeReady(current: ChildProcess): Promise<boolean> {
    const deadline = Date.now() + READY_WITHIN
    while (Date.now() < deadline && current.exitCode === null && current.signalCode === null) {
      if (await isReady().catch(() => false)) return true // not listening yet, at first
      await sleep(20)
    }
    return false
  }

  async function end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals | null> {
    child.kill(signal)
    await exited
    return child.exitCode ?? child.signalCode
  }

  return {
    begin,
    end,
    get ended() {
      return child.exitCode !== null
    },
    signal: signal => void child.kill(signal),
    async beginFails() {
      log = ''
      const ready = await begin().then(
        () => true,
        () => false,
      )
      const exit = child.exitCode
      if (exit === null) await end('SIGKILL')
      const lines = log.split('\n').filter(line => line.trim() !== '' && !USUAL.test(line))
      return {
        exit: ready ? 'it started' : (exit ?? 'it did not end'),
        text: lines.map(line => line.replace(/^\S+ \[/, '[')).join('\n'),
      }
    },
  }
}
