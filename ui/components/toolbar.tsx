import type { ComponentChildren } from 'preact'
import { go, param, withParams } from '../shell/address.ts'

/** The head of a page: its name, how much there is, a search, and what can be done. */
export function Toolbar({ title, count, children }: { title: string; count?: string; children?: ComponentChildren }) {
  return (
    <header class="toolbar">
      <h1>
        {title} {count !== undefined && <span class="count">{count}</span>}
      </h1>
      {children}
    </header>
  )
}

/** The search of a page, which stands in its address. `/` leads to it, Esc empties it. */
export function Search({ label, name = 'q' }: { label: string; name?: string }) {
  return (
    <input
      class="search"
      type="search"
      aria-label={label}
      placeholder={name === 'q' ? `${label}  /` : label}
      data-search={name === 'q' ? '' : undefined}
      value={param(name)}
      onInput={event => go(withParams({ [name]: event.currentTarget.value }), { replace: true })}
      onKeyDown={event => {
        if (event.key !== 'Escape' || event.currentTarget.value === '') return
        event.stopPropagation()
        go(withParams({ [name]: undefined }), { replace: true })
      }}
    />
  )
}

/** One of a few values of a parameter; the first stands for none. */
export function Choice({
  name,
  label,
  values,
  counts,
}: {
  name: string
  label: string
  values: Readonly<Record<string, string>>
  /** How many there are of each value. */
  counts?: Readonly<Record<string, number>>
}) {
  const [standard = ''] = Object.keys(values)
  const now = param(name) || standard
  return (
    <fieldset class="choice">
      <legend class="unseen">{label}</legend>
      {Object.entries(values).map(([value, text]) => (
        <a
          key={value}
          href={withParams({ [name]: value === standard ? undefined : value })}
          aria-current={value === now ? 'true' : undefined}
        >
          {text} {counts && <span class="count">{(counts[value] ?? 0).toLocaleString('en')}</span>}
        </a>
      ))}
    </fieldset>
  )
}
