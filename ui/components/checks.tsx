import { forceCheck } from '../lib/control-api.ts'
import { isMaintenance } from '../lib/maintenance.ts'
import { deregisterCheck } from '../lib/service-save.ts'
import { STATUSES, statusOf } from '../lib/status.ts'
import type { Check } from '../lib/types.ts'
import { withParams } from '../shell/address.ts'
import { config, hasControl, mayWrite } from '../shell/config.ts'
import { Action, Danger } from './buttons.tsx'
import { StatusMark, StatusWord } from './status.tsx'

export interface ChecksProps {
  readonly checks: readonly Check[]
  /** What the address of the form that edits one says besides; without it they are only read. */
  readonly editParams?: Readonly<Record<string, string>>
}

/** Checks with their output; with the control API their status can be forced. */
export function Checks({ checks, editParams }: ChecksProps) {
  if (checks.length === 0) return <p class="faint">No checks</p>
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
            <span class="group">
              {editParams && isOwn(check) && <Edit check={check} params={editParams} />}
              {hasControl.value && <Force check={check} />}
            </span>
          </header>
          {check.Notes !== '' && <p class="faint">{check.Notes}</p>}
          {check.Output.trim() !== '' && <pre tabIndex={0}>{check.Output.trimEnd()}</pre>}
        </li>
      ))}
    </ul>
  )
}

/** Whether it was registered: those of membership and maintenance come and go by themselves. */
const isOwn = (check: Check): boolean => check.CheckID !== 'serfHealth' && !isMaintenance(check)

function Edit({ check, params }: { check: Check; params: Readonly<Record<string, string>> }) {
  if (!mayWrite()) return null
  const name = check.Name || check.CheckID
  return (
    <>
      <a
        class="button"
        href={withParams({ ...params, edit: 'check', check: check.CheckID })}
        aria-label={`Edit check ${name}`}
      >
        Edit
      </a>
      <Danger
        label={`Deregister check ${name}`}
        done={`The check ${name} is deregistered.`}
        run={() => deregisterCheck(check, config.value.NodeName)}
      >
        Deregister
      </Danger>
    </>
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
