import { type Signal, signal } from '@preact/signals'

/** Whether the window is not wider than that, as it is now. The style sheet changes at the same widths. */
function upTo(width: number): Signal<boolean> {
  const query = matchMedia(`(max-width: ${width}px)`)
  const matches = signal(query.matches)
  query.addEventListener('change', () => (matches.value = query.matches))
  return matches
}

/** As narrow as a phone: rows are cards. */
export const isNarrow = upTo(640)
/** What was chosen in a list covers the list. */
export const isSinglePane = upTo(860)
