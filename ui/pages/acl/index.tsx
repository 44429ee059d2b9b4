import type { ComponentType } from 'preact'
import { place } from '../../shell/address.ts'
import { config } from '../../shell/config.ts'
import { Toolbar } from '../../components/toolbar.tsx'
import { AclsDisabled } from './disabled.tsx'
import { Policies } from './policies.tsx'
import { Roles } from './roles.tsx'
import { Tokens } from './tokens.tsx'

const LISTS: Readonly<Record<string, ComponentType>> = { tokens: Tokens, policies: Policies, roles: Roles }

/** Tokens, policies and roles. */
export function Acls() {
  const [, list = 'tokens'] = place.value.path
  const List = LISTS[list] ?? Tokens
  if (config.value.ACLsEnabled) return <List key={list} />
  return (
    <div class="page">
      <Toolbar title="Access control" />
      <AclsDisabled />
    </div>
  )
}
