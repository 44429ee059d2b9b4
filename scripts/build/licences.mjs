import { existsSync, readdirSync, readFileSync } from 'node:fs'

/** The licences of all packages that bundles hold something of, by esbuild's account of what went in. */
export function licences(root, metafiles) {
  const folders = new Set()
  for (const { inputs } of metafiles) {
    for (const path of Object.keys(inputs)) {
      const folder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0]
      if (folder !== undefined) folders.add(folder)
    }
  }
  return [...folders]
    .sort()
    .map(folder => licenceOf(`${root}${folder}`))
    .join(`\n${'-'.repeat(80)}\n\n`)
}

function licenceOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'))
  const file = existsSync(folder) && readdirSync(folder).find(one => /^licen[cs]e/i.test(one))
  if (!license) throw new Error(`${name} names no licence`)
  return `${name} ${version} (${license})\n\n${file ? readFileSync(`${folder}/${file}`, 'utf8').trim() : ''}\n`
}
