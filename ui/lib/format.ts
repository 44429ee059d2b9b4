/** How many of how many. */
export const countText = (found: number, all: number): string =>
  found === all ? all.toLocaleString('en') : `${found.toLocaleString('en')} of ${all.toLocaleString('en')}`

/** Nanoseconds, as durations are in answers of the agent, for people. */
export function nanosText(nanos: number): string {
  const ms = nanos / 1e6
  if (ms < 1000) return `${ms}ms`
  const seconds = ms / 1000
  return seconds < 120 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60 === 0 ? '' : `${seconds % 60}s`}`
}

/** A size in bytes for people. */
export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KiB` : `${(bytes / 1024 / 1024).toFixed(1)} MiB`
}

/** The time of day, to the millisecond, of what the agent told as date and time; as it is when it is none. */
export function timeText(date: string): string {
  const ms = Date.parse(date)
  return Number.isNaN(ms) ? date : new Date(ms).toISOString().slice(11, 23)
}

/** A line to give an idea of a text. */
export const previewText = (text: string): string => text.slice(0, 200).replace(/\s+/g, ' ')

/** The time of day to the second; dashes while it is unknown. */
export const clockText = (ms: number | undefined): string =>
  ms === undefined || Number.isNaN(ms) ? '--:--:--' : new Date(ms).toISOString().slice(11, 19)

/** A span in milliseconds, in its two largest units: `1h5m`. */
export function spanText(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)}ms`
  const seconds = Math.round(ms / 1000)
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
  ] as const
  const first = parts.findIndex(([count]) => count > 0)
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count}${unit}`)
    .join('')
}

/** How long it is until then, in whole seconds. */
export function leftText(end: number, now: number): string {
  const seconds = Math.max(0, Math.ceil((end - now) / 1000))
  if (seconds < 120) return `${seconds}s`
  return seconds < 3600
    ? `${Math.floor(seconds / 60)}m${seconds % 60}s`
    : `${Math.floor(seconds / 3600)}h${Math.floor((seconds % 3600) / 60)}m`
}
