import { STATUS_CODES } from 'node:http'

/** What Go's server calls statuses that Node has other words for. */
const OF_GO: Readonly<Record<number, string>> = {
  413: 'Request Entity Too Large',
  414: 'Request URI Too Long',
  416: 'Requested Range Not Satisfiable',
  418: "I'm a teapot",
}

/** The words behind a status in the first line of an answer. */
export const statusText = (status: number): string | undefined => OF_GO[status] ?? STATUS_CODES[status]
