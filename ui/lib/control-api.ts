import type { ClockState, JournalEntry } from './control-types.ts'
import { Refusal, request, send } from './http.ts'

/** The control API, which no real Consul has. */
const PREFIX = '/_miniconsul'

/** Moves the clock; resolves when all that fell due has run. */
export const advance = async (By: string): Promise<ClockState> =>
  JSON.parse(await send('PUT', `${PREFIX}/clock/advance`, { By })) as ClockState

export const forceCheck = (node: string, id: string, Status: string, Output: string): Promise<string> =>
  send('PUT', `${PREFIX}/checks/${encodeURIComponent(node)}/${encodeURIComponent(id)}`, { Status, Output })

export const expireSession = (id: string): Promise<string> =>
  send('PUT', `${PREFIX}/sessions/${encodeURIComponent(id)}/expire`)

export const releaseBlocked = (id: string): Promise<string> =>
  send('PUT', `${PREFIX}/blocked/${encodeURIComponent(id)}/release`)

export const changeNode = (name: string, change: 'fail' | 'recover'): Promise<string> =>
  send('PUT', `${PREFIX}/cluster/nodes/${encodeURIComponent(name)}/${change}`)

export const joinNode = (name: string, node: object): Promise<string> =>
  send('PUT', `${PREFIX}/cluster/nodes/${encodeURIComponent(name)}`, node)

export const leaveNode = (name: string): Promise<string> =>
  send('DELETE', `${PREFIX}/cluster/nodes/${encodeURIComponent(name)}`)

/** `what`: a path below the prefix that takes no body. */
export const putControl = (what: 'cluster/lose-leader' | 'cluster/elect' | 'reset'): Promise<string> =>
  send('PUT', `${PREFIX}/${what}`)

/** The token that a request carried, which the journal hides otherwise. */
export async function readToken(id: string): Promise<string> {
  const [entry] = (JSON.parse(await readText(`${PREFIX}/journal?secrets=true&limit=1000`)) as JournalEntry[]).filter(
    ({ ID }) => String(ID) === id,
  )
  if (!entry) throw new Error('The journal does not hold this request any more.')
  return entry.Token ?? ''
}

export const clearJournal = (): Promise<string> => send('DELETE', `${PREFIX}/journal`)

export const addFault = (fault: object): Promise<string> => send('PUT', `${PREFIX}/faults`, fault)
/** One, or all of them. */
export const removeFault = (id?: string): Promise<string> =>
  send('DELETE', `${PREFIX}/faults${id === undefined ? '' : `/${encodeURIComponent(id)}`}`)

/** Goes back to the state after a commit, by a commit of its own. */
export const revertTo = (index: number): Promise<string> => send('PUT', `${PREFIX}/history/${index}/revert`)
export const readStateAt = (index: number): Promise<string> => readText(`${PREFIX}/history/${index}`)

export const takeSnapshot = (): Promise<string> => readText(`${PREFIX}/snapshot`)
export const readDump = (): Promise<string> => readText(`${PREFIX}/dump`)
export const restoreSnapshot = (text: string): Promise<string> => send('PUT', `${PREFIX}/snapshot`, text)
export const loadSeed = (text: string): Promise<string> => send('PUT', `${PREFIX}/seed`, text)

async function readText(path: string): Promise<string> {
  const { status, text } = await request(path)
  if (status >= 400) throw new Refusal(status, text)
  return text
}
