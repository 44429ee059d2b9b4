import { type Reply, TEXT_TYPE } from '../../reply.ts'

/** How ACL objects are read. */
export const READ = { showsConsistency: false, metaOnError: true } as const

/** What is not there is answered without the headers of reads. */
export const missingObject = (what: string): Reply => ({
  status: 404,
  bytes: `Requested ${what} does not exist: ACL not found`,
  contentType: TEXT_TYPE,
  bare: true,
})
