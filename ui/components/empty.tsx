import type { ComponentChildren } from 'preact'
import { Command } from './copy.tsx'

export interface EmptyProps {
  readonly title: string
  /** A command that makes the first one. */
  readonly command?: string
  readonly children?: ComponentChildren
}

/** What a list says that has nothing in it, with the next step. */
export function Empty({ title, command, children }: EmptyProps) {
  return (
    <>
      <h2>{title}</h2>
      {children !== undefined && <p>{children}</p>}
      {command !== undefined && <Command>{command}</Command>}
    </>
  )
}

/** What a list says whose items are all filtered out. */
export const NO_MATCHES = 'No matches'
