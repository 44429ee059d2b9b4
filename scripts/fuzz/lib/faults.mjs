// What no answer says: texts that JavaScript throws rather than us.
const THROWN =
  /internal error|Cannot (?:read|set|convert|mix|destructure)|is not (?:a function|iterable|a constructor|defined)|Maximum call stack|Invalid (?:array|string|typed array) length|Failed to find|undefined is|null is not|ERR_[A-Z_]+/

/** The sign of a fault in what came back; undefined where there is none. */
export const faultIn = text => THROWN.exec(text)?.[0]
