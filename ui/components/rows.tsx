import type { ComponentChildren, TargetedKeyboardEvent } from 'preact'
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { parseOrder, sorted } from '../lib/sort.ts'
import { scrollTo, visibleRows } from '../lib/window.ts'
import { param } from '../shell/address.ts'
import { isNarrow } from '../shell/narrow.ts'
import type { Column } from './column.ts'
import { RowHeads, sortColumn, SortSelect } from './row-heads.tsx'

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
  /** Name of the parameter of the address that has the order. Default: `sort`. */
  readonly orderParam?: string
}

const ROW_HEIGHT = 30
/** The head stays in sight above the rows; cards have none. */
const HEAD_HEIGHT = 26
/** Of a card: its padding with the border, its first line, and each of the others. */
const [CARD_PADDING, CARD_TITLE, CARD_LINE, CARD_BUTTONS] = [17, 28, 22, 50]
/** On a phone, lists of this length inside of something that scrolls do not scroll themselves. */
const SHORT = 100
const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 15, PageUp: -15 }

/** A list of any length, of which only the rows in sight are drawn. Arrows move through it. */
export function Rows<T>(props: RowsProps<T>) {
  const { label, layout, columns, keyOf, hrefOf, selected, empty, orderParam = 'sort' } = props
  const items = useSorted(props.items, columns, param(orderParam))
  const cards = isNarrow.value
  const rowHeight = cards ? cardHeight(columns) : ROW_HEIGHT
  const roomIn = (port: HTMLElement): number => port.clientHeight - (cards ? 0 : HEAD_HEIGHT)
  const port = useRef<HTMLDivElement>(null)
  const [seen, setSeen] = useState({ top: 0, height: 600 })
  const wanted = useRef<number | undefined>(undefined)
  const { first, end } = visibleRows(items.length, rowHeight, seen.top, seen.height)
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
    if (chosen >= 0) current.scrollTop = scrollTo(chosen, rowHeight, current.scrollTop, roomIn(current))
    measure()
    return () => observer.disconnect()
  }, [items.length === 0, rowHeight])
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
    current.scrollTop = scrollTo(index, rowHeight, current.scrollTop, roomIn(current))
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
    <div
      class={['rows', layout, cards ? 'cards' : '', items.length <= SHORT ? 'short' : ''].filter(Boolean).join(' ')}
      style={{ '--rows': String(items.length), '--row-height': `${rowHeight}px` }}
    >
      {cards && <SortSelect columns={columns} orderParam={orderParam} />}
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
          <RowHeads columns={columns} orderParam={orderParam} />
        </div>
        <div role="rowgroup" style={{ height: `${items.length * rowHeight}px` }}>
          <div role="presentation" style={{ transform: `translateY(${first * rowHeight}px)` }}>
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

function useSorted<T>(items: readonly T[], columns: readonly Column<T>[], order: string): readonly T[] {
  return useMemo(() => {
    const { by, reverse } = parseOrder(order)
    const value = sortColumn(columns, by)?.sort
    return value ? sorted(items, value, reverse) : items
  }, [items, columns, order])
}

/** The first column is the title of a card; the others are below it, two in a line. */
function cardHeight<T>(columns: readonly Column<T>[]): number {
  const others = columns.slice(1)
  const wide = others.filter(column => column.wide === true).length
  const buttons = others.filter(column => column.wide === 'buttons').length
  const lines = wide + Math.ceil((others.length - wide - buttons) / 2)
  return CARD_PADDING + CARD_TITLE + CARD_LINE * lines + CARD_BUTTONS * buttons
}

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
      {columns.map(({ name, cell, wide }, i) => (
        <span key={name} role="cell" data-name={name} class={wide && `wide ${wide}`}>
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
