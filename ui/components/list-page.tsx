import type { ComponentChildren } from 'preact'
import { useMemo } from 'preact/hooks'
import { countText } from '../lib/format.ts'
import { matcher } from '../lib/search.ts'
import { param } from '../shell/address.ts'
import { mayWrite } from '../shell/config.ts'
import type { Live } from '../shell/use-live.ts'
import { NO_MATCHES } from './empty.tsx'
import { WhenThere } from './live-state.tsx'
import { Rows, type RowsProps } from './rows.tsx'
import { Split } from './split.tsx'
import { Search, Toolbar } from './toolbar.tsx'

export interface ListPageProps<T> extends Omit<RowsProps<T>, 'label' | 'empty'> {
  readonly title: string
  /** What the rows are. Default: the title. */
  readonly label?: string
  /** What the items come from. */
  readonly live: Live<unknown>
  /** How many there are, where the choices of the toolbar have taken some from `items`. Default: as many as `items`. */
  readonly total?: number
  /** Beside the title, instead of how many were found. */
  readonly count?: string
  /** The search of the page: what its field is called, and the texts of an item that it looks at. */
  readonly search?: { readonly label: string; readonly texts: (item: T) => readonly (string | undefined)[] }
  /** The toolbar: what stands before the search, the button that leads to the form, what stands behind it. */
  readonly choices?: ComponentChildren
  readonly create?: { readonly text: string; readonly href: string }
  readonly actions?: ComponentChildren
  /** Between the toolbar and the rows. */
  readonly above?: ComponentChildren
  /** What is listed, as in `services`: some may be hidden from the token. */
  readonly what?: string
  /** Said when there is nothing at all. Default: that nothing matches. */
  readonly empty?: ComponentChildren
  /** What was chosen, or a form. */
  readonly detail?: ComponentChildren
}

/** The page of a list: what it is, a search, what can be done, the rows, and beside them what was chosen. */
export function ListPage<T>(props: ListPageProps<T>) {
  const { title, label = title, live, items, total = items.length, count, what, empty, ...others } = props
  const { search, choices, create, actions, above, detail, ...rows } = others
  const words = param('q')
  const found = useMemo(() => {
    if (!search) return items
    const matches = matcher(words)
    return items.filter(item => matches(...search.texts(item)))
  }, [items, words])
  return (
    <Split detail={detail}>
      <Toolbar title={title} count={count ?? countText(found.length, total)}>
        {choices}
        {search && <Search label={search.label} />}
        {create && mayWrite() && (
          <a class="button main" href={create.href}>
            {create.text}
          </a>
        )}
        {actions}
      </Toolbar>
      {above}
      <WhenThere of={live} what={what}>
        <Rows {...rows} label={label} items={found} empty={total === 0 && empty !== undefined ? empty : NO_MATCHES} />
      </WhenThere>
    </Split>
  )
}
