/** The tables that roles and lemmas are written with. */
import type { Model } from "../../../core/protocol/ir/script.ts";
import type { Facts } from "./facts.ts";
import type { Identifiers } from "./identifiers.ts";
import type { SharedKeys } from "./shared-keys.ts";
import type { Variables } from "./variables.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** All of them, for one theory. */
export interface Writing {
  readonly model: Model;
  readonly vocabulary: Vocabulary;
  readonly variables: Variables;
  readonly facts: Facts;
  readonly sharedKeys: SharedKeys;
  readonly identifiers: Identifiers;
  /** Restrictions that some rule needs. */
  readonly restrictions: Set<"Eq" | "Neq" | "Once">;
}
