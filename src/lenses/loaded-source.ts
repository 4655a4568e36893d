/** A source as every lens gets it: its model, its claims, its bounds, and what is expected of it. */
import type { Diagnostic } from "../core/diagnostic/diagnostic.ts";
import type { ListedClaim } from "../core/protocol/claims/listing.ts";
import type { Description } from "../core/protocol/ir/description.ts";
import type { LoadAny } from "../core/theory/implementation.ts";
import type { Model } from "../core/protocol/ir/script.ts";
import type { Subject } from "../core/verdict/verdict.ts";
import type { Expectations } from "./expected.ts";
import type { ParsedSpdl } from "./scyther/syntax/parse.ts";
import type { Source } from "./source.ts";

export type { Source } from "./source.ts";

/** A source that is ready to be analysed. */
export interface LoadedSource {
  readonly source: Source;
  readonly model: Model;
  /** The syntax tree, for a source that is SPDL. */
  readonly parsed?: ParsedSpdl;
  /** The description, for a source that is one. */
  readonly description?: Description;
  /** Loads the code behind the description's theories, by their names; only where its file was run in this process. */
  readonly implementations?: ReadonlyMap<string, LoadAny>;
  /** The claims that are judged. */
  readonly claims: readonly ListedClaim[];
  readonly subjects: readonly Subject[];
  /** Digests by which jobs name it: of the model, and of the description where it is one. */
  readonly digests: { readonly model: string; readonly description?: string };
  readonly bounds: { readonly maxRuns: number | "unbounded"; readonly maxStates: number };
  /** Where claims are judged typed and another matching is asked for as well: the model under that. */
  readonly untyped?: { readonly match: 1 | 2; readonly model: Model; readonly hash: string };
  readonly expectations: Expectations | undefined;
  readonly warnings: readonly Diagnostic[];
}
