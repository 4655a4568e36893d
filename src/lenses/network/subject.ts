/** The subjects of the network adversary: descriptions that have a running system. */
import type { Description } from "../../core/protocol/ir/description.ts";
import type { Model } from "../../core/protocol/ir/script.ts";
import { loadSystem } from "../../live/system/find-system.ts";
import type { LiveSystem } from "../../live/system/live-system.ts";
import { NETWORK_GAME } from "../games/expectations.ts";

/** The name of the game and of the adversary, in `expected.yaml` and on the command line. */
export const NETWORK = { game: NETWORK_GAME, adversary: "searching" } as const;

/** A description with the system that runs it. */
export interface Subject {
  readonly description: Description;
  readonly model: Model;
  readonly system: LiveSystem;
}

/** The description at a path with its running system; undefined where there is none. */
export async function findSubject(path: string, loaded: Omit<Subject, "system">): Promise<Subject | undefined> {
  const system = await loadSystem(path);
  return system === undefined ? undefined : { description: loaded.description, model: loaded.model, system };
}
