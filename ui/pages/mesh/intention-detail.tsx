import { Danger } from '../../components/buttons.tsx'
import { Facts } from '../../components/facts.tsx'
import { Detail } from '../../components/split.tsx'
import { deleteIntention } from '../../lib/intention-save.ts'
import { effectOf, type Intention, sourceText } from '../../lib/intentions.ts'
import { indented } from '../../lib/json.ts'
import { currentParams, go, param } from '../../shell/address.ts'
import { mayWrite } from '../../shell/config.ts'
import { Effect } from './effect.tsx'
import { IntentionForm } from './intention-form.tsx'
import { configHref, intentionHref } from './links.ts'

/** One intention. Those with permissions are edited as the config entry that they are a part of. */
export function IntentionDetail({ intention, listHref }: { intention: Intention; listHref: string }) {
  const { DestinationName, Permissions, SourcePeer } = intention
  const simple = effectOf(intention) !== 'permissions' && !SourcePeer && !intention.SourceSamenessGroup
  if (simple && mayWrite() && param('edit') !== '') return <IntentionForm intention={intention} listHref={listHref} />
  return (
    <Detail
      title={`${sourceText(intention)} → ${DestinationName}`}
      closeHref={listHref}
      actions={
        mayWrite() &&
        simple && (
          <>
            <a class="button" href={intentionHref(intention, { ...currentParams('q'), edit: 'intention' })}>
              Edit
            </a>
            <Danger done="The intention is deleted." run={() => deleteIntention(intention).then(() => go(listHref))}>
              Delete
            </Danger>
          </>
        )
      }
    >
      <Facts
        facts={{
          Source: sourceText(intention),
          Destination: DestinationName,
          Action: <Effect of={intention} />,
          Precedence: intention.Precedence,
          Description: intention.Description,
          ID: intention.ID && <code>{intention.ID}</code>,
          'Config entry': (
            <a href={configHref(['service-intentions', DestinationName])}>service-intentions {DestinationName}</a>
          ),
        }}
      />
      {Permissions && Permissions.length > 0 && (
        <>
          <h3>Permissions</h3>
          <pre tabIndex={0} aria-label="Permissions">
            {indented(Permissions)}
          </pre>
        </>
      )}
    </Detail>
  )
}
