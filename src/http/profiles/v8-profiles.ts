import { Session } from 'node:inspector'

/** Profiles the whole process until the wait is over. Gives what Chrome's developer tools and other tools open as `.cpuprofile`. */
export const cpuProfile = (wait: Promise<void>): Promise<unknown> =>
  withSession(async post => {
    await post('Profiler.enable')
    await post('Profiler.start')
    await wait
    return (await post('Profiler.stop'))['profile']
  })

/** Samples what is allocated meanwhile and still there at the end, or all of it: a `.heapprofile`. */
export const heapProfile = (wait: Promise<void>, freed: boolean): Promise<unknown> =>
  withSession(async post => {
    await post('HeapProfiler.startSampling', {
      includeObjectsCollectedByMajorGC: freed,
      includeObjectsCollectedByMinorGC: freed,
    })
    await wait
    return (await post('HeapProfiler.stopSampling'))['profile']
  })

/** What the event loop and the collector of garbage do. No more: events of HTTP would tell of requests. */
const CATEGORIES = ['node.environment', 'node.threadpoolwork.async', 'v8']
/** More events are left out: a trace of minutes must not fill the memory. */
const MAX_EVENTS = 200_000

/** Traces the whole process until the wait is over: what Chrome's developer tools and Perfetto open. */
export const traceEvents = (wait: Promise<void>): Promise<unknown> =>
  withSession(async (post, session) => {
    const events: object[] = []
    session.on('NodeTracing.dataCollected', ({ params }) => {
      for (const event of params.value) if (events.length < MAX_EVENTS) events.push(event)
    })
    await post('NodeTracing.start', { traceConfig: { includedCategories: CATEGORIES } })
    await wait
    const complete = new Promise(resolve => session.once('NodeTracing.tracingComplete', resolve))
    await post('NodeTracing.stop')
    await complete
    return { traceEvents: events }
  })

type Post = (method: string, parameters?: object) => Promise<Readonly<Record<string, unknown>>>

async function withSession<T>(run: (post: Post, session: Session) => Promise<T>): Promise<T> {
  const session = new Session()
  session.connect()
  const post: Post = (method, parameters = {}) =>
    new Promise((resolve, reject) => {
      session.post(method, parameters, (error, result = {}) => {
        if (error) reject(error)
        else resolve(result as Readonly<Record<string, unknown>>)
      })
    })
  try {
    return await run(post, session)
  } finally {
    session.disconnect()
  }
}
