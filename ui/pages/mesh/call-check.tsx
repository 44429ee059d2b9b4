import { useEffect } from 'preact/hooks'
import { checkPath, decisive, effectOf, type Intention, sourceText } from '../../lib/intentions.ts'
import { Strip } from '../../components/form.tsx'
import { ServiceNames, SERVICE_NAMES } from '../../components/service-names.tsx'
import { StatusMark } from '../../components/status.tsx'
import { go, param, withParams } from '../../shell/address.ts'
import { useLive } from '../../shell/use-live.ts'
import { intentionHref } from './links.ts'

/** "May A call B?", with the intention that decides. The question stands in the address. */
export function CallCheck({ intentions }: { intentions: readonly Intention[] }) {
  const [from, to] = [param('from'), param('to')]
  return (
    <>
      <Strip
        label="May one service call another?"
        done=""
        run={async field => go(withParams({ from: field('from'), to: field('to') }))}
      >
        <span class="faint">May</span>
        <input name="from" list={SERVICE_NAMES} required aria-label="Source" placeholder="source" defaultValue={from} />
        <span class="faint">call</span>
        <input
          name="to"
          list={SERVICE_NAMES}
          required
          aria-label="Destination"
          placeholder="destination"
          defaultValue={to}
        />
        <button type="submit">Check</button>
      </Strip>
      <ServiceNames />
      {from !== '' && to !== '' && <Verdict key={`${from} ${to}`} from={from} to={to} intentions={intentions} />}
    </>
  )
}

interface VerdictProps {
  readonly from: string
  readonly to: string
  readonly intentions: readonly Intention[]
}

function Verdict({ from, to, intentions }: VerdictProps) {
  const live = useLive<{ readonly Allowed: boolean }>(checkPath(from, to))
  useEffect(() => live.refresh(), [intentions])
  if (live.phase === 'denied') return <p class="hint">{live.problem}</p>
  if (!live.value) return <p class="hint">Loading …</p>
  const { Allowed } = live.value
  const reason = decisive(intentions, from, to)
  return (
    <p class="hint verdict" role="status">
      <StatusMark status={Allowed ? 'passing' : 'critical'} /> {from} {Allowed ? 'may' : 'may not'} call {to}:{' '}
      {reason ? (
        <a href={intentionHref(reason)}>
          the intention from {sourceText(reason)} to {reason.DestinationName} decides
        </a>
      ) : (
        'no intention is about it, and the default decides'
      )}
      {reason && effectOf(reason) === 'permissions' && '. Its permissions allow some HTTP requests only'}.
    </p>
  )
}
