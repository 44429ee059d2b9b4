import { dispatch } from './dispatch.ts'
import { processIo } from './process-io.ts'

async function main(): Promise<void> {
  const code = await dispatch(process.argv.slice(2), processIo(process))

  // What still runs, such as a script of a check, must not keep us.
  process.stdout.write('', () => process.exit(code))
}

void main()
