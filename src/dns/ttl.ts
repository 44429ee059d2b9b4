/** Lifetime of the answers about a service: its own entry, else the longest `prefix*` that fits. */
export function serviceTtl(ttls: Readonly<Record<string, number>>, service: string): number {
  const name = service.toLowerCase()
  if (Object.hasOwn(ttls, name)) return ttls[name] ?? 0
  let longest = -1
  let ttl = 0
  for (const key in ttls) {
    if (!key.endsWith('*') || key.length <= longest || !name.startsWith(key.slice(0, -1))) continue
    longest = key.length
    ttl = ttls[key] ?? 0
  }
  return ttl
}
