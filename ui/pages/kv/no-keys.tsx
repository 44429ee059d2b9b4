import { Empty } from '../../components/empty.tsx'
import { cliCommand } from '../../lib/commands.ts'

/** What a folder says that holds no key. */
export function NoKeys({ folder }: { folder: string }) {
  return (
    <Empty title="No keys" command={cliCommand(`kv put ${folder}greeting hello`)}>
      Write one with the button above, or with this command:
    </Empty>
  )
}
