import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor'

/** Writes one declaration file for each entry, and the same again for CommonJS. */
export function declarations(root, out) {
  const folder = mkdtempSync(`${root}dist.types.`)
  try {
    const tsc = `${root}node_modules/typescript/bin/tsc`
    const args = ['-p', `${root}tsconfig.build.json`, '--emitDeclarationOnly', '--outDir', folder]
    execFileSync(process.execPath, [tsc, ...args], { stdio: 'inherit' })
    rollUp(root, folder, 'index', `${out}/index.d.ts`)
    copyFileSync(`${out}/index.d.ts`, `${out}/index.d.cts`)
    const older = withoutFastify(readFileSync(`${out}/index.d.ts`, 'utf8'))
    for (const suffix of ['ts', 'cts']) writeFileSync(`${out}/index.ts5.2.d.${suffix}`, older)
    // a class that stood in two files would be two types
    for (const name of ['vitest', 'jest', 'node-test']) {
      const text = readFileSync(`${folder}/${name}.d.ts`, 'utf8')
      for (const version of ['', '.ts5.2']) {
        for (const [suffix, script] of Object.entries({ ts: 'js', cts: 'cjs' })) {
          const beside = `'./index${version}.${script}'`
          writeFileSync(`${out}/${name}${version}.d.${suffix}`, text.replaceAll("'./index.ts'", beside))
        }
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Fastify's own declarations need TypeScript 5.4; for older ones an app is whatever it is said to be. */
function withoutFastify(text) {
  const line = "import type { FastifyInstance } from 'fastify';"
  if (!text.includes(line)) throw new Error(`index.d.ts does not say: ${line}`)
  return text.replace(line, 'interface FastifyInstance { [member: string]: any }')
}

/** Rolls the declarations that an entry leads to up into one file. */
function rollUp(root, folder, entry, target) {
  const mainEntryPointFilePath = `${folder}/${entry}.d.ts`
  const none = { default: { logLevel: ExtractorLogLevel.None } }
  const extractorConfig = ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: `${root}package.json`,
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath,
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            target: 'es2022',
            lib: ['es2023', 'esnext.disposable'],
            module: 'nodenext',
            moduleResolution: 'nodenext',
            types: ['node'],
            typeRoots: [`${root}node_modules/@types`],
            strict: true,
            skipLibCheck: true,
            allowImportingTsExtensions: true,
            noEmit: true,
          },
          include: [mainEntryPointFilePath],
        },
      },
      apiReport: { enabled: false },
      docModel: { enabled: false },
      tsdocMetadata: { enabled: false },
      dtsRollup: { enabled: true, untrimmedFilePath: target },
      messages: {
        extractorMessageReporting: none,
        tsdocMessageReporting: none,
        compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Warning } },
      },
    },
  })
  const options = { localBuild: true, messageCallback: message => (message.handled = message.category === 'console') }
  const { succeeded, errorCount, warningCount } = Extractor.invoke(extractorConfig, options)
  if (!succeeded) throw new Error(`${entry}.d.ts: ${errorCount} errors, ${warningCount} warnings`)
}
