import { signal } from '@preact/signals'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { follow, type Known, LOADING } from '../lib/follow.ts'
import { readJson } from '../lib/json.ts'
import { sleep } from '../lib/sleep.ts'
import { askForChange } from './connections.ts'
import { identity } from './identity.ts'

/** What a path of the agent holds, as it is now. */
export interface Live<T> {
  readonly phase: Known['phase']
  /** Undefined before the first answer, and where there is nothing. */
  readonly value: T | undefined
  readonly problem: string | undefined
  /** Of the last answer; it changes when what is asked for may have changed. */
  readonly index: string
  /** Whether the token sees a part of it only. */
  readonly filtered: boolean
  /** Asks again at once: for what cannot be waited for. */
  readonly refresh: () => void
}

/** Paths whose connection is lost, with the reason. */
export const lost = signal<ReadonlyMap<string, string>>(new Map())

/** Whether the page is visible. Browsers have few connections for each agent: a hidden page gives its own back. */
const visible = signal(!document.hidden)
document.addEventListener('visibilitychange', () => (visible.value = !document.hidden))

interface State {
  readonly path: string | undefined
  /** Accessor of the token that asked. */
  readonly accessor: string | undefined
  readonly known: Known
}

/** Follows a path of the agent as long as the component is there. */
export function useLive<T>(path: string | undefined): Live<T> {
  const accessor = identity.value?.AccessorID
  const [state, setState] = useState<State>({ path, accessor, known: LOADING })
  const [round, setRound] = useState(0)
  const known = state.path === path && state.accessor === accessor ? state.known : LOADING
  const seen = visible.value

  useEffect(() => {
    if (path === undefined || !seen) return
    const end = new AbortController()
    const tell = (next: Known): void => {
      noteLost(path, next.phase === 'lost' ? (next.problem ?? '') : undefined)
      setState({ path, accessor, known: next })
    }
    const ask = (url: string, signal: AbortSignal) => askForChange(readable(url), signal)
    void follow(path, { ask, sleep, tell, signal: end.signal }, round === 0 ? known : { ...known, index: '0' })
    return () => {
      end.abort()
      noteLost(path, undefined)
    }
  }, [path, seen, round, accessor])

  const value = useMemo(() => read<T>(known.text), [known.text])
  return {
    phase: known.phase,
    value,
    problem: known.problem,
    index: known.index,
    filtered: known.filtered === true,
    refresh: () => setRound(round + 1),
  }
}

/** Reads continue while there is no leader. */
const readable = (url: string): string => (url.startsWith('/v1/') ? `${url}&stale` : url)

function read<T>(text: string | undefined): T | undefined {
  if (text === undefined) return undefined
  try {
    return readJson(text) as T
  } catch {
    return undefined
  }
}

function noteLost(path: string, problem: string | undefined): void {
  if (lost.value.get(path) === problem) return
  const next = new Map(lost.value)
  if (problem === undefined) next.delete(path)
  else next.set(path, problem)
  lost.value = next
}
