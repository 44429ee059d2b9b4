import { writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { makeFolders } from '../../lib/make-folders.ts'
import { formatDuration, MILLISECOND } from '../../go/duration.ts'
import { agentClientFlags } from '../client-flags.ts'
import { clientCommand, explain } from '../client-command.ts'
import { CommandError } from '../command.ts'
import { type Captured, listPeers, TARGETS } from '../debug-targets.ts'

const ALL = ['agent', 'host', 'members', 'metrics', 'logs', 'pprof']
const DURATION = 120_000
const INTERVAL = 30_000
const MIN_DURATION = 10_000
const MIN_INTERVAL = 5000

/** `miniconsul debug`. */
export const command = clientCommand({
  call: 'debug [options]',
  about: 'Records what an agent is and does for a while, in an archive. Profiles are those of Node.',
  flags: [
    ...agentClientFlags,
    { name: 'archive', kind: 'bool', usage: 'Make one archive of it, rather than a folder. Default: true.' },
    { name: 'capture', kind: 'list', usage: `What to record: ${ALL.join(', ')}. Default: all of it.` },
    { name: 'duration', kind: 'time', usage: 'How long. Default: 2m.' },
    { name: 'interval', kind: 'time', usage: 'How often profiles are taken. Default: 30s.' },
    { name: 'output', kind: 'string', usage: 'Where to. Default: consul-debug and the time.' },
  ],
  async run({ flags, args, io, client, print }) {
    if (args.length > 0) throw new CommandError('==> debug: Too many arguments provided, expected 0')
    const targets = flags.list('capture').length > 0 ? flags.list('capture') : ALL
    const duration = flags.milliseconds('duration') ?? DURATION
    const interval = flags.milliseconds('interval') ?? INTERVAL
    const refuse = (problem: string): never => {
      throw new CommandError(`==> Capture validation failed: ${problem}`)
    }
    if (duration < MIN_DURATION) refuse('duration must be longer than 10s')
    if (interval < MIN_INTERVAL) refuse('interval must be longer than 10s')
    if (duration < interval) refuse(`duration (${goTime(duration)}) must be longer than interval (${goTime(interval)})`)
    for (const target of targets) if (!Object.hasOwn(TARGETS, target)) refuse(`target not found: ${target}`)
    const asked = client('==> Error connecting to Consul agent')
    const self = await explain(
      '==> Capture validation failed: error querying target agent',
      asked.get('/v1/agent/self').then(answer => answer.json<{ Config: { Version: string } }>()),
    )
    const began = new Date(io.clock.now()).toISOString().replace(/\.\d+/, '')
    const output = flags.string('output') || `consul-debug-${began.replaceAll(':', '-')}`
    const archived = !flags.has('archive') || flags.bool('archive')
    print('==> Starting debugger and capturing static information...')
    print(`     Agent Version: '${self.Config.Version}'`)
    print(`          Interval: '${goTime(interval)}'`)
    print(`          Duration: '${goTime(duration)}'`)
    print(`            Output: '${output}${archived ? '.tar.gz' : ''}'`)
    print(`           Capture: '${targets.join(', ')}'`)
    const files: Captured = new Map()
    const capture = { client: asked, clock: io.clock, files, duration, interval }
    const all = [listPeers(capture), ...targets.map(target => TARGETS[target]?.(capture))]
    await explain('==> Capture failed', Promise.all(all))
    files.set('index.json', index(self.Config.Version, { began, interval, duration, targets }))
    if (archived) {
      writeFileSync(resolve(io.cwd, `${output}.tar.gz`), await archive(output, files, io.clock.now()))
      print(`    Saved debug archive: ${output}.tar.gz`)
    } else {
      for (const [name, content] of files) write(resolve(io.cwd, output, name), content)
      print(`    Saved debug directory: ${output}`)
    }
    return 0
  },
})

const goTime = (ms: number): string => formatDuration(ms * MILLISECOND)

interface Told {
  readonly began: string
  readonly interval: number
  readonly duration: number
  readonly targets: readonly string[]
}

function index(version: string, { began, interval, duration, targets }: Told): string {
  const told = { Version: 1, AgentVersion: version, Interval: goTime(interval), Duration: goTime(duration) }
  return `${JSON.stringify({ ...told, Targets: targets, Timestamp: began }, undefined, 2)}\n`
}

function write(path: string, content: Uint8Array | string): void {
  makeFolders(dirname(path))
  writeFileSync(path, content)
}

async function archive(folder: string, files: Captured, now: number): Promise<Buffer> {
  const { pack } = await import('tar-stream')
  const tar = pack()
  const mtime = new Date(now)
  tar.entry({ name: folder, type: 'directory', mtime })
  for (const [name, content] of files) tar.entry({ name: join(folder, name), mtime }, Buffer.from(content))
  tar.finalize()
  const chunks: Buffer[] = []
  for await (const chunk of tar) chunks.push(chunk as Buffer)
  return promisify(gzip)(Buffer.concat(chunks))
}
