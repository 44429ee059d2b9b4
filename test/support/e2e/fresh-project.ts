import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { root } from './consul-link.ts'
import { type Outcome, run, succeed } from './programs.ts'

/** A folder into which the packed package was installed, as from a registry. Projects are folders inside, as in a monorepo. */
export interface Installation {
  readonly folder: string
  /** A project with the files of a folder of the repository, and those given by name. */
  project(name: string, content: ProjectContent): Project
}

export interface ProjectContent {
  /** A folder of the repository. */
  readonly from?: string
  readonly files?: Readonly<Record<string, string>>
}

/** A project that was made a moment ago. */
export interface Project {
  readonly folder: string
  /** Runs a script of an installed package; `runtime` in place of the Node that runs this. */
  node(args: readonly string[], runtime?: string): Promise<Outcome>
}

const folders: string[] = []

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fresh-'))
  folders.push(folder)
  return folder
}

/** Deletes all that was made. */
export function removeFreshProjects(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
}

/** The package as a registry would have it, from what was built. */
export async function packed(): Promise<string> {
  const folder = temporaryFolder()
  const args = ['pack', root, '--ignore-scripts', '--silent', '--pack-destination', folder]
  const name = await succeed('npm', args, { cwd: folder, within: MINUTES })
  return join(folder, name.trim().split('\n').at(-1) ?? '')
}

const MINUTES = 600_000

/** Installs packages into an empty folder. Fails when npm warns of one that does not run here. */
export async function install(
  tarball: string,
  packages: readonly string[] = [],
): Promise<Installation & { readonly output: string }> {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'package.json'), '{}')
  const args = ['install', '--no-audit', '--no-fund', '--prefer-offline', tarball, ...packages]
  const { code, stdout, stderr } = await run('npm', args, { cwd: folder, within: MINUTES })
  if (code !== 0) throw new Error(`npm ${args.join(' ')} ended with ${code}:\n${stderr}`)
  return { folder, output: stdout + stderr, project: (name, content) => projectIn(folder, name, content) }
}

function projectIn(parent: string, name: string, { from, files = {} }: ProjectContent): Project {
  const folder = join(parent, name)
  mkdirSync(folder)
  if (from !== undefined) cpSync(join(root, from), folder, { recursive: true })
  for (const [path, text] of Object.entries({ 'package.json': '{}', ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const env = { CI: '1', NO_COLOR: '1', FORCE_COLOR: '0', NODE_OPTIONS: '' }
  return {
    folder,
    node: (args, runtime = process.execPath) => run(runtime, args, { cwd: folder, env, within: MINUTES }),
  }
}
