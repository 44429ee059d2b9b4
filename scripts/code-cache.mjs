// Writes V8's code cache of the bundled command, after a start of an agent, so that it holds the functions that a start runs.
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import vm from 'node:vm'

const file = fileURLToPath(new URL('../dist/cli.cjs', import.meta.url))
// exactly as bin/miniconsul.js wraps it: V8 compares the source
const script = new vm.Script(
  `(function (require, __import, __filename, __dirname) {${readFileSync(file, 'utf8')}\n})`,
  {
    filename: file,
  },
)

const write = process.stdout.write.bind(process.stdout)
process.stdout.write = (_text, ...rest) => {
  rest.find(arg => typeof arg === 'function')?.()
  return true
}
process.argv = [process.execPath, 'miniconsul', 'agent', '-dev', '-http-port', '0', '-dns-port', '0', '-node', 'cache']
process.on('exit', () => writeFileSync(`${file}.cache`, script.createCachedData()))
script.runInThisContext()(createRequire(file), name => import(name), file, dirname(file))
setTimeout(() => process.kill(process.pid, 'SIGINT'), 700)
setTimeout(() => {
  write('code cache: the agent did not end\n')
  process.exit(1)
}, 15_000)
