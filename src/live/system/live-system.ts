/**
 * The contract of a protocol's running system: what `assay live` and the network adversary ask of it.
 *
 * A system is the default export of `protocol/<name>/system/index.ts`. It brings what a description does not say: how keys
 * are issued, which chains and stores there are, what a party does beside its role.
 */
import type { Description } from "../../core/protocol/ir/description.ts";
import type { Model } from "../../core/protocol/ir/script.ts";
import type { BackendName } from "../crypto/backend.ts";
import type { Bind } from "../generic/bind-description.ts";
import type { Acting, Company, Surroundings } from "../processes/troupe.ts";
import type { PartyPolicy } from "../parties/policy.ts";
import type { RolePartyOptions } from "../parties/role-party.ts";
import type { LiveEnd } from "./live-end.ts";

import type { WatchedSetting } from "./watched.ts";

export type { LiveEnd, LiveStep } from "./live-end.ts";

/** The running system of one protocol. */
export interface LiveSystem {
  /** The name of this variant, in transcripts and stored attacks. */
  readonly variant: string;
  /** The folders of all variants, which lie side by side, by the variant's name. */
  readonly variants: Readonly<Record<string, string>>;
  /** Other variants that run the same description, by name. */
  readonly arrangements?: Readonly<Record<string, LiveSystem>>;
  /** The policy of its parties. */
  readonly policy: PartyPolicy;
  /** Careless implementations of it. */
  readonly mutants: readonly Mutant[];
  /** Binds the theories and issues the keys of any agents, for whoever runs the roles on their own. */
  readonly bind: Bind;
  /** Sets up one execution. Rejects with PartFault or BadInput; throws Unsupported for a description of other roles. */
  readonly open: (options: SessionOptions) => Promise<LiveSession>;
  /** The same parties as processes; absent: they run in one process only. */
  readonly processes?: {
    /** `memory` is that of a company that goes on. Rejects and throws as `open`. */
    readonly open: (options: SessionOptions, memory: unknown) => Promise<Company>;
    readonly act: (subject: MemberSubject, surroundings: Surroundings) => Promise<Acting>;
  };
  /** Ways of running it for whoever watches from outside, and plays which of two inputs it was. */
  readonly watched?: readonly WatchedSetting[];
}

/** The subject of a session, and the clocks of whoever runs it. */
export interface SessionOptions {
  readonly description: Description;
  readonly model: Model;
  readonly backend: BackendName;
  /** Data from outside, such as the record to share; absent: the system's own. */
  readonly input?: { readonly name: string; readonly bytes: Uint8Array };
  /** The source of everything that is drawn; absent: the folder's journal has it, or it is drawn anew. */
  readonly seed?: string;
  /** A folder; absent: memory. */
  readonly store?: string;
  /** The RPC API of an IPFS node that keeps records; absent: the folder, or memory. */
  readonly ipfs?: string;
  /** Digests for the transcript: of this build of Assay, and of the description. */
  readonly identity: { readonly build: string; readonly description: string };
  readonly wall: () => number;
  readonly stopwatch: () => number;
}

/** Objects that a member's process has loaded. */
export type MemberSubject = Pick<SessionOptions, "description" | "backend">;

/** An execution that is ready to run. */
export interface LiveSession {
  /** The lines before the first step. */
  readonly head: readonly string[];
  /** Runs to the end, printing the lines of each step. Rejects with PartFault. */
  readonly run: (print: (lines: readonly string[]) => void) => Promise<LiveEnd>;
}

/** Input that the system cannot use; its message is a sentence. */
export class BadInput extends Error {
  override readonly name = "BadInput";
}

/** An honest system with one mistake. */
export interface Mutant {
  readonly name: string;
  /** Replaces dependencies of a party. */
  readonly adapt?: (role: string, honest: RolePartyOptions) => RolePartyOptions;
}
