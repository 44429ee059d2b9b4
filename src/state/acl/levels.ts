import type { Access } from './authorizer.ts'

/** What a rule says. */
export type Level = 'deny' | 'read' | 'list' | 'write'

/** Of several rules for the same name the first of these wins. */
const PRECEDENCE: readonly Level[] = ['deny', 'write', 'list', 'read']

/** Of two levels the one that wins. */
export function stronger(a: Level | undefined, b: Level | undefined): Level | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return PRECEDENCE.indexOf(a) <= PRECEDENCE.indexOf(b) ? a : b
}

const GRANTS: Readonly<Record<Level, ReadonlySet<Access>>> = {
  deny: new Set(),
  read: new Set(['read']),
  list: new Set(['read', 'list']),
  write: new Set(['read', 'list', 'write']),
}

export const grants = (level: Level, access: Access): boolean => GRANTS[level].has(access)
