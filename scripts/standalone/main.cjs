// The first file of the standalone executable: bin/miniconsul.js for bundles that are assets of the executable. A start touches
// no disk. What only a file can be is unpacked when it is first needed: the binary of the store of data folders, and the page,
// which is served from a folder.
'use strict'

const { mkdirSync, rmSync, writeFileSync } = require('node:fs')
const nodeModule = require('node:module')
const { tmpdir } = require('node:os')
const { dirname, join } = require('node:path')
const { getAsset, getRawAsset } = require('node:sea')
const vm = require('node:vm')

/** Nobody else's: it is not there before it is made, by us and for us alone. */
const folder = join(tmpdir(), `miniconsul-${process.pid}-${Date.now().toString(36)}`)
let isMade = false
const loaded = new Map()

const bytes = name => Buffer.from(getRawAsset(name))
// esbuild writes ASCII
const source = name => bytes(name).latin1Slice()

/** What bundles require: each other, package.json, and modules of Node. */
function load(name) {
  if (name === 'node:module') return { ...nodeModule, createRequire: () => load }
  if (name === '../package.json') return JSON.parse(getAsset('package.json', 'utf8'))
  if (nodeModule.isBuiltin(name)) return require(name)
  if (!loaded.has(name)) {
    const module = { exports: {} }
    loaded.set(name, module)
    run(name.replace('./', ''), module)
  }
  return loaded.get(name).exports
}
// what node-gyp-build asks where there is no folder to look into
load.addon = () => {
  const module = { exports: {} }
  process.dlopen(module, unpack('classic-level.node'))
  return module.exports
}

function run(file, module) {
  // the page is a plugin of it, and read from files
  if (file === 'fastify.cjs') for (const name of JSON.parse(getAsset('page.json', 'utf8'))) unpack(name)
  const filename = join(folder, file)
  const script = new vm.Script(`(function (exports, require, module, __filename, __dirname) {${source(file)}\n})`, {
    filename,
  })
  script.runInThisContext()(module.exports, load, module, filename, folder)
}

function unpack(name) {
  if (!isMade) {
    mkdirSync(folder, { mode: 0o700 })
    isMade = true
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  }
  const path = join(folder, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, bytes(name))
  return path
}

const file = process.argv[2] === 'agent' ? 'cli.cjs' : 'client.cjs'
const filename = join(folder, file)
const script = new vm.Script(source(file), { filename, cachedData: bytes(`${file}.cache`) })
script.runInThisContext()(load, filename, folder)
