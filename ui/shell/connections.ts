import type { Answer } from '../lib/answer.ts'
import { request } from '../lib/http.ts'

/** Browsers open six connections to an agent. One stays free for what the user does. */
const MAX_BLOCKED = 5

let blocked = 0

/** Asks for the next change of a path. Where too many wait already, it is answered at once, and asked for again and again. */
export async function askForChange(url: string, signal: AbortSignal): Promise<Answer> {
  if (blocked >= MAX_BLOCKED) return request(url.replace('&wait=5m', '&wait=1ms'), { signal })
  blocked++
  try {
    return await request(url, { signal })
  } finally {
    blocked--
  }
}
