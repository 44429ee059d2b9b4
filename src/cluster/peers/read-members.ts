import type { Member } from '../../agent/member.ts'
import { isObject } from '../../lib/equal.ts'

/** Reads members that came over the wire. */
export const readMembers = (value: unknown): readonly Member[] =>
  Array.isArray(value) ? value.filter((member): member is Member => isMember(member)) : []

const isMember = (value: unknown): boolean =>
  isObject(value) && typeof value['Name'] === 'string' && typeof value['Addr'] === 'string' && isObject(value['Tags'])
