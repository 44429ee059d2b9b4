import { Action } from '../../components/buttons.tsx'
import { Facts } from '../../components/facts.tsx'
import { Detail } from '../../components/split.tsx'
import { removeFault } from '../../lib/control-api.ts'
import type { FaultRow } from '../../lib/control-types.ts'
import { indented } from '../../lib/json.ts'
import { hrefOf } from '../../lib/place.ts'
import { currentParams, go } from '../../shell/address.ts'

/** A fault with all of its members. */
export function FaultDetail({ fault }: { fault: FaultRow }) {
  const list = hrefOf(['faults'], currentParams('q'))
  const { ID, Match, Fault, Times, Used, Probability } = fault
  return (
    <Detail
      title={`Fault ${ID}`}
      closeHref={list}
      actions={
        <Action done="The fault is removed." run={() => removeFault(ID).then(() => go(list))}>
          Remove
        </Action>
      }
    >
      <Facts
        facts={{
          Used: `${Used} ${Used === 1 ? 'time' : 'times'}`,
          Applies: Times === null ? 'until it is removed' : `${Times} ${Times === 1 ? 'time' : 'times'}`,
          Probability: `${Math.round(Probability * 1000) / 10} %`,
        }}
      />
      <h3>Applies to</h3>
      <Members of={Match} none="Every HTTP request" />
      <h3>What happens</h3>
      <Members
        of={Fault as Readonly<Record<string, unknown>>}
        none="An answer is computed by a function of the test."
      />
      <p>
        <a href={hrefOf(['journal'], { q: `fault ${ID}` })}>Requests that met it</a>
      </p>
    </Detail>
  )
}

function Members({ of, none }: { of: Readonly<Record<string, unknown>>; none: string }) {
  const members = Object.entries(of)
  if (members.length === 0) return <p class="faint">{none}</p>
  return (
    <Facts
      facts={Object.fromEntries(
        members.map(([name, value]) => [
          name,
          typeof value === 'object' ? <pre tabIndex={0}>{indented(value)}</pre> : <code>{String(value)}</code>,
        ]),
      )}
    />
  )
}
