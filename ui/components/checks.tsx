import { forceCheck } from '../lib/control-api.ts'
import { STATUSES, statusOf } from '../lib/status.ts'
import type { Check } from '../lib/types.ts'
import { hasControl } from '../shell/config.ts'
import { Action } from './buttons.tsx'
import { StatusMark, StatusWord } from './status.tsx'

/** Checks with their output; with the control API their status can be forced. */
export function Checks({ checks }: { checks: readonly Check[] }) {
  if (checks.length === 0) return <p class="faint">No checks.</p>
  return (
    <ul class="checks">
      {checks.map(check => (
        <li key={`${check.Node} ${check.CheckID}`}>
          <header>
            <StatusWord status={check.Status} />
            <strong>{check.Name || check.CheckID}</strong>
            <span class="faint">
              {[check.CheckID, check.Type, check.ServiceID === '' ? 'of the node' : ''].filter(Boolean).join(' · ')}
            </span>
            {hasControl.value && <Force check={check} />}
          </header>
          {check.Notes !== '' && <p class="faint">{check.Notes}</p>}
          {check.Output.trim() !== '' && <pre tabIndex={0}>{check.Output.trimEnd()}</pre>}
        </li>
      ))}
    </ul>
  )
}

function Force({ check: { Node, CheckID, Name, Status } }: { check: Check }) {
  return (
    <span class="group" role="group" aria-label={`Make ${Name || CheckID}`}>
      {STATUSES.map(status => (
        <Action
          key={status}
          done={`${Name || CheckID} on ${Node} is ${status} now.`}
          label={`Make ${Name || CheckID} ${status}`}
          pressed={statusOf(Status) === status}
          run={() => forceCheck(Node, CheckID, status, `Made ${status} on the web page`)}
        >
          <StatusMark status={status} />
        </Action>
      ))}
    </span>
  )
}
