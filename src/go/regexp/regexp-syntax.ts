import type { CharTest } from './regexp-class.ts'

/** What must hold between two characters. */
export type Assertion = 'begin-text' | 'end-text' | 'begin-line' | 'end-line' | 'word' | 'not-word'

/** A parsed regular expression. `height` and `repeats` are what Go limits: its depth, and how often its parts multiply. */
export type Regexp =
  | (Size & { readonly kind: 'char'; readonly test: CharTest })
  | (Size & { readonly kind: 'assert'; readonly assertion: Assertion })
  | (Size & { readonly kind: 'concat' | 'alternate'; readonly subs: readonly Regexp[]; readonly capture?: number })
  | (Size & {
      readonly kind: 'repeat'
      readonly sub: Regexp
      readonly min: number
      readonly max: number
      /** As few as will do. */
      readonly lazy: boolean
    })

interface Size {
  readonly height: number
  readonly repeats: number
}

const LEAF = { height: 1, repeats: 1 }

/** One character. */
export const charNode = (test: CharTest): Regexp => ({ ...LEAF, kind: 'char', test })

/** One place. */
export const assertNode = (assertion: Assertion): Regexp => ({ ...LEAF, kind: 'assert', assertion })

/** All in turn, or any one; a single one is itself. */
export function listNode(kind: 'concat' | 'alternate', subs: readonly Regexp[]): Regexp {
  const [only] = subs
  if (only && subs.length === 1) return only
  const height = 1 + subs.reduce((most, sub) => Math.max(most, sub.height), 0)
  return { kind, subs, height, repeats: subs.reduce((most, sub) => Math.max(most, sub.repeats), 1) }
}

/** A capturing group: a level of its own. Groups are numbered from 1. */
export const groupNode = (sub: Regexp, capture: number): Regexp => ({
  kind: 'concat',
  subs: [sub],
  capture,
  height: sub.height + 1,
  repeats: sub.repeats,
})

/** `max` is Infinity for no end; `counted` for the form with braces. */
export function repeatNode(sub: Regexp, min: number, max: number, counted: boolean, lazy: boolean): Regexp {
  const times = counted ? (max === Infinity ? min : max) : 1
  const repeats = times === 0 && counted && max === 0 ? 1 : Math.max(times, 1) * sub.repeats
  return { kind: 'repeat', sub, min, max, lazy, height: sub.height + 1, repeats }
}
