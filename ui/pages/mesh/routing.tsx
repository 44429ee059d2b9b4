import { PictureView } from '../../components/picture-view.tsx'
import { WhenThere } from '../../components/live-state.tsx'
import { type Chain, chainPicture, chainSteps } from '../../lib/chain.ts'
import { useLive } from '../../shell/use-live.ts'
import { configHref } from './links.ts'

/** Kinds of the entries that lead requests for a service. */
const KINDS = ['service-router', 'service-splitter', 'service-resolver', 'service-defaults']

/** How requests for a service are led: its discovery chain. */
export function Routing({ name }: { name: string }) {
  const live = useLive<{ readonly Chain: Chain }>(`/v1/discovery-chain/${encodeURIComponent(name)}`)
  return (
    <section class="part" aria-label="Routing">
      <h3>Routing</h3>
      <WhenThere of={live}>{live.value && <ChainView chain={live.value.Chain} />}</WhenThere>
      <p class="group">
        <span class="faint">Config entries:</span>
        {KINDS.map(kind => (
          <a key={kind} class="button" href={configHref([kind], { q: name })}>
            {kind}
          </a>
        ))}
      </p>
    </section>
  )
}

function ChainView({ chain }: { chain: Chain }) {
  const steps = chainSteps(chain)
  return (
    <>
      <PictureView
        picture={chainPicture(chain)}
        label={`Discovery chain of ${chain.ServiceName}, ${chain.Protocol}`}
        describedBy="steps"
      />
      <ul class="lines" id="steps">
        {steps.length === 0 && (
          <li>
            All requests go to {chain.ServiceName}. The protocol is {chain.Protocol}.
          </li>
        )}
        {steps.map(({ from, when, to }, i) => (
          <li key={i}>
            <span>
              {from}: {when}
              {to !== '' && ` → ${to}`}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}
