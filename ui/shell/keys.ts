const FIELDS = 'input, textarea, select, [contenteditable]'

/** Keys that work all over the page: `/` goes to the search, Esc closes what is open, arrows enter the list. */
export function followKeys(): void {
  document.addEventListener('keydown', event => {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return
    const inField = event.target instanceof Element && event.target.closest(FIELDS) !== null
    if (event.key === '/' && !inField) {
      event.preventDefault()
      document.querySelector<HTMLInputElement>('[data-search]')?.select()
      document.querySelector<HTMLInputElement>('[data-search]')?.focus()
    } else if (event.key === 'Escape' && !(event.target instanceof HTMLTextAreaElement)) {
      document.querySelector<HTMLElement>('[data-close]')?.click()
    } else if (event.key === 'ArrowDown' && (event.target as Element | null)?.matches?.('[data-search], body')) {
      event.preventDefault()
      document.querySelector<HTMLElement>('.rows a[tabindex="0"]')?.focus()
    }
  })
}
