/**
 * A running system as somebody sees it who is no part of it: a network, a store and chains that compare what they saw.
 *
 * A setting is one way of running it: as it is, or with what makes a difference to whoever watches. The names of settings
 * are those of games.
 */
import type { Description } from "../../core/protocol/ir/description.ts";
import type { BackendName } from "../crypto/backend.ts";

/** Everything seen of one execution, in order. */
export interface Sight {
  /** Messages as they travelled, hop by hop. */
  readonly messages: readonly Uint8Array[];
  /** Blocks as the store has them. */
  readonly stored: readonly Uint8Array[];
  /** Blocks of the chains, with their entries, as their logs have them. */
  readonly entries: readonly Uint8Array[];
}

/** A system under watch. */
export interface WatchedSystem {
  /** Runs it once more, with this input. Rejects where an execution does not come to its end. */
  readonly run: (input: Uint8Array) => Promise<Sight>;
}

/** Options of a watched system. */
export interface WatchOptions {
  /** As the setting describes it. */
  readonly description: Description;
  readonly backend: BackendName;
  /** Whatever honest parties draw comes from it. */
  readonly seed: Uint8Array;
}

/** A way of running a system for whoever watches. */
export interface WatchedSetting {
  readonly name: string;
  /** Its peculiarity, in a sentence. */
  readonly about: string;
  /** Key of the maker of a subverted device; absent: no device is subverted. */
  readonly makerKey?: Uint8Array;
  /** The description that the parties run, of the system's own. */
  readonly describe: (own: Description) => Description;
  readonly open: (options: WatchOptions) => Promise<WatchedSystem>;
}
