import type { Settings } from '../../model/settings.ts'
import { Refusal } from '../refusals.ts'

/** Refuses what belongs to the mesh where that is switched off. */
export function requireConnect({ connect }: Settings, prefix = ''): void {
  if (!connect.enabled) throw new Refusal(500, `${prefix}Connect must be enabled in order to use this endpoint`)
}
