/** Where a name says that the thing is: what follows the keyword. */
export interface NameQualifier {
  /** `name.service.consul`, `….dc1.consul`, `….dc1.dc.consul`, `….p1.peer.consul`. */
  readonly form: 'none' | 'label' | 'datacenter' | 'peer'
  readonly label: string
}

const MARKERS: Readonly<Record<string, NameQualifier['form']>> = { dc: 'datacenter', peer: 'peer' }

/** Reads the labels between keyword and domain; nothing when they have no meaning (namespaces and the like). */
export function parseQualifier(labels: readonly string[]): NameQualifier | undefined {
  const [label = '', marker] = labels
  if (labels.length === 0) return { form: 'none', label }
  if (labels.length === 1) return { form: 'label', label }
  const form = labels.length === 2 ? MARKERS[marker ?? ''] : undefined
  return form && { form, label }
}

/** The peer that a name is about; undefined where it is about a datacenter. */
export const peerOf = ({ form, label }: NameQualifier): string | undefined => (form === 'peer' ? label : undefined)

/** Whether a name is about the local datacenter. */
export const isLocal = (qualifier: NameQualifier, datacenter: string): boolean =>
  qualifier.form === 'none' || (qualifier.form !== 'peer' && qualifier.label === datacenter.toLowerCase())
