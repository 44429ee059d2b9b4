import { StatusWord } from '../../components/status.tsx'
import { countText } from '../../lib/format.ts'
import { hrefOf } from '../../lib/place.ts'
import type { Check } from '../../lib/types.ts'

const SHOWN = 8

/** The checks that do not pass. */
export function FailingChecks({ checks, all }: { checks: readonly Check[]; all: number }) {
  return (
    <section aria-labelledby="failing">
      <h2 id="failing">
        Failing checks <span class="count">{countText(checks.length, all)}</span>
      </h2>
      {checks.length === 0 && <p>All checks pass.</p>}
      <ul class="lines">
        {checks.slice(0, SHOWN).map(check => (
          <li key={`${check.Node} ${check.CheckID}`}>
            <StatusWord status={check.Status} />
            <a href={hrefOfCheck(check)}>{check.Name || check.CheckID}</a>
            <span class="faint">
              {check.ServiceName && `${check.ServiceName} on `}
              {check.Node}
            </span>
          </li>
        ))}
      </ul>
      {checks.length > SHOWN && (
        <p>
          and {(checks.length - SHOWN).toLocaleString('en')} more:{' '}
          <a href={hrefOf(['services'], { status: 'critical' })}>critical services</a>,{' '}
          <a href={hrefOf(['nodes'], { status: 'critical' })}>critical nodes</a>
        </p>
      )}
    </section>
  )
}

const hrefOfCheck = ({ Node, ServiceID, ServiceName }: Check): string =>
  ServiceID === '' ? hrefOf(['nodes', Node]) : hrefOf(['services', ServiceName], { instance: `${Node}/${ServiceID}` })
