import { armed } from '../lib/armed.ts'
import { hrefOf } from '../lib/place.ts'
import { status } from './status.ts'

/** What is in effect, seen on every page; each leads to where it can be ended. */
export function ArmedBadges() {
  const all = armed(status.value)
  if (all.length === 0) return null
  return (
    <span class="armed" role="group" aria-label="In effect">
      {all.map(({ page, text, title, kind }) => (
        <a key={page} class={`badge ${kind ?? 'notice-badge'}`} href={hrefOf([page])} title={title}>
          {text}
        </a>
      ))}
    </span>
  )
}
