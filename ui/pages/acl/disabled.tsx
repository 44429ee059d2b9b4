import { Command } from '../../components/copy.tsx'

const COMMAND = `miniconsul agent -dev -hcl='acl { enabled = true default_policy = "deny" tokens { initial_management = "root" } }'`

/** What to do to get an agent with ACLs. */
export function AclsDisabled() {
  return (
    <div class="empty">
      <p>ACLs are disabled on this agent: every request may do everything.</p>
      <p>This command starts an agent with ACLs and a token whose secret is “root”, which may do everything:</p>
      <Command>{COMMAND}</Command>
    </div>
  )
}
