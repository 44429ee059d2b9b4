import { CodeField } from '../../components/code-field.tsx'
import { EditForm, type Fields } from '../../components/edit-form.tsx'
import { TextField } from '../../components/field.tsx'
import { Detail } from '../../components/split.tsx'
import { fromText } from '../../lib/bytes.ts'
import { saveKey } from '../../lib/kv-save.ts'
import { go, withParams } from '../../shell/address.ts'

/** A key that is not there yet. */
export function KvNew({ folder }: { folder: string }) {
  const list = withParams({ new: undefined })
  const create = async ({ raw }: Fields): Promise<void> => {
    const key = raw('key')
    if (key === '') throw new Error('A key needs a name.')
    await saveKey(key, fromText(raw('value')), '0', 0)
    go(withParams({ new: undefined, key }))
  }
  return (
    <Detail title="New key" closeHref={list}>
      <EditForm label="New key" done="The key is saved." save={create} cancelHref={list}>
        <TextField label="Key" name="key" value={folder} />
        <CodeField label="Value" name="value" value="" rows={10} />
      </EditForm>
    </Detail>
  )
}
