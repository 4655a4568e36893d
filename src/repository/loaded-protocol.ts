/** A loaded `protocol.ts`, and how it is loaded: injected, because loading runs the author's code. */
import type { Diagnostic } from "../core/diagnostic/diagnostic.ts";
import type { Description } from "../core/protocol/ir/description.ts";
import type { LoadAny } from "../core/theory/implementation.ts";
import type { Model } from "../core/protocol/ir/script.ts";

export interface LoadedProtocol {
  readonly description: Description;
  readonly model: Model;
  readonly warnings: readonly Diagnostic[];
  /** Loads the code behind the theories in use, by their names; a theory that has none is not among them. */
  readonly implementations: ReadonlyMap<string, LoadAny>;
}

/** Loads a description. Throws DiagnosticError with everything that is wrong with it. */
export type LoadProtocol = (file: string) => Promise<LoadedProtocol>;
