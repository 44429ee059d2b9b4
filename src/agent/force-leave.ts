import type { Agent } from './agent.ts'

/** Milliseconds that Consul gives a member to leave before it forgets one that lives: those of its broadcast, and of the leave itself. */
const TIME_TO_LEAVE = 5000 + 3000

/**
 * Makes a member that failed one that left, or has it forgotten. Who is alive contradicts, and stays, if there is a third member to
 * tell it; between two, it is seen as leaving from then on. Pruned, it is forgotten all the same.
 */
export function forceLeave(agent: Agent, name: string, prune: boolean): Promise<void> | void {
  const { clock, datacenter, peers, settings } = agent
  const { members } = datacenter
  const lives = members.takesPart(name)
  if (lives && name === settings.nodeName) return
  const isPassedOn = peers?.forceLeave(name, prune) === true
  if (!isPassedOn) {
    const isTold = members
      .list()
      .some(({ Name }) => Name !== settings.nodeName && Name !== name && members.is(Name, 'alive'))
    if (!lives) members.mark(name, 'left')
    else if (!isTold) members.mark(name, 'leaving')
  }
  const forget = (): void => {
    if (!isPassedOn) members.reap(name)
  }
  if (!prune) return
  if (!lives) return forget()
  return new Promise(done => {
    clock.setTimeout(() => {
      forget()
      done()
    }, TIME_TO_LEAVE)
  })
}
