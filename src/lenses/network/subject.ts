/** The subjects of the network adversary: descriptions with the system that runs them. */
import type { LoadAny } from "../../core/theory/implementation.ts";
import type { Description } from "../../core/protocol/ir/description.ts";
import type { Model } from "../../core/protocol/ir/script.ts";
import type { BackendName } from "../../live/crypto/backend.ts";
import { openPartySystem } from "../../live/generic/party-system.ts";
import { loadSystem } from "../../live/system/find-system.ts";
import type { LiveSystem, Mutant } from "../../live/system/live-system.ts";
import type { SystemUnderTest } from "../../live/system/system-under-test.ts";
import { NETWORK_GAME } from "../games/expectations.ts";

/** The name of the game and of the adversary, in `expected.yaml` and on the command line. */
export const NETWORK = { game: NETWORK_GAME, adversary: "searching" } as const;

/** How a system is opened for a search. */
export interface OpeningOptions {
  readonly agents: readonly string[];
  readonly seed: string;
  readonly backend: BackendName;
  readonly mutant?: Mutant | undefined;
}

/** A description with whatever runs it. */
export interface Subject {
  readonly description: Description;
  readonly model: Model;
  readonly implementations: ReadonlyMap<string, LoadAny>;
  /** The protocol's own system; absent: parties that run the description and nothing beside it. */
  readonly system?: LiveSystem | undefined;
  /** Another implementation in the place of these parties. */
  readonly open?: (options: OpeningOptions) => Promise<SystemUnderTest>;
}

/** The description at a path with its running system. */
export async function findSubject(path: string, loaded: Omit<Subject, "system" | "open">): Promise<Subject> {
  const { description, model, implementations } = loaded;
  return { description, model, implementations, system: await loadSystem(path) };
}

/** Opens the system of a subject. Throws DiagnosticError and Unsupported for a description that does not run. */
export function openSystem(subject: Subject, options: OpeningOptions): Promise<SystemUnderTest> {
  if (subject.open !== undefined) return subject.open(options);
  const { description, implementations, system } = subject;
  const { agents, seed, backend, mutant } = options;
  return openPartySystem({
    ...{ description, implementations, agents, seed, backend },
    bind: system?.bind,
    ...(mutant === undefined ? {} : { mutant: mutant.name, adapt: mutant.adapt }),
  });
}
