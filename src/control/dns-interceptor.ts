import type { Answer } from '../dns/answer.ts'
import { servFail, truncated } from '../dns/faulty.ts'
import type { DnsInterceptor } from '../dns/interceptor.ts'
import type { Clock } from '../lib/clock.ts'
import type { CheckedDnsFault } from './fault.ts'
import type { DnsEntry, Faults } from './faults.ts'
import type { Held } from './held.ts'
import type { Journal } from './journal.ts'
import { RecordedQuery } from './recorded-query.ts'

export interface DnsInterceptorParts {
  readonly clock: Clock
  readonly journal: Journal
  readonly faults: Faults
  readonly held: Held
}

/** Questions that are held up at a time; further ones get no answer. */
const MAX_HELD = 10_000

/** Writes questions down and lets them meet faults. */
export function dnsInterceptor({ clock, journal, faults, held }: DnsInterceptorParts): DnsInterceptor {
  const delayed = (id: string, ms: number, pass: () => Answer | Promise<Answer>): Promise<Answer> =>
    new Promise(resolve => {
      if (held.size >= MAX_HELD) return resolve(undefined)
      const answer = (): void => resolve(pass())
      held.hold(id, ms, { due: answer, freed: answer, stopped: () => resolve(undefined) })
    })
  const effects: Readonly<Record<CheckedDnsFault['kind'], typeof meet>> = {
    servfail: (_id, _fault, packet) => servFail(packet),
    truncate: (_id, _fault, packet) => truncated(packet),
    drop: () => undefined,
    delay: (id, { delay }, _packet, pass) => delayed(id, delay, pass),
  }
  const meet = (
    id: string,
    fault: CheckedDnsFault,
    packet: Buffer,
    pass: () => Answer | Promise<Answer>,
  ): Answer | Promise<Answer> => effects[fault.kind](id, fault, packet, pass)

  const answerOf = (
    query: RecordedQuery,
    packet: Buffer,
    pass: () => Answer | Promise<Answer>,
  ): Answer | Promise<Answer> => {
    let entry: DnsEntry | undefined
    try {
      entry = faults.anyDns ? faults.takeDns(query) : undefined
    } catch {
      // a match may have a function of the test's own in it, which throws
      return servFail(packet)
    }
    query.fault = entry?.id
    return entry ? meet(entry.id, entry.fault, packet, pass) : pass()
  }

  return {
    get active() {
      return journal.recording || faults.anyDns
    },
    intercept(packet, transport, pass) {
      const query = new RecordedQuery(packet, transport, clock.now())
      const answer = answerOf(query, packet, pass)
      if (!journal.recording) return answer
      if (!(answer instanceof Promise)) {
        query.answered(answer, clock.now())
        journal.add(query)
        return answer
      }
      journal.add(query)
      return answer.then(late => {
        query.answered(late, clock.now())
        journal.changed(query)
        return late
      })
    },
  }
}
