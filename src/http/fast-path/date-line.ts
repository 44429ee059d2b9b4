import { systemClock } from '../../lib/clock.ts'

/** The header with the time, as Node sends it: the machine's, whatever an emulator's clock says. */
export class DateLine {
  #second = 0
  #text = ''

  get text(): string {
    const second = Math.floor(systemClock.now() / 1000)
    if (second !== this.#second) {
      this.#second = second
      this.#text = `Date: ${new Date(second * 1000).toUTCString()}\r\n`
    }
    return this.#text
  }
}
