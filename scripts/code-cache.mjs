// Writes V8's code cache of a bundled command (`cli` or `client`), after a run of it, so that it holds the functions that a run calls.
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import vm from 'node:vm'

const name = process.argv[2]
const file = fileURLToPath(new URL(`../dist/${name}.cjs`, import.meta.url))
// read as bin/miniconsul.js reads it: V8 compares the source
const script = new vm.Script(readFileSync(file, 'latin1'), { filename: file })

const RUNS = {
  cli: () => ['agent', '-dev', '-http-port', '0', '-dns-port', '0', '-node', 'cache'],
  client: async () => ['kv', 'get', '-http-addr', `127.0.0.1:${await serveOneKey()}`, 'key'],
}

/** The port of a server that has one key, whatever is asked. */
async function serveOneKey() {
  const server = createServer((_, response) => response.end('[{"Key":"key","Flags":0,"Value":"dg=="}]'))
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
  return server.address().port
}

process.argv = [process.execPath, 'miniconsul', ...(await RUNS[name]())]
const write = process.stdout.write.bind(process.stdout)
process.stdout.write = (_text, ...rest) => {
  rest.find(arg => typeof arg === 'function')?.()
  return true
}
let ended = false
process.on('exit', () => {
  writeFileSync(`${file}.cache`, script.createCachedData())
  // an agent that is interrupted has exit code 1
  if (ended) process.exitCode = 0
})
script.runInThisContext()(createRequire(file), file, dirname(file))
if (name === 'cli') {
  setTimeout(() => {
    ended = true
    process.kill(process.pid, 'SIGINT')
  }, 700)
}
setTimeout(() => {
  write('code cache: the command did not end\n')
  process.exit(1)
}, 15_000)
