import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './consul-link.ts'
import { succeed } from './programs.ts'
import { requireTool } from './tools.ts'

const INSTALL_WITHIN = 240_000

/** The interpreter of an environment that has what a requirements file asks for; made once and cached. */
export async function pythonWith(requirements: string): Promise<string> {
  const python = requireTool('python3', 'apt-get install python3 python3-venv')
  const version = await succeed(python, ['--version'])
  const key = createHash('sha256').update(version).update(readFileSync(requirements)).digest('hex').slice(0, 12)
  const folder = join(root, 'node_modules/.cache/e2e', `python-${key}`)
  const interpreter = join(folder, 'bin/python')
  if (existsSync(join(folder, 'complete'))) return interpreter

  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  await succeed(python, ['-m', 'venv', folder], { within: INSTALL_WITHIN }).catch((error: unknown) => {
    throw new Error('python3 cannot make an environment. Get what it lacks with: apt-get install python3-venv', {
      cause: error,
    })
  })
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--requirement', requirements]
  await succeed(interpreter, install, { within: INSTALL_WITHIN })
  mkdirSync(join(folder, 'complete'))
  return interpreter
}
