import type { ComponentChildren } from 'preact'

/** A word that marks something, as in `read-only`. */
export function Badge({ children, kind }: { children: ComponentChildren; kind?: 'passing' | 'critical' }) {
  return <span class={kind ? `badge ${kind}` : 'badge'}>{children}</span>
}
