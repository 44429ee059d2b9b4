import { dispatch } from './dispatch.ts'

async function main(): Promise<void> {
  // Whoever reads what we print may go away early; that is not our failure.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)

  const code = await dispatch(process.argv.slice(2), process)

  // What still runs, such as a script of a check, must not keep us.
  process.stdout.write('', () => process.exit(code))
}

void main()
