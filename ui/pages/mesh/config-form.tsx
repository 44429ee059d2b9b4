import { useState } from 'preact/hooks'
import { JsonField } from '../../components/code-field.tsx'
import { EditForm } from '../../components/edit-form.tsx'
import { Detail } from '../../components/split.tsx'
import { type ConfigEntry, entryName, entryText } from '../../lib/config-entries.ts'
import { saveEntry } from '../../lib/config-save.ts'
import { CONFIG_KINDS } from '../../lib/config-kinds.ts'
import { indented } from '../../lib/json.ts'
import { currentParams, go } from '../../shell/address.ts'
import { configHref } from './links.ts'

/** Makes an entry, beginning with an example of its kind. */
export function ConfigNew({ kind, listHref }: { kind: string; listHref: string }) {
  const example = { Kind: kind, ...CONFIG_KINDS[kind]?.example }
  return <ConfigForm title="New entry" text={indented(example)} index={0} backHref={listHref} submit="Create" />
}

/** Edits an entry. What others change meanwhile is not overwritten. */
export function ConfigEdit({ entry }: { entry: ConfigEntry }) {
  const [{ text, index }] = useState({ text: entryText(entry), index: entry.ModifyIndex })
  const name = entryName(entry)
  const backHref = configHref([entry.Kind, name], currentParams('q'))
  return <ConfigForm title={`Edit ${name}`} text={text} index={index} backHref={backHref} submit="Save" />
}

interface ConfigFormProps {
  readonly title: string
  readonly text: string
  /** Index of the entry that is edited. */
  readonly index: number
  readonly backHref: string
  readonly submit: string
}

function ConfigForm({ title, text, index, backHref, submit }: ConfigFormProps) {
  return (
    <Detail title={title} closeHref={backHref}>
      <EditForm
        label="Config entry"
        done="The entry is saved."
        submit={submit}
        cancelHref={backHref}
        save={async ({ raw }) => {
          const { kind, name } = await saveEntry(raw('entry'), index)
          go(configHref([kind, name], currentParams('q')))
        }}
      >
        <JsonField label="Definition, in JSON" name="entry" value={text} rows={18} />
      </EditForm>
    </Detail>
  )
}
