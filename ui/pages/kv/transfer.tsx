import { Danger } from '../../components/buttons.tsx'
import { FileButton } from '../../components/file-button.tsx'
import { download } from '../../lib/download.ts'
import { get, send } from '../../lib/http.ts'
import { exportEntries, importBatches, keyPath, parseExport, txnBody } from '../../lib/kv.ts'
import type { KvEntry } from '../../lib/types.ts'
import { mayWrite } from '../../shell/config.ts'
import { act } from '../../shell/notice.ts'

/** Import and export in the format of `consul kv export`, and the end of a whole folder. */
export function KvTransfer({ folder }: { folder: string }) {
  return (
    <span class="group">
      <button type="button" onClick={() => void act('Exported.', () => exportKeys(folder))}>
        Export
      </button>
      {mayWrite() && (
        <>
          <FileButton done="All keys of the file are imported." run={importKeys}>
            Import
          </FileButton>
          {folder !== '' && (
            <Danger
              label={`Delete folder ${folder}`}
              done={`All below ${folder} is deleted.`}
              run={() => send('DELETE', `/v1/kv/${keyPath(folder)}?recurse`)}
            >
              Delete folder
            </Danger>
          )}
        </>
      )}
    </span>
  )
}

async function exportKeys(folder: string): Promise<void> {
  const entries = await get<readonly KvEntry[]>(`/v1/kv/${keyPath(folder)}?recurse`)
  download(`${folder.replace(/\/$/, '').replaceAll('/', '-') || 'kv'}.json`, exportEntries(entries))
}

async function importKeys(text: string): Promise<void> {
  for (const ops of importBatches(parseExport(text))) await send('PUT', '/v1/txn', txnBody(ops))
}
