import { closeSync, constants, openSync, rmSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Command, CommandError } from '../command.ts'
import { fileErrorText } from '../../go/errno.ts'
import { usageOf } from '../usage.ts'

/** `miniconsul connect envoy pipe-bootstrap`, which takes no flags. */
export const command: Command = {
  usage: usageOf('connect envoy pipe-bootstrap PIPE', 'Passes the configuration of an Envoy through a named pipe.', []),
  async run(argv, { cwd, stdin, stderr }) {
    const [path] = argv
    if (path === undefined || argv.length > 1) throw new CommandError('Expecting named pipe path as argument')
    const config = await stdin.read()
    const file = resolve(cwd, path)
    try {
      // opening a pipe waits for its reader
      const pipe = openSync(file, constants.O_WRONLY)
      writeFileSync(pipe, config)
      closeSync(pipe)
      rmSync(file)
    } catch (error) {
      throw new CommandError(fileErrorText(error, path), { cause: error })
    }
    stderr.write('Bootstrap sent, unlinking named pipe\n')
    return 0
  },
}
