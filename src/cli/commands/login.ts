import { randomUUID } from 'node:crypto'
import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileErrorText } from '../../go/errno.ts'
import { toJson } from '../../go/json.ts'
import { makeFolders } from '../../lib/make-folders.ts'
import { clientCommand, explain } from '../client-command.ts'
import { clientFlags, clientWithoutToken, namespaceFlags } from '../client-flags.ts'
import { CommandError } from '../command.ts'
import { FileError, readFile } from '../data.ts'
import type { Flag } from '../../go/flag.ts'
import type { Token } from './acl/objects.ts'

/** Flags of the auth method aws-iam, which is not built. */
const awsFlags: readonly Flag[] = (
  [
    ['aws-access-key-id', 'string'],
    ['aws-auto-bearer-token', 'switch'],
    ['aws-include-entity', 'switch'],
    ['aws-region', 'string'],
    ['aws-secret-access-key', 'string'],
    ['aws-server-id-header-value', 'string'],
    ['aws-session-token', 'string'],
    ['aws-sts-endpoint', 'string'],
  ] as const
).map(([name, kind]) => ({ name, kind, usage: 'Only for aws-iam, which is not built.' }))

/** `miniconsul login`. */
export const command = clientCommand({
  call: 'login [options]',
  about: 'Exchanges a token of an identity provider, such as a JWT, for a token of Consul, which is written to a file.',
  flags: [
    ...clientFlags,
    ...namespaceFlags,
    ...awsFlags,
    { name: 'bearer-token-file', kind: 'string', usage: 'File with the token to exchange.' },
    { name: 'meta', kind: 'map', usage: 'Metadata of the new token, as key=value. May be repeated.' },
    { name: 'method', kind: 'string', usage: 'Name of the auth method.' },
    { name: 'token-sink-file', kind: 'string', usage: 'File to write the secret ID to.' },
    { name: 'type', kind: 'string', usage: 'Type of the auth method; it does not matter.' },
  ],
  async run({ args, flags, io }) {
    const meta = flags.map('meta')
    if (args.length > 0) throw new CommandError('Should have no non-flag arguments.')
    const method = needed('method')
    const sink = needed('token-sink-file')
    const aws = flags.bool('aws-auto-bearer-token')
    const file = flags.string('bearer-token-file')
    if (aws && file) throw new CommandError("Cannot use '-bearer-token-file' flag with '-aws-auto-bearer-token'")
    if (!aws && awsFlags.some(({ name }) => flags.has(name))) {
      throw new CommandError("Missing '-aws-auto-bearer-token' flag")
    }
    if (aws) throw new CommandError('Error with aws-iam auth method: it is not built into miniconsul')
    const bearer = readBearer(needed('bearer-token-file'))
    const body = toJson({
      AuthMethod: method,
      BearerToken: bearer,
      ...(meta.length > 0 && { Meta: Object.fromEntries(meta) }),
    })
    const asking = clientWithoutToken(flags, io.env).request('POST', '/v1/acl/login', { body })
    const answer = await explain(
      'Error logging in',
      asking.then(answer => answer.expectOk()),
    )
    writeSecret(sink, answer.json<Token>().SecretID)

    function needed(flag: string): string {
      const value = flags.string(flag)
      if (!value) throw new CommandError(`Missing required '-${flag}' flag`)
      return value
    }

    function readBearer(path: string): string {
      try {
        const token = Buffer.from(readFile(path, io)).toString().trim()
        if (token === '') throw new CommandError(`No bearer token found in ${path}`)
        return token
      } catch (error) {
        if (!(error instanceof FileError)) throw error
        throw new CommandError(error.message, { cause: error })
      }
    }

    /** Only its owner may read it. What reads the file meanwhile sees the former secret or the new one. */
    function writeSecret(path: string, secret: string): void {
      const fail = (why: string, cause: unknown): never => {
        throw new CommandError(`Error writing token to file sink: ${why}`, { cause })
      }
      const written = `${path}-${randomUUID()}.tmp`
      const from = resolve(io.cwd, written)
      try {
        makeFolders(dirname(from))
        writeFileSync(from, secret, { mode: 0o600 })
      } catch (error) {
        fail(fileErrorText(error, written), error)
      }
      try {
        renameSync(from, resolve(io.cwd, path))
      } catch (error) {
        rmSync(from, { force: true })
        fail(`rename ${written} ${path}: file exists`, error)
      }
    }
  },
})
