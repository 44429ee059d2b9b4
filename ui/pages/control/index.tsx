import { useState } from 'preact/hooks'
import { Action, Danger } from '../../components/buttons.tsx'
import { FileButton } from '../../components/file-button.tsx'
import { Strip } from '../../components/form.tsx'
import { Toolbar } from '../../components/toolbar.tsx'
import { loadSeed, putControl, readDump, restoreSnapshot, takeSnapshot } from '../../lib/control-api.ts'
import { download } from '../../lib/download.ts'
import { advanceClock } from '../../shell/clock.ts'
import { mayWrite } from '../../shell/config.ts'
import { act } from '../../shell/notice.ts'

const STEPS = ['1s', '10s', '1m', '10m', '1h', '24h']

/** The clock, and the state as a whole. */
export function ControlPage() {
  return (
    <div class="page">
      <Toolbar title="Clock & state" />
      <div class="panels">
        <section aria-labelledby="clock">
          <h2 id="clock">Clock</h2>
          <p>
            Moves the clock of the agent: sessions expire, checks with a TTL fail and lock delays end, in the order in
            which they are due.
          </p>
          <span class="group">
            {STEPS.map(step => (
              <Action
                key={step}
                label={`Advance by ${step}`}
                done={`The clock advanced by ${step}.`}
                run={() => advanceClock(step)}
              >
                +{step}
              </Action>
            ))}
          </span>
          {mayWrite() && (
            <Strip label="Advance by" done="The clock advanced." run={field => advanceClock(field('by'))} clears>
              <input name="by" required aria-label="Duration" placeholder="1h30m" />
              <button type="submit">Advance</button>
            </Strip>
          )}
        </section>
        <section aria-labelledby="state">
          <h2 id="state">State</h2>
          <p>A snapshot holds all that is registered and stored. Restoring answers all blocked queries.</p>
          <span class="group">
            <button type="button" onClick={() => void act('The snapshot is saved.', saveSnapshot)}>
              Snapshot
            </button>
            <FileButton done="The snapshot is restored." run={restoreSnapshot}>
              Restore
            </FileButton>
            <FileButton done="The seed is loaded." run={loadSeed}>
              Load seed
            </FileButton>
            <Danger done="The state is reset." run={() => putControl('reset')}>
              Reset
            </Danger>
          </span>
        </section>
        <Dump />
      </div>
    </div>
  )
}

const saveSnapshot = async (): Promise<void> => download('snapshot.json', await takeSnapshot())

function Dump() {
  const [dump, setDump] = useState<string | undefined>(undefined)
  return (
    <section class="whole" aria-labelledby="dump">
      <h2 id="dump">Dump</h2>
      <span class="group">
        <button type="button" onClick={() => void act('', async () => setDump(await readDump()))}>
          {dump === undefined ? 'Show everything as text' : 'Show it again'}
        </button>
      </span>
      {dump !== undefined && (
        <pre tabIndex={0} aria-label="Dump">
          {dump || '(nothing)'}
        </pre>
      )}
    </section>
  )
}
