/** Go's encoding/json: texts to values and back. */
export { JsonError } from './json/error.ts'
export { countCommas } from './json/native.ts'
export { parseExactJson, parseJson, parseWholeJson } from './json/parse.ts'
export { comparableJson, jsonSlices, quoteJson, smallJson, toJson } from './json/write.ts'
