import { TYPE } from './protocol.ts'
import { withoutDot } from './names.ts'
import type { Question } from './question.ts'
import type { DnsRecord } from './records.ts'

const FOLLOWED: ReadonlySet<number> = new Set([TYPE.A, TYPE.AAAA, TYPE.CNAME])

/** The addresses behind a host name, as part of the answer about a service: with the lifetime of the service. */
export function followForService(question: Question, target: string, ttl: number): DnsRecord[] {
  return question
    .follow(target)
    .filter(record => FOLLOWED.has(record.type))
    .map(record => ({ ...record, ttl }))
}

/** Whether a host name is the very name that is looked up: a CNAME would lead nowhere. */
export const isItself = (question: Question, target: string): boolean => withoutDot(target) === question.name
