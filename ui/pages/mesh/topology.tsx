import { PictureView } from '../../components/picture-view.tsx'
import { StatusMark } from '../../components/status.tsx'
import { WhenThere } from '../../components/live-state.tsx'
import { hrefOf } from '../../lib/place.ts'
import { type Call, callsOf, type Topology, topologyPicture } from '../../lib/topology.ts'
import { useLive } from '../../shell/use-live.ts'
import { IntentionsAbout } from './intentions-about.tsx'
import { Routing } from './routing.tsx'

/** Kinds that are told apart there; all others are services. */
const GATEWAY = 'ingress-gateway'

const topologyHref = (name: string): string => hrefOf(['services', name, 'topology'])

/** Who may call a service, whom it may call, and how requests for it are led. */
export function ServiceTopology({ name, kind }: { name: string; kind: string }) {
  const live = useLive<Topology>(
    `/v1/internal/ui/service-topology/${encodeURIComponent(name)}?kind=${kind === GATEWAY ? kind : ''}`,
  )
  return (
    <>
      <WhenThere of={live} what="services">
        {live.value && <Around name={name} topology={live.value} />}
      </WhenThere>
      <IntentionsAbout name={name} />
      <Routing name={name} />
    </>
  )
}

function Around({ name, topology }: { name: string; topology: Topology }) {
  const calls = callsOf(name, topology)
  return (
    <section class="part" aria-label="Calls">
      <h3>Calls</h3>
      {calls.length === 0 ? (
        <p class="faint">
          No proxy names {name} as its upstream, and the proxies of {name} name none. Register a service with a sidecar
          and upstreams to see them here.
        </p>
      ) : (
        <>
          <PictureView
            picture={topologyPicture(name, topology)}
            label={`Calls to and from ${name}`}
            describedBy="calls"
          />
          <ul class="lines" id="calls">
            {calls.map(call => (
              <li key={`${call.from} ${call.to}`}>
                <CallText call={call} name={name} />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

function CallText({ call: { from, to, allowed, why }, name }: { call: Call; name: string }) {
  const service = (which: string) => (which === name ? which : <a href={topologyHref(which)}>{which}</a>)
  return (
    <>
      <StatusMark status={allowed ? 'passing' : 'critical'} />
      <span>
        {service(from)} {allowed ? 'may' : 'may not'} call {service(to)}, {why}
      </span>
    </>
  )
}
