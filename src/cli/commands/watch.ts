import { formatDuration, MILLISECOND } from '../../go/duration.ts'
import { exitText } from '../../go/exit-text.ts'
import { toJson } from '../../go/json.ts'
import { textLine } from '../../logging/text-line.ts'
import { parseWatch, WatchError, type WatchPlan } from '../../watch/plan.ts'
import { runWatch } from '../../watch/watch.ts'
import type { Child } from '../children.ts'
import { clientCommand, type ClientContext, explain } from '../client-command.ts'
import { clientFlags } from '../client-flags.ts'
import { CommandError } from '../command.ts'
import { type Flag, type Flags } from '../../go/flag.ts'
import { shellFlag, spawnNamed } from '../shell-command.ts'
import { onEndingSignal } from '../../daemon/signals.ts'
import { boolOf } from '../../go/strconv.ts'
import { quoteGo } from '../../go/quote.ts'

/** Flags that become parameters of the watch as they are. */
const parameterFlags: readonly Flag[] = [
  { name: 'type', kind: 'string', usage: 'What to watch: key, keyprefix, services, nodes, service, checks or event.' },
  { name: 'filter', kind: 'string', usage: 'Filter for services, nodes, instances of a service and checks.' },
  { name: 'key', kind: 'string', usage: 'Key to watch. For the type key.' },
  { name: 'name', kind: 'string', usage: 'Name of the events to watch. For the type event.' },
  { name: 'prefix', kind: 'string', usage: 'Prefix of the keys to watch. For the type keyprefix.' },
  { name: 'service', kind: 'string', usage: 'Service to watch. For the types service and checks.' },
  { name: 'state', kind: 'string', usage: 'State of the checks to watch. For the type checks.' },
]

const flags: readonly Flag[] = [
  ...clientFlags,
  ...parameterFlags,
  { name: 'passingonly', kind: 'string', usage: 'Only instances that pass all their checks. For the type service.' },
  { name: 'tag', kind: 'list', usage: 'Tag that instances must have; may be repeated. For the type service.' },
  shellFlag,
]

/** `miniconsul watch`. */
export const command = clientCommand({
  call: 'watch [options] [child...]',
  about:
    'Watches something that the agent knows. Without a child it prints what there is as JSON. With one it runs that ' +
    'at the start and after each change, with the JSON as its input and the index in CONSUL_INDEX.',
  flags,
  run: async context => {
    if (!context.flags.string('type')) throw new CommandError('Watch type must be specified', { withUsage: true })
    const client = context.client('')
    const plan = parse(context.flags)
    if (UNSUPPORTED.has(plan.type)) throw new CommandError(`Type ${plan.type} is not supported in the CLI tool`)
    const told = await explain('Error querying Consul agent', client.get('/v1/status/leader'))
    told.json()
    return new WatchRun(plan, context, client).run()
  },
})

/** The official client knows them as watches of an agent only. */
const UNSUPPORTED: ReadonlySet<string> = new Set(['connect_roots', 'connect_leaf', 'agent_service'])

function parse(flags: Flags): WatchPlan {
  const given: Record<string, unknown> = {}
  for (const { name } of parameterFlags) {
    const value = flags.string(name)
    if (value) given[name] = value
  }
  if (flags.list('tag').length > 0) given['tag'] = flags.list('tag')
  if (flags.bool('stale')) given['stale'] = true
  const passing = flags.string('passingonly')
  if (passing) {
    const value = boolOf(passing)
    if (value === undefined) {
      const why = `strconv.ParseBool: parsing ${quoteGo(passing)}: invalid syntax`
      throw new CommandError(`Failed to parse passingonly flag: ${why}`)
    }
    given['passingonly'] = value
  }
  try {
    return parseWatch(given)
  } catch (error) {
    if (!(error instanceof WatchError)) throw error
    throw new CommandError(error.message, { cause: error })
  }
}

/** One life of the command, to its exit code. */
class WatchRun {
  readonly #plan: WatchPlan
  readonly #context: ClientContext
  readonly #client: ReturnType<ClientContext['client']>
  readonly #ended = new AbortController()
  #exitCode = 0
  #child: Child | undefined

  constructor(plan: WatchPlan, context: ClientContext, client: ReturnType<ClientContext['client']>) {
    this.#plan = plan
    this.#context = context
    this.#client = client
  }

  async run(): Promise<number> {
    const { io } = this.#context
    const release = onEndingSignal(io.signals, signal => {
      this.#child?.kill(signal)
      this.#end(0)
    })
    try {
      await runWatch(
        this.#plan,
        { client: this.#client, clock: io.clock, signal: this.#ended.signal },
        {
          onChange: (value, index) => this.#show(value, index),
          onError: (error, retry) => this.#complain(error, retry),
        },
      )
    } finally {
      release()
    }
    return this.#exitCode
  }

  #end(code: number): void {
    this.#exitCode ||= code
    this.#ended.abort()
  }

  async #show(value: unknown, index: bigint): Promise<void> {
    const { args, print } = this.#context
    if (args.length > 0) return this.#runChild(value, index)
    print(toJson(value, true))
    this.#end(0)
  }

  async #runChild(value: unknown, index: bigint): Promise<void> {
    const { io, flags, args, complain } = this.#context
    this.#child = spawnNamed(io, flags, args, {
      env: { CONSUL_INDEX: String(index) },
      stdin: Buffer.from(`${toJson(value)}\n`),
    })
    try {
      const failure = exitText(await this.#child.exited)
      if (failure === undefined || this.#ended.signal.aborted) return
      complain(`Error executing handler: ${failure}`)
    } catch (error) {
      complain(`Error starting handler: ${(error as Error).message}`)
    } finally {
      this.#child = undefined
    }
    this.#end(1)
  }

  #complain(error: Error, retry: number): void {
    const { io, complain } = this.#context
    const fields = { type: this.#plan.type, error, retry: formatDuration(retry * MILLISECOND) }
    const entry = {
      time: io.clock.now(),
      level: 'error',
      module: 'watch.watch',
      message: 'Watch errored',
      fields,
    } as const
    complain(textLine(entry))
  }
}
