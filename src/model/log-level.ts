/** The severity of a log line. */
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error'
