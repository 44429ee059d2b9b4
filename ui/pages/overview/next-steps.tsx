import { Command } from '../../components/copy.tsx'
import { cliCommand, curlCommand } from '../../lib/commands.ts'

/** What to do first on an agent that has nothing yet. */
export function NextSteps() {
  return (
    <section class="whole" aria-labelledby="next-steps">
      <h2 id="next-steps">Next steps</h2>
      <p>Nothing is registered yet. These commands make a first service and a first key:</p>
      <Command>{curlCommand('/v1/agent/service/register', { Name: 'web', Port: 8080 })}</Command>
      <Command>{cliCommand('kv put app/greeting hello')}</Command>
    </section>
  )
}
