import { bool, string } from '../../go/decode.ts'

/** What a permission wants of a header; Consul's servers and its client have it alike, as types of their own. */
export const HEADER_FIELDS = {
  Name: string(),
  Present: bool(),
  Exact: string(),
  Prefix: string(),
  Suffix: string(),
  Contains: string(),
  Regex: string(),
  Invert: bool(),
  IgnoreCase: bool(),
}
