import { parseArgs } from 'node:util'
import { subjects } from '../subjects/index.mjs'

export const USAGE = `Usage: node bench/run.mjs [options]

  --only SUBJECT[:WORK]  only this subject, or only its work whose name contains WORK; may be repeated
                         (${subjects.map(({ name }) => name).join(', ')})
  --rounds N             how often each contender has its turn (default 5)
  --seconds S            how long each turn is (default 2)
  --quick                short runs that show that all of it works; goals are not judged
  --autocannon           load for http from autocannon instead of the suite's own generator, which costs less
  --million              growth: 1,000,000 keys as well
  --against PATH         another build of the command, measured beside this one as "other"
  --bin PATH             measure the bin/miniconsul.js of another folder instead of this one's
  --json                 print JSON

Set CONSUL_BIN to the path of a real Consul to measure it, too.
`

function positive(text, name) {
  const value = Number(text)
  if (value > 0 && Number.isFinite(value)) return value
  throw new Error(`Failed to read --${name}: ${text} is no positive number.`)
}

/** What the command line and the environment ask for. Throws an Error that says what is wrong. */
export function readOptions(argv, env) {
  const { values } = parseArgs({
    args: argv,
    options: {
      only: { type: 'string', multiple: true, default: [] },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      quick: { type: 'boolean', default: false },
      million: { type: 'boolean', default: false },
      autocannon: { type: 'boolean', default: false },
      against: { type: 'string' },
      bin: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  const { quick } = values
  const only = values.only.map(text => {
    const [name, ...work] = text.split(':')
    if (!subjects.some(subject => subject.name === name)) throw new Error(`Failed to read --only: no subject ${name}.`)
    return { name, work: work.join(':').toLowerCase() }
  })
  return {
    help: values.help,
    json: values.json,
    quick,
    million: values.million,
    generator: values.autocannon ? 'autocannon-load.mjs' : 'http-load.mjs',
    rounds: Math.round(positive(values.rounds ?? (quick ? 1 : 5), 'rounds')),
    legMs: positive(values.seconds ?? (quick ? 0.2 : 2), 'seconds') * 1000,
    programs: { command: values.bin, against: values.against, consul: env.CONSUL_BIN || undefined },
    subjects: subjects.filter(({ name }) => only.length === 0 || only.some(one => one.name === name)),
    /** Whether a piece of work of a subject is to be done. */
    wants: (subject, work) => {
      const named = only.filter(one => one.name === subject)
      return named.length === 0 || named.some(one => work.toLowerCase().includes(one.work))
    },
  }
}
