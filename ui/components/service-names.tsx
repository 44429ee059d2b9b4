import { useLive } from '../shell/use-live.ts'

/** What fields name as their `list`, to be offered the names of services. */
export const SERVICE_NAMES = 'service-names'

/** Names of the services that there are, for fields that take one. */
export function ServiceNames() {
  const live = useLive<Readonly<Record<string, unknown>>>('/v1/catalog/services')
  return (
    <datalist id={SERVICE_NAMES}>
      {['*', ...Object.keys(live.value ?? {})].map(name => (
        <option key={name} value={name} />
      ))}
    </datalist>
  )
}
