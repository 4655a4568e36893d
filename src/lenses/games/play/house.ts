/** The running system behind a play, for games on a whole system: the challenger has it run, and sees what the network sees. */
import type { Sight } from "../../../live/system/watched.ts";

/** The system of one play, as the challenger has it run. */
export interface House {
  /** The description that is run, as JSON; public. */
  readonly description: string;
  /** Key of the maker of a subverted device; empty without one. */
  readonly makerKey: Uint8Array;
  /** Sets the system of a play up anew. */
  readonly begin: (seed: Uint8Array) => void;
  /** Shares a record, in the system of this play. */
  readonly share: (record: Uint8Array) => Sight;
}
