import { signal } from '@preact/signals'

const narrow = matchMedia('(max-width: 640px)')

/** Whether the window is as narrow as a phone: rows are cards. The style sheet changes at the same width. */
export const isNarrow = signal(narrow.matches)
narrow.addEventListener('change', () => (isNarrow.value = narrow.matches))
