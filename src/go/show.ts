/** As Go's %v writes it. */
export function showGo(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(showGo).join(' ')}]`
  if (typeof value === 'number') return showFloat(value)
  if (typeof value !== 'object') return String(value)
  if (value === null) return '<nil>'
  const names = Object.keys(value).sort()
  return `map[${names.map(name => `${name}:${showGo((value as Readonly<Record<string, unknown>>)[name])}`).join(' ')}]`
}

/** With an exponent from seven digits before the dot, and from the fourth zero behind it, as Go's %v has it. */
function showFloat(value: number): string {
  const [digits = '', exponent = '0'] = value.toExponential().split('e')
  if (value === 0 || (Number(exponent) >= -4 && Number(exponent) < 6)) return String(value)
  return `${digits}e${exponent.startsWith('-') ? '-' : '+'}${exponent.replace(/^[+-]/, '').padStart(2, '0')}`
}
