/** Which rows of a long list are to be drawn. */
export interface Rows {
  readonly first: number
  /** Exclusive. */
  readonly end: number
}

/** Rows that are drawn above and below what is seen, so that scrolling shows no gap. */
const MARGIN = 8

/** The rows that are seen, and a few more. */
export function visibleRows(count: number, rowHeight: number, scrollTop: number, height: number): Rows {
  const first = Math.max(0, Math.floor(scrollTop / rowHeight) - MARGIN)
  const end = Math.min(count, Math.ceil((scrollTop + height) / rowHeight) + MARGIN)
  return { first: Math.min(first, end), end }
}

/** Where to scroll so that a row is seen whole; as little as can be. */
export function scrollTo(index: number, rowHeight: number, scrollTop: number, height: number): number {
  const top = index * rowHeight
  if (top < scrollTop) return top
  return Math.max(scrollTop, top + rowHeight - height)
}
