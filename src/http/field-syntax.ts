/** A name of a header. */
export const FIELD_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

/** What no value of a header may hold, as Node has it. One unit a byte. */
export const UNSENDABLE = /[^\t\x20-\x7e\x80-\xff]/
