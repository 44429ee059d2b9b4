import { NOSNIFF, type Reply, TEXT_TYPE } from '../reply.ts'
import { cpuProfile, heapProfile, traceEvents } from './v8-profiles.ts'

/** What a profile needs. */
export interface ProfileRequest {
  /** Behind `/debug/pprof/`. */
  readonly name: string
  readonly query: { get(name: string): string }
  /** Waits so many milliseconds, or until the client is gone. */
  wait(ms: number): Promise<void>
}

/** Seconds that are profiled at most, and where nothing is said. */
const MAX_SECONDS = 600
const CPU_SECONDS = 30
const HEAP_SECONDS = 1
const TRACE_SECONDS = 1

/** Node's own profiles where Go's are: the content types say which they are. */
const PROFILES: Readonly<Record<string, (request: ProfileRequest) => Reply | Promise<Reply>>> = {
  '': () => text(INDEX, 'text/html; charset=utf-8'),
  cmdline: () => text(process.argv.join('\0')),
  symbol: () => text('num_symbols: 0\n'),
  profile: async request => {
    return file('profile.cpuprofile', 'vnd.v8.cpuprofile', await cpuProfile(seconds(request, CPU_SECONDS)))
  },
  heap: async request => {
    return file('heap.heapprofile', 'vnd.v8.heapprofile', await heapProfile(seconds(request, HEAP_SECONDS), false))
  },
  allocs: async request => {
    return file('allocs.heapprofile', 'vnd.v8.heapprofile', await heapProfile(seconds(request, HEAP_SECONDS), true))
  },
  trace: async request => {
    return file('trace.json', 'vnd.chrome.trace', await traceEvents(seconds(request, TRACE_SECONDS)))
  },
  goroutine: ({ query }) => {
    const asText = Number(query.get('debug')) > 0
    return text(activeResources(), asText ? TEXT_TYPE : 'application/octet-stream')
  },
}

/** Those of Go that Node has nothing like. */
const GO_ONLY: ReadonlySet<string> = new Set(['block', 'mutex', 'threadcreate'])

/** The answer to a request below `/debug/pprof/`. */
export function profile(request: ProfileRequest): Reply | Promise<Reply> {
  const { name } = request
  const make = Object.hasOwn(PROFILES, name) ? PROFILES[name] : undefined
  if (make) return make(request)
  if (GO_ONLY.has(name))
    return { ...text(`miniconsul has no ${name} profile: it runs on Node, not on Go.\n`), status: 501 }
  return { ...text('Unknown profile\n'), headers: [NOSNIFF, ['X-Go-Pprof', '1']], status: 404 }
}

const INDEX = `<html><head><title>/debug/pprof/</title></head><body>/debug/pprof/
<p>Profiles of Node, for Chrome's developer tools and others that open its formats:</p>
<ul>
<li><a href="profile?seconds=30">profile</a>: where CPU time goes (.cpuprofile), for so many seconds</li>
<li><a href="heap?seconds=1">heap</a>: what is allocated meanwhile and stays (.heapprofile)</li>
<li><a href="allocs?seconds=1">allocs</a>: the same with what was freed again</li>
<li><a href="trace?seconds=1">trace</a>: what the event loop does, for Chrome's developer tools and Perfetto</li>
<li><a href="goroutine?debug=1">goroutine</a>: what the process waits for, by kind</li>
<li><a href="cmdline">cmdline</a>: the command line</li>
</ul></body></html>
`

/** Node has no goroutines: this is what its event loop waits for. */
function activeResources(): string {
  const counts = new Map<string, number>()
  for (const kind of process.getActiveResourcesInfo()) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  const lines = [...counts].map(([kind, count]) => `${count} ${kind}\n`)
  return `Node has no goroutines. Its event loop waits for:\n${lines.join('')}`
}

function seconds({ query, wait }: ProfileRequest, standard: number): Promise<void> {
  const given = Math.trunc(Number(query.get('seconds')))
  const wanted = given > 0 ? Math.min(given, MAX_SECONDS) : standard
  return wait(wanted * 1000)
}

const text = (bytes: string, contentType = TEXT_TYPE): Reply => ({ bytes, contentType, headers: [NOSNIFF] })

const file = (name: string, type: string, profile: unknown): Reply => ({
  bytes: JSON.stringify(profile),
  contentType: `application/${type}+json`,
  headers: [NOSNIFF, ['Content-Disposition', `attachment; filename="${name}"`]],
})
