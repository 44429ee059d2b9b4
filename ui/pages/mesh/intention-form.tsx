import { EditForm, type Fields } from '../../components/edit-form.tsx'
import { SelectField, TextField } from '../../components/field.tsx'
import { SERVICE_NAMES } from '../../components/service-names.tsx'
import { Detail } from '../../components/split.tsx'
import { saveIntention } from '../../lib/intention-save.ts'
import { type Intention, sourceText } from '../../lib/intentions.ts'
import { hrefOf } from '../../lib/place.ts'
import { currentParams, go } from '../../shell/address.ts'
import { intentionHref } from './links.ts'

const ACTIONS = { allow: 'Allow', deny: 'Deny' }

export interface IntentionFormProps {
  /** The one that is edited; without it, one is made. */
  readonly intention?: Intention
  /** Those that are there: none of them is overwritten. */
  readonly known?: readonly Intention[]
  readonly listHref: string
}

/** Makes an intention, or edits one. */
export function IntentionForm({ intention, known = [], listHref }: IntentionFormProps) {
  const backHref = intention ? intentionHref(intention, currentParams('q')) : listHref
  const save = async ({ text }: Fields): Promise<void> => {
    const source = intention?.SourceName ?? text('source')
    const destination = intention?.DestinationName ?? text('destination')
    if (known.some(({ SourceName, DestinationName }) => SourceName === source && DestinationName === destination)) {
      throw new Error(`There is an intention from ${source} to ${destination} already.`)
    }
    await saveIntention(source, destination, { Action: text('action'), Description: text('description') })
    const id = `default:default:${source}:default:default:${destination}`
    go(intention ? backHref : hrefOf(['intentions', id], currentParams('q')))
  }
  return (
    <Detail
      title={intention ? `Edit ${sourceText(intention)} → ${intention.DestinationName}` : 'New intention'}
      closeHref={backHref}
    >
      <EditForm
        label="Intention"
        done={intention ? 'The intention is saved.' : 'The intention is created.'}
        submit={intention ? 'Save' : 'Create'}
        save={save}
        cancelHref={backHref}
      >
        {!intention && (
          <>
            <TextField
              label="Source"
              name="source"
              required
              list={SERVICE_NAMES}
              hint="A service, or * for all of them."
            />
            <TextField
              label="Destination"
              name="destination"
              required
              list={SERVICE_NAMES}
              hint="A service, or * for all of them."
            />
          </>
        )}
        <SelectField label="Action" name="action" values={ACTIONS} value={intention?.Action ?? 'allow'} />
        <TextField label="Description" name="description" value={intention?.Description ?? ''} />
      </EditForm>
    </Detail>
  )
}
