import { cpuOf } from './proc.mjs'

/** What is done while `waiting` lasts: how often a second, and the CPU of process `pid` for each in µs. `count`: how much was done so far. */
export async function counted(pid, count, waiting) {
  const [begun, before, cpuBefore] = [performance.now(), count(), cpuOf(pid)]
  await waiting()
  const done = count() - before
  const rate = (done * 1000) / (performance.now() - begun)
  return { rate, cpu: ((cpuOf(pid) - cpuBefore) * 1000) / done }
}
