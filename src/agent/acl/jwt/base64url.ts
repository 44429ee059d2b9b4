import { JwtError } from './errors.ts'

/** Bytes of Base64 for URLs, with or without padding; throws with the text that go-jose gives. */
export function decodeBase64Url(text: string): Buffer {
  const plain = text.replace(/\s/g, '').replace(/=+$/, '')
  const bad = /[^A-Za-z0-9_-]/.exec(plain)?.index ?? (plain.length % 4 === 1 ? plain.length - 1 : -1)
  if (bad >= 0) throw new JwtError(`illegal base64 data at input byte ${bad}`)
  return Buffer.from(plain, 'base64url')
}
