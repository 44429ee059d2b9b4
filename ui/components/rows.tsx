import type { ComponentChildren, TargetedKeyboardEvent } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { scrollTo, visibleRows } from '../lib/window.ts'

/** A column of a list: its head, and what it shows of an item. */
export interface Column<T> {
  readonly name: string
  readonly cell: (item: T) => ComponentChildren
}

export interface RowsProps<T> {
  readonly label: string
  /** Names the widths of the columns in the style sheet. */
  readonly layout: string
  readonly items: readonly T[]
  readonly columns: readonly Column<T>[]
  readonly keyOf: (item: T) => string
  /** Where a row leads to; without it rows are only read. */
  readonly hrefOf?: (item: T) => string
  readonly selected?: string | undefined
  readonly empty: ComponentChildren
}

const ROW_HEIGHT = 30
/** The head stays in sight above the rows. */
const HEAD_HEIGHT = 26
const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 15, PageUp: -15 }

/** A list of any length, of which only the rows in sight are drawn. Arrows move through it. */
export function Rows<T>({ label, layout, items, columns, keyOf, hrefOf, selected, empty }: RowsProps<T>) {
  const port = useRef<HTMLDivElement>(null)
  const [seen, setSeen] = useState({ top: 0, height: 600 })
  const wanted = useRef<number | undefined>(undefined)
  const { first, end } = visibleRows(items.length, ROW_HEIGHT, seen.top, seen.height)
  const chosen = items.findIndex(item => keyOf(item) === selected)
  const tabStop = chosen >= first && chosen < end ? chosen : first

  const measure = (): void => {
    const { current } = port
    if (current) setSeen({ top: current.scrollTop, height: roomIn(current) })
  }
  useLayoutEffect(() => {
    const { current } = port
    if (!current) return
    const observer = new ResizeObserver(measure)
    observer.observe(current)
    if (chosen >= 0) current.scrollTop = scrollTo(chosen, ROW_HEIGHT, current.scrollTop, roomIn(current))
    measure()
    return () => observer.disconnect()
  }, [items.length === 0])
  useLayoutEffect(() => {
    if (wanted.current === undefined) return
    const link = port.current?.querySelector<HTMLElement>(`[data-row="${wanted.current}"] a`)
    if (!link) return
    wanted.current = undefined
    link.focus({ preventScroll: true })
  })

  const focusRow = (index: number): void => {
    const { current } = port
    if (!current) return
    wanted.current = index
    current.scrollTop = scrollTo(index, ROW_HEIGHT, current.scrollTop, roomIn(current))
    measure()
  }
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLDivElement>): void => {
    const row = event.target instanceof Element ? event.target.closest('[data-row]') : null
    if (!row || event.altKey || event.ctrlKey || event.metaKey) return
    const index = Number(row.getAttribute('data-row'))
    const last = items.length - 1
    const next = event.key === 'Home' ? 0 : event.key === 'End' ? last : index + (STEPS[event.key] ?? Number.NaN)
    if (Number.isNaN(next)) return
    event.preventDefault()
    focusRow(Math.min(Math.max(next, 0), last))
  }

  if (items.length === 0) return <div class="empty">{empty}</div>
  return (
    <div class={`rows ${layout}`} style={{ '--rows': String(items.length) }}>
      <div
        class="port"
        ref={port}
        role="table"
        aria-label={label}
        aria-rowcount={items.length + 1}
        tabIndex={hrefOf ? -1 : 0}
        onScroll={measure}
        onKeyDown={onKeyDown}
      >
        <div role="rowgroup" class="heads">
          <div class="row head" role="row" aria-rowindex={1}>
            {columns.map(({ name }) => (
              <span key={name} role="columnheader">
                {name}
              </span>
            ))}
          </div>
        </div>
        <div role="rowgroup" style={{ height: `${items.length * ROW_HEIGHT}px` }}>
          <div role="presentation" style={{ transform: `translateY(${first * ROW_HEIGHT}px)` }}>
            {items.slice(first, end).map((item, i) => (
              <Row
                key={keyOf(item)}
                item={item}
                columns={columns}
                index={first + i}
                href={hrefOf?.(item)}
                selected={keyOf(item) === selected}
                tabStop={first + i === tabStop}
              />
            ))}
          </div>
        </div>
      </div>
    </div>
  )
}

const roomIn = (port: HTMLElement): number => port.clientHeight - HEAD_HEIGHT

interface RowProps<T> {
  readonly item: T
  readonly columns: readonly Column<T>[]
  readonly index: number
  readonly href: string | undefined
  readonly selected: boolean
  readonly tabStop: boolean
}

/** One row. Its first cell is the link, which reaches over all of it. */
function Row<T>({ item, columns, index, href, selected, tabStop }: RowProps<T>) {
  return (
    <div class={selected ? 'row selected' : 'row'} role="row" data-row={index} aria-rowindex={index + 2}>
      {columns.map(({ name, cell }, i) => (
        <span key={name} role="cell">
          {i === 0 && href !== undefined ? (
            <a class="lead" href={href} tabIndex={tabStop ? 0 : -1} aria-current={selected ? 'true' : undefined}>
              {cell(item)}
            </a>
          ) : (
            cell(item)
          )}
        </span>
      ))}
    </div>
  )
}
