import { TTL_EXPIRED } from '../checks/ttl.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Random } from '../../lib/random.ts'
import type { Logger } from '../../logging/logger.ts'
import type { CheckStatus } from '../../model/rows.ts'
import type { CheckContext } from '../checks/context.ts'
import { type AliasSource, checkType, type RunningCheck, startCheck } from '../checks/index.ts'
import { throughProxy } from '../checks/through-proxy.ts'
import type { Change, LocalCheck, LocalState } from './state.ts'

export interface RunnerParts {
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly aliases: AliasSource
  readonly tls?: CheckContext['tls']
  /** `false`: checks keep the status that they are set to. */
  readonly runs: boolean
  /** Results are recorded without their output. */
  readonly discardsOutput: () => boolean
}

/** Runs the checks that are registered, while the agent lives, and writes down what they find. */
export class CheckRunner {
  readonly #state: LocalState
  readonly #parts: RunnerParts
  readonly #running = new Map<string, RunningCheck>()
  #started = false

  constructor(state: LocalState, parts: RunnerParts) {
    this.#state = state
    this.#parts = parts
    state.onChange(change => this.#follow(change))
  }

  start(): void {
    if (this.#started || !this.#parts.runs) return
    this.#started = true
    for (const check of this.#state.checks()) this.#run(check)
  }

  stop(): void {
    this.#started = false
    for (const check of this.#running.values()) check.stop()
    this.#running.clear()
  }

  /** Gives a TTL check its result, where checks do not run any check; false when it is none of these. */
  update(id: string, status: CheckStatus, output: string): boolean {
    const running = this.#running.get(id)
    if (running) {
      running.update?.(status, output)
      return running.update !== undefined
    }
    const definition = this.#state.check(id)?.definition
    if (!definition || (this.#parts.runs && checkType(definition) !== 'ttl')) return false
    this.#write(id, status, output)
    return true
  }

  /** A result leaves the definition as it is, so it starts nothing anew. */
  #follow({ kind, id, before, after }: Change): void {
    if (kind !== 'check' || (before && after && isMadeAlike(before, after))) return
    this.#running.get(id)?.stop()
    this.#running.delete(id)
    if (after && this.#started) this.#run(after)
  }

  #run({ row: { CheckID, ExposedPort }, definition: given, proxyAddress }: LocalCheck): void {
    if (!given) return
    const definition = proxyAddress === undefined ? given : throughProxy(given, proxyAddress, ExposedPort)
    const report = (status: CheckStatus, output: string): void => this.#write(CheckID, status, output)
    this.#running.set(CheckID, startCheck(definition, { ...this.#parts, report }))
  }

  #write(id: string, status: CheckStatus, said: string): void {
    const check = this.#state.check(id)
    const output = this.#parts.discardsOutput() ? '' : said
    if (!check || (check.row.Status === status && check.row.Output === output)) return
    // a check that begins as critical shows by its output that this is a result
    if (check.row.Status !== status || check.row.Output === '') this.#log(check, status, said)
    this.#state.putCheck({ ...check, row: { ...check.row, Status: status, Output: output } })
  }

  #log({ row: { CheckID: check }, definition }: LocalCheck, status: CheckStatus, said: string): void {
    const { logger } = this.#parts
    const type = definition && checkType(definition)
    if (said.startsWith(TTL_EXPIRED)) logger.warn('Check missed TTL, is now critical', { check })
    else if (status === 'passing' || type === 'ttl' || (status === 'warning' && type === 'script')) {
      logger.debug('Check status updated', { check, status })
    } else logger.warn(`Check is now ${status}`, { check })
  }
}

const isMadeAlike = (a: LocalCheck, b: LocalCheck): boolean =>
  a.definition === b.definition && a.proxyAddress === b.proxyAddress && a.row.ExposedPort === b.row.ExposedPort
