/** A URL as it may stand in a log: without the token that `?token=` gives. */
export const loggedUrl = (url = ''): string => url.replace(/([?&]token=)[^&#]*/g, '$1<hidden>')
