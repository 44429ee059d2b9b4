import { quotients, summary } from './stats.mjs'

/** Turns that do not count: compilers are warm and files are cached after it. */
const WARM_UP = 1

/**
 * Measures all contenders in turn, again and again: what the machine does meanwhile hits all of them.
 * `measure(name, turn)` resolves to numbers by metric; so does the result, as lists by name and metric, one number a round.
 */
export async function alternate(names, rounds, measure) {
  const samples = Object.fromEntries(names.map(name => [name, {}]))
  for (let turn = 0; turn < WARM_UP + rounds; turn++) {
    for (const name of names) {
      for (const [metric, value] of Object.entries(await measure(name, turn))) {
        if (turn >= WARM_UP) (samples[name][metric] ??= []).push(value)
      }
    }
  }
  return samples
}

/** One line of a report out of what `alternate` gave for one metric. */
export function row(work, { unit, better, samples, metric, goal, goals = goal ? [goal] : [], extra = {} }) {
  const names = Object.keys(samples).filter(name => samples[name][metric]?.some(Number.isFinite))
  const values = Object.fromEntries(names.map(name => [name, summary(samples[name][metric])]))
  const ours = samples.miniconsul[metric]
  const ratios = Object.fromEntries(
    names.filter(name => name !== 'miniconsul').map(name => [name, summary(quotients(ours, samples[name][metric]))]),
  )
  const judgements = goals.filter(({ of }) => of === undefined || ratios[of]).map(one => judged(one, values, ratios))
  return { work, unit, better, values, ratios, goals: judgements, ...extra }
}

/** A goal is `{ of: 'floor', atLeast }`, of the ratio to it, or `{ atMost }`, of the value itself. */
function judged(goal, values, ratios) {
  const value = goal.of ? ratios[goal.of]?.median : values.miniconsul?.median
  const text = `${goal.atLeast === undefined ? '≤' : '≥'} ${goal.atLeast ?? goal.atMost}${goal.of ? ` of ${goal.of}` : ''}`
  const met =
    value === undefined ? undefined : goal.atLeast === undefined ? value <= goal.atMost : value >= goal.atLeast
  return { text, met }
}
