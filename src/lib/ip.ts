import { isIPv4, isIPv6 as matchesIPv6 } from 'node:net'

/**
 * The family of addresses, as `node:net` tells it. Node compiles its expression for IPv6 at its first use, which takes as long as
 * a tenth of a start (7 ms measured), and asks it of every text that is no IPv4: here only what has a colon gets that far.
 */
export const isIPv6 = (text: string): boolean => text.includes(':') && matchesIPv6(text)

/** 4, 6, or 0 for what is no address. */
export const isIP = (text: string): 0 | 4 | 6 => (isIPv4(text) ? 4 : isIPv6(text) ? 6 : 0)

/** Whether libc takes the text for an IPv4 address and Go for a name, which does not exist: `1`, `127.1`, `0x7f000001`. */
export const isLibcAddress = (text: string): boolean => LIBC_ADDRESS.test(text) && !isIPv4(text)

const LIBC_ADDRESS = /^(?:0x[\da-f]*|\d+)(?:\.(?:0x[\da-f]*|\d+)){0,3}$/i
