/** A list that was made from blocks: one that messages call a list of maps. */
export class Blocks extends Array<unknown> {}
