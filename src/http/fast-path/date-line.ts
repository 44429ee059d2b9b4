import { systemClock } from '../../lib/clock.ts'

/** A time as HTTP writes it. */
const dateText = (time: number): string => new Date(time).toUTCString()

/** The time of the machine as HTTP writes it, whatever an emulator's clock says. */
export const machineDate = (): string => dateText(systemClock.now())

/** The header with the time, as Node sends it: the machine's, whatever an emulator's clock says. */
export class DateLine {
  #second = 0
  #text = ''

  get text(): string {
    const second = Math.floor(systemClock.now() / 1000)
    if (second !== this.#second) {
      this.#second = second
      this.#text = `Date: ${dateText(second * 1000)}\r\n`
    }
    return this.#text
  }
}
