import fc from 'fast-check'
import type { Scenario, Step } from '../conformance/scenario.ts'
import type { Command } from './commands/command.ts'
import type { Setting } from './commands/setting.ts'
import { compare, type Divergence } from './compare.ts'
import { kindOf } from './kind.ts'
import { Pairs, reset, type Binaries, type Pair } from './pair.ts'
import { repeat } from './repeat.ts'
import { scenarioOf, sequences, settingOf, stepsOf, upTo } from './sequence.ts'

/** A divergence as it was first seen. */
export interface Sight {
  readonly kind: string
  /** The step that was answered differently, and those before it in its sequence. */
  readonly steps: readonly Step[]
  readonly differences: readonly string[]
}

export interface SearchEvents {
  /** A kind is seen for the first time. */
  onSight(sight: Sight): void
  onFinding(finding: Finding): void
  /** The sequences of a seed could not be told to the end, such as when an agent ended. */
  onFailure(seed: number, error: unknown): void
}

export interface SearchOptions {
  readonly binaries: Binaries
  readonly areas: readonly string[]
  /** How many answers are compared, at least. */
  readonly answers: number
  /** When it ends at the latest, by `performance.now()`. */
  readonly until: number
  /** Commands in a sequence. */
  readonly length: number
  /** Sequences that one pair of agents takes, one after the other. */
  readonly sequences: number
  readonly seed: number
  /** Pairs of agents at a time. */
  readonly jobs: number
}

/** A kind of divergence, told when it was repeated or could not be. */
export interface Finding {
  readonly kind: string
  /** The least that shows it; undefined if it was not seen again. */
  readonly scenario: Scenario | undefined
}

/** Compares random sequences on pairs of agents, until enough answers were compared. */
export class Search {
  readonly #options: SearchOptions
  readonly #arbitrary: fc.Arbitrary<Command[]>
  readonly #events: SearchEvents
  readonly #setting: Setting
  readonly #binaries: Binaries
  /** Kinds that were seen, with how often. */
  readonly kinds = new Map<string, number>()
  /** Differences that have their reason, with how often they were seen. */
  readonly explained = new Map<string, number>()
  answers = 0

  constructor(options: SearchOptions, events: SearchEvents) {
    this.#options = options
    this.#arbitrary = sequences(options.areas, options.length)
    this.#events = events
    this.#setting = settingOf(options.areas)
    this.#binaries = { ...options.binaries, setting: this.#setting }
  }

  async run(): Promise<void> {
    await Promise.all(Array.from({ length: this.#options.jobs }, (_, job) => this.#work(job)))
  }

  get #isDone(): boolean {
    return this.answers >= this.#options.answers || performance.now() >= this.#options.until
  }

  async #work(job: number): Promise<void> {
    const pairs = new Pairs(this.#binaries)
    try {
      for (let round = 0; !this.#isDone; round++) {
        const seed = this.#options.seed + job * 1_000_003 + round * 7919
        await this.#onPair(pairs, seed).catch(error => this.#events.onFailure(seed, error))
      }
    } finally {
      await pairs.close()
    }
  }

  async #onPair(pairs: Pairs, seed: number): Promise<void> {
    const pair = await pairs.take()
    try {
      await this.#round(seed, pair)
    } finally {
      await pair.close()
    }
  }

  /** Gives one pair of agents sequence after sequence, until they differ: from there on they are in different states. */
  async #round(seed: number, pair: Pair): Promise<void> {
    const before: Command[] = []
    for (const commands of fc.sample(this.#arbitrary, { seed, numRuns: this.#options.sequences })) {
      if (this.#isDone) return
      const scenario = scenarioOf(commands, this.#setting)
      if (before.length > 0) await reset(pair, this.#setting)
      const { answers, explained, divergences } = await compare(scenario, pair.real, pair.ours, stepsOf(before))
      this.answers += answers
      for (const reason of explained) this.explained.set(reason, (this.explained.get(reason) ?? 0) + 1)
      const [first] = divergences
      if (first) {
        await this.#explain(first, before, upTo(commands, first.step, this.#setting))
        return
      }
      if (explained.length > 0) return
      before.push(...commands)
    }
  }

  async #explain({ step, differences }: Divergence, before: Command[], commands: Command[]): Promise<void> {
    const steps = scenarioOf(commands, this.#setting).steps.slice(0, step + 1)
    const kind = kindOf(steps[step] ?? {}, { step, differences })
    const times = this.kinds.get(kind) ?? 0
    this.kinds.set(kind, times + 1)
    if (times > 0) return
    this.#events.onSight({ kind, steps, differences })
    const scenario = await repeat(this.#binaries, kind, before, commands)
    this.#events.onFinding({ kind, scenario })
  }
}
