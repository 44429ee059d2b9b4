import { WhenThere } from '../../components/live-state.tsx'
import { type Intention, intentionId, sourceText } from '../../lib/intentions.ts'
import { hrefOf } from '../../lib/place.ts'
import { mayWrite } from '../../shell/config.ts'
import { useLive } from '../../shell/use-live.ts'
import { Effect } from './effect.tsx'
import { intentionHref } from './links.ts'

const isAbout = (name: string) => {
  const names = new Set([name, '*'])
  return ({ SourceName, DestinationName }: Intention): boolean => names.has(SourceName) || names.has(DestinationName)
}

/** The intentions that have a service as their source or destination. */
export function IntentionsAbout({ name }: { name: string }) {
  const live = useLive<readonly Intention[]>('/v1/connect/intentions')
  const intentions = (live.value ?? []).filter(isAbout(name))
  return (
    <section class="part" aria-label="Intentions">
      <h3>Intentions</h3>
      <WhenThere of={live} what="intentions">
        {intentions.length === 0 && <p class="faint">None is about {name}: the default decides.</p>}
        <ul class="lines">
          {intentions.map(intention => (
            <li key={intentionId(intention)}>
              <Effect of={intention} />
              <a href={intentionHref(intention)}>
                {sourceText(intention)} → {intention.DestinationName}
              </a>
              <span class="faint">precedence {intention.Precedence}</span>
            </li>
          ))}
        </ul>
      </WhenThere>
      {mayWrite() && (
        <p>
          <a class="button" href={hrefOf(['intentions', 'create'])}>
            New intention
          </a>
        </p>
      )}
    </section>
  )
}
