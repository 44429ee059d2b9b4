import { hrefOf } from '../lib/place.ts'
import { Badge } from '../components/badge.tsx'
import { signInHref } from './address.ts'
import { config, hasControl } from './config.ts'
import { identity, tokenName } from './identity.ts'
import { lost } from './use-live.ts'
import { ArmedBadges } from './armed-badges.tsx'
import { ClockBar } from './clock-bar.tsx'

/** What stands above every page: which agent this is, and whether it still answers. */
export function Head() {
  const { Datacenter, NodeName, ReadOnly, ACLsEnabled } = config.value
  return (
    <header class="head-bar">
      <a class="brand" href={hrefOf([])}>
        <svg viewBox="0 0 32 32" width="20" height="20" aria-hidden="true">
          <circle cx="10" cy="16" r="6" />
          <circle cx="24" cy="6.500" r="3.500" />
          <circle cx="27" cy="16" r="3.500" />
          <circle cx="24" cy="25.500" r="3.500" />
        </svg>
        miniconsul
      </a>
      <span class="where">
        {Datacenter} <span aria-hidden="true">/</span> {NodeName}
      </span>
      {ReadOnly && <Badge>read-only</Badge>}
      <ArmedBadges />
      <span class="space" />
      {ACLsEnabled && <Who />}
      {hasControl.value && <ClockBar />}
      <Connection />
    </header>
  )
}

/** Whose token the page uses. */
function Who() {
  const self = identity.value
  return (
    <a class="who" href={self ? hrefOf(['sign-in']) : signInHref()}>
      {self ? (
        <>
          <span class="unseen">Signed in: </span>
          {tokenName(self)}
        </>
      ) : (
        'Sign in'
      )}
    </a>
  )
}

function Connection() {
  const [problem] = lost.value.values()
  const gone = lost.value.size > 0
  return (
    <span class={`connection ${gone ? 'gone' : ''}`} role="status" title={problem}>
      <svg viewBox="0 0 12 12" width="10" height="10" aria-hidden="true">
        {gone ? <path d="M1.500 1.500l9 9m0-9l-9 9" /> : <circle cx="6" cy="6" r="4.500" />}
      </svg>
      {gone ? 'disconnected, trying again' : 'live'}
    </span>
  )
}
