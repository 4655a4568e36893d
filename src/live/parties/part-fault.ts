/** A fault of something that a party stands on, thrown: its store, its chain, its journal, its key file, its process. */

/** The message is a sentence for people. */
export class PartFault extends Error {
  override readonly name: string = "PartFault";
  readonly part: "storage" | "ledger" | "journal" | "keys" | "process";

  constructor(part: PartFault["part"], message: string) {
    super(message);
    this.part = part;
  }
}
