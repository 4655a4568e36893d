/** Faults of a company of processes, for people: a key file that does not open, a process that ends again and again. */
import { PartFault } from "../parties/part-fault.ts";

/** A key file or a passphrase that cannot be used. */
export class KeyFileFault extends PartFault {
  override readonly name = "KeyFileFault";

  constructor(message: string) {
    super("keys", message);
  }
}

/** A process, or what it says, that is of no use. */
export class ProcessFault extends PartFault {
  override readonly name = "ProcessFault";

  constructor(message: string) {
    super("process", message);
  }
}
