#!/usr/bin/env node
// Runs the bundled command from V8's code cache, made when it was built: that is a third of the time of a start. A cache
// of another Node is refused by V8, and the source compiled as ever. CommonJS (see package.json beside this), because Node's
// loader of modules alone takes as long as all that `kv get` does.
'use strict'

const { readFileSync } = require('node:fs')
const { createRequire } = require('node:module')
const { join } = require('node:path')
const vm = require('node:vm')

// the agent is in a bundle of its own: what asks one starts in the time of Node itself
const dist = join(__dirname, '..', 'dist')
const file = join(dist, ['agent', 'mirror'].includes(process.argv[2]) ? 'cli.cjs' : 'client.cjs')
// esbuild writes ASCII, and that is read in half the time; the text is a function of what CommonJS gives a module
const script = new vm.Script(readFileSync(file, 'latin1'), { filename: file, cachedData: readCache(`${file}.cache`) })
script.runInThisContext()(createRequire(file), file, dist)

function readCache(path) {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}
