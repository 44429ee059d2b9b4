/** Members of bodies that hold a secret, each up to the end of its text, which may be cut off. */
const SECRETS =
  /("(?:SecretID|BearerToken|BootstrapSecret|Token|PeeringToken|ServiceAccountJWT|PrivateKeyPEM|PrivateKey)"\s*:\s*")(?:[^"\\]|\\.)+/gi

/** A JSON text in which `<hidden>` stands for each secret of the ACL system. */
export const hideSecrets = (json: string): string => json.replace(SECRETS, '$1<hidden>')
