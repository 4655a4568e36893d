/** The statements that a description signs. */
import type { Description } from "../../../core/protocol/ir/description.ts";
import { describeContext, readKey } from "../../../live/roles/holding.ts";
import { planProtocol } from "../../../live/roles/plan.ts";
import { listSignedStatements, type SignedStatement } from "../../../live/wire/signed-statements.ts";

/** The statements, as the parties of the protocol sign them; none where it uses no signatures. */
export function listSigned(description: Description): readonly SignedStatement[] {
  if (description.theories.every(({ name }) => name !== "sign")) return [];
  return listSignedStatements(planProtocol(description), describeContext, (key) => readKey(key).role);
}
