import { fold, keyOf } from '../../state/schema.ts'
import type { Store } from '../../state/store.ts'
import type { View } from '../../state/view.ts'
import type { AliasedCheck, AliasedHealth, AliasSource } from '../checks/index.ts'
import type { LocalState } from './state.ts'

/** Where alias checks look: at the agent's own services, or into the catalog when they name a node. */
export function aliasSource(state: LocalState, store: Store): AliasSource {
  return {
    read: (node, service) => (node === '' ? ownHealth(state, service) : catalogHealth(store.view, node, service)),
    watch: (node, service, changed) =>
      node === '' ? watchOwn(state, service, changed) : watchCatalog(store, node, service, changed),
  }
}

function ownHealth(state: LocalState, service: string): AliasedHealth {
  const checks = service === '' ? state.checksOf('') : [...state.checksOf(''), ...state.checksOf(service)]
  return {
    nodeKnown: true,
    serviceKnown: state.service(service) !== undefined,
    checks: checks.map(({ row }) => aliased(row)),
  }
}

function watchOwn(state: LocalState, service: string, changed: () => void): () => void {
  return state.onChange(change => {
    if (change.kind === 'service') {
      if (change.id === service && !change.before) changed()
      return
    }
    const { before, after } = change
    if ((after ?? before)?.row.ServiceID === service && before?.row.Status !== after?.row.Status) changed()
  })
}

function catalogHealth(view: View, node: string, service: string): AliasedHealth {
  const checks = [...view.by('checks', 'instance', keyOf(node, ''))]
  if (service !== '') checks.push(...view.by('checks', 'instance', keyOf(node, service)))
  return {
    nodeKnown: view.get('nodes', fold(node)) !== undefined,
    serviceKnown: view.get('services', keyOf(node, service)) !== undefined,
    checks: checks.map(aliased),
  }
}

function watchCatalog(store: Store, node: string, service: string, changed: () => void): () => void {
  let end: () => void
  const subscribe = (): (() => void) => {
    const { watchSet } = store.readTracked(view => catalogHealth(view, node, service))
    return watchSet.onChange(wake)
  }
  const wake = (): void => {
    end()
    end = subscribe()
    changed()
  }
  end = subscribe()
  return () => end()
}

const aliased = (row: { CheckID: string; Name: string; Status: string; Output: string }): AliasedCheck => ({
  checkId: row.CheckID,
  name: row.Name,
  status: row.Status,
  output: row.Output,
})
