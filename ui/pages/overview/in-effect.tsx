import { armed } from '../../lib/armed.ts'
import { hrefOf } from '../../lib/place.ts'
import { status } from '../../shell/status.ts'

/** What changes how the agent answers; each leads to where it can be ended. */
export function InEffect() {
  const all = armed(status.value)
  return (
    <section aria-labelledby="in-effect">
      <h2 id="in-effect">In effect</h2>
      {all.length === 0 && <p>No faults, no blocked queries; the clock was not moved, and there is a leader.</p>}
      <ul class="lines">
        {all.map(({ page, title, text, kind }) => (
          <li key={page}>
            <span class={`badge ${kind ?? ''}`}>{text}</span>
            <a href={hrefOf([page])}>{title}</a>
          </li>
        ))}
      </ul>
    </section>
  )
}
