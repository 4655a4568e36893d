/**
 * Everything that is believed and seen after each message: what the rules take apart, each statement once. Sets, freshness of
 * wholes and instances of quantified assumptions are built on demand only, and are not listed.
 */
import { sanitiseLines } from "../../../core/diagnostic/sanitise.ts";
import type { Analysis } from "../analyse.ts";
import { Deriver } from "../derivation.ts";
import { Prover } from "../derive/prove.ts";
import { readTurned } from "../formula/formula.ts";
import { sortsOf } from "../formula/sorts.ts";
import { printAscii } from "./ascii.ts";
import { RULES } from "../rules/table.ts";
import type { RuleId } from "../rules/rule.ts";

/** The list; ends in a line feed. Throws RejectedProof: every statement has a proof that is checked. */
export function renderBeliefs(analysis: Analysis): string {
  const { name, profile, symbols, assumptions, messages } = analysis;
  const principals = [...symbols].flatMap(([one, { sort }]) => (sort === "principal" ? [one] : []));
  const known = new Set<string>();
  const blocks = [undefined, ...messages].map((message, n) => {
    const premises = { assumptions, messages: messages.slice(0, n), sorts: sortsOf(symbols) };
    const prover = new Prover(premises, profile);
    const deriver = new Deriver(premises, profile);
    const lines = (message === undefined ? principals : [message.to]).flatMap((principal) =>
      prover.listStatements(principal).flatMap(({ statement, by }) => {
        const turned = readTurned(statement);
        if (known.has(statement.id) || (turned !== undefined && known.has(turned.id))) return [];
        known.add(statement.id);
        if (deriver.derive(statement) === undefined) return [];
        const from = "leaf" in by ? `${by.leaf.is} ${by.leaf.id}` : nameRule(by.rule);
        return [`  ${printAscii(statement)}  (${from})`];
      }),
    );
    const head =
      message === undefined
        ? "At the start:"
        : `After ${message.id} (${message.from} -> ${message.to}: ${printAscii(message.formula)}):`;
    return [head, ...(lines.length === 0 ? ["  nothing new"] : lines)].join("\n");
  });
  return sanitiseLines(`${name}  BAN logic, profile ${profile.name}\n\n${blocks.join("\n\n")}\n`);
}

function nameRule(rule: RuleId): string {
  return RULES.get(rule)?.title ?? rule;
}
