import type { ConsulClient } from '../client/client.ts'
import { ConsulError } from '../model/errors.ts'
import type { RemoteRequest } from '../seed/remote.ts'
import { CommandError } from './command.ts'

/** How seeds ask an agent through the client of a command. Their paths are escaped, the client's are not. */
export function seedRequest(client: ConsulClient): RemoteRequest {
  return async (method, path, body) => {
    const { pathname, searchParams } = new URL(path, 'http://agent')
    const query = Object.fromEntries(searchParams)
    return client.request(method, decodeURIComponent(pathname), { query, ...(body && { body }) })
  }
}

/** What is done with a seed; what it is refused for ends the command. */
export async function seeding<T>(done: Promise<T>): Promise<T> {
  try {
    return await done
  } catch (error) {
    if (error instanceof ConsulError) throw new CommandError(error.message, { cause: error })
    throw error
  }
}
