/** Claims that a term stays secret. */
import type { Claim } from "../../../core/protocol/ir/script.ts";

/** True for claims that the intruder does not have a term, whatever else they say. */
export function isSecrecy({ kind }: Claim): boolean {
  return kind === "Secret" || kind === "SKR" || kind === "Unguessable";
}
