import { loggedError } from '../http/logged-error.ts'

/** Members of bodies that hold a secret, each up to the end of its text, which may be cut off. */
const SECRETS =
  /("(?:SecretID|BearerToken|BootstrapSecret|Token|PeeringToken|ServiceAccountJWT|PrivateKeyPEM|PrivateKey)"\s*:[\s[]*")(?:[^"\\]|\\.)+/gi

/** A JSON text in which `<hidden>` stands for each secret of the ACL system. */
export const hideSecrets = (json: string): string => loggedError(json.replace(SECRETS, '$1<hidden>'))

/** A key of gossip: 16, 24 or 32 bytes in base64. It is a member's text in what is asked, and its name in what is answered. */
const KEYS = /"(?:[\w+/]{22}==|[\w+/]{32}|[\w+/]{43}=)"/g

/** A JSON text of the keyring's API in which `<hidden>` stands for each key. */
export const hideKeys = (json: string): string => json.replace(KEYS, '"<hidden>"')
