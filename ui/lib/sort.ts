/** By what a list is sorted. */
export type SortValue = string | number | undefined

/** An order as it stands in the address: the name of a column, with a minus for the other way round. */
export function parseOrder(text: string): { readonly by: string; readonly reverse: boolean } {
  return text.startsWith('-') ? { by: text.slice(1), reverse: true } : { by: text, reverse: false }
}

/** What to sort by after a click on a column: upwards, then downwards, then as it came. */
export function nextOrder(order: string, column: string): string {
  if (order === column) return `-${column}`
  return order === `-${column}` ? '' : column
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/** Sorts without touching the list. What is equal stays in its order, and what has no value comes last. */
export function sorted<T>(items: readonly T[], value: (item: T) => SortValue, reverse: boolean): readonly T[] {
  return items.toSorted((a, b) => {
    const [x, y] = [value(a), value(b)]
    if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined)
    return reverse ? compare(y, x) : compare(x, y)
  })
}

function compare(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b))
}
