/** Who plays what: the agents of a role as terms, and the test that some of them are honest. */
import type { Model, RoleScript } from "../../../core/protocol/ir/script.ts";
import { AGENT, constant, type Name, trustedSort, type Variable, variable } from "../../../core/term/term.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** The test that agents are honest. */
export interface HonestTest {
  /** The agent of a role, as the role's terms write it once trusted agents are told apart. */
  readonly agent: (script: RoleScript, role: string) => Variable;
  /** A name of the class that the agents of a role are of. */
  readonly sample: (script: RoleScript, role: string) => Name;
  /** That the agents of these roles are none of the dishonest ones; empty where they cannot be. */
  readonly test: (script: RoleScript, roles: readonly string[], identify: (role: string) => string) => string;
}

export function openHonesty(model: Model, vocabulary: Vocabulary): HonestTest {
  const isTrusted = (script: RoleScript, role: string): boolean => script.trusted?.includes(role) === true;
  const sortOf = (script: RoleScript, role: string): string => (isTrusted(script, role) ? trustedSort(role) : AGENT);
  return {
    agent: (script, role) => variable(role, [sortOf(script, role)]),
    sample: (script, role) => constant("sample", [sortOf(script, role)]),
    test: (script, roles, identify) =>
      roles
        .filter((role) => !isTrusted(script, role))
        .flatMap((role) => model.untrusted.map((agent) => `${identify(role)} <> ${vocabulary.constant(agent)}`))
        .join(" && "),
  };
}
