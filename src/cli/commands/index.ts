import type { CommandEntry } from '../command.ts'

/** Every command, in order of names. */
export const commands: readonly CommandEntry[] = [
  { name: 'agent', synopsis: 'Runs an agent', load: () => import('./agent.ts') },
  { name: 'version', synopsis: 'Prints the version', load: () => import('./version.ts') },
]
