/** What stands between the quotes of a text in JSON, escapes and all: types with their own decoder read that. */
export const rawText = (text: string): string => JSON.stringify(text).slice(1, -1)
