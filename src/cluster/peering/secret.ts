import { ClusterKey } from '../peers/key.ts'

/** A secret of a peering, which both sides prove to know without sending it. */
export const secretKey = (secret: string): ClusterKey => {
  const key = Buffer.from(secret).toString('base64')
  return new ClusterKey(() => [key])
}

/** What the connection goes by, made by both sides of the secret in the token that was used. */
export const streamSecret = (establishment: string, peerId: string): string =>
  secretKey(establishment).prove('stream', peerId)
