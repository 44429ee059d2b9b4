import { ConsulError } from '../model/errors.ts'

/** A data folder that cannot be used; nothing in it was changed. */
export function folderError(folder: string, reason: string, cause?: unknown): ConsulError {
  return new ConsulError('MC_ERR_DATA_FOLDER', `Failed to open the data folder ${folder}: ${reason}`, { cause })
}
