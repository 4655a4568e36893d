/**
 * The intruder's own abilities as helper protocols `@name(O)`: one role that receives the premises and sends the
 * conclusion. O is nobody else's role, so that the step can be made for Eve, who executes nothing, too.
 */
import { variablesOf } from "../../../core/term/term.ts";
import type { ProtocolNode } from "../syntax/ast.ts";
import type { Step } from "./list-rules.ts";
import { identifier, messageNode, nameNode, NOWHERE } from "./nodes.ts";
import type { Spellings } from "./spellings.ts";
import type { Vocabulary } from "./vocabulary.ts";
import { declareVariable } from "./write-role.ts";
import { type RoleSpeech, writeParts } from "./write-term.ts";

/** The spelling of the helpers' role. */
export function spellOwner(spellings: Spellings): string {
  return spellings.global("role of helpers", "O");
}

/** Writes one helper protocol for each step. */
export function writeSteps(steps: readonly Step[], spellings: Spellings, vocabulary: Vocabulary): ProtocolNode[] {
  return steps.map((step, i) => writeStep(step, `${i + 1}`, spellings, vocabulary));
}

function writeStep(step: Step, number: string, spellings: Spellings, vocabulary: Vocabulary): ProtocolNode {
  const owner = nameNode(spellOwner(spellings));
  const name = spellings.global("rule", `${step.name} ${number}`, step.name);
  const speech: RoleSpeech = {
    vocabulary,
    agents: new Map(),
    local: (what, author) => spellings.local(`@${name}`, what, author),
  };
  const variables = variablesOf(...step.premises, step.conclusion).map((v) => declareVariable(speech, v));
  const given = step.premises.flatMap((premise) => writeParts(speech, premise));
  const labelOf = (what: string): string =>
    `!${spellings.global("label", `rule ${number} ${what}`, `${name}-${what}`)}`;
  const recv = messageNode("recv", labelOf("given"), [owner, owner, ...(given.length === 0 ? [owner] : given)]);
  const send = messageNode("send", labelOf("gives"), [owner, owner, ...writeParts(speech, step.conclusion)]);
  const items = [...variables, recv, send];
  const role = {
    kind: "role" as const,
    singular: false,
    name: identifier(owner.kind === "name" ? owner.text : "O"),
    items,
    place: NOWHERE,
  };
  return { kind: "protocol", name: identifier(`@${name}`), roles: [owner], items: [role], place: NOWHERE };
}
