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

type Post = (method: string, parameters?: object) => Promise<Readonly<Record<string, unknown>>>

async function withSession<T>(run: (post: Post) => Promise<T>): Promise<T> {
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
    return await run(post)
  } finally {
    session.disconnect()
  }
}
