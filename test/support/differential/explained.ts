import { isObject } from '../conformance/json.ts'

/** Differences that are meant to be, with their reasons: what is not here has to be mended. */
const EXPLAINED: readonly { readonly reason: string; holds(real: unknown, ours: unknown): boolean }[] = [
  {
    reason: 'a handler of the real agent panics and its connection is cut; here the request is refused',
    holds: (real, ours) =>
      isObject(real) && real['failed'] === 'cut off' && isObject(ours) && Number(ours['status']) >= 400,
  },
]

/** Why two answers differ, undefined where there is no reason for it. */
export const reasonFor = (real: unknown, ours: unknown): string | undefined =>
  EXPLAINED.find(({ holds }) => holds(real, ours))?.reason
