/** A proof that somebody hands in, judged by the checker against the premises of an analysis. */
import { DiagnosticError } from "../../core/diagnostic/diagnostic.ts";
import { count } from "../../core/verdict/words.ts";
import type { Analysis } from "./analyse.ts";
import { findFlawAt } from "./check/check-proof.ts";
import { writeTheory } from "./derivation.ts";
import { readSexpr } from "./formula/read-sexpr.ts";
import { sortsOf } from "./formula/sorts.ts";
import { printAscii } from "./print/ascii.ts";
import { nameList } from "./print/linear/linear-proof.ts";
import { withFamilies } from "./profile.ts";
import type { ReadProof } from "./read/read-proof.ts";
import { ILLEGITIMATE } from "./rules/illegitimate.ts";

/** Says in a sentence what the proof proves. Throws DiagnosticError (BN403) at the step that is not valid. */
export function judgeProof(
  { proof, complain }: ReadProof,
  { name, profile, symbols, assumptions, messages, goals }: Analysis,
  illegitimate: "reject" | "label",
): string {
  const theory = writeTheory({ assumptions, messages, sorts: sortsOf(symbols) });
  const used = ILLEGITIMATE.filter(({ id }) => proof.steps.some(({ rule }) => rule === id));
  const accepted = illegitimate === "label" ? used.map(({ id }) => id) : [];
  const flaw = findFlawAt(proof, proof.goal, theory, accepted.length === 0 ? profile : withFamilies(profile, accepted));
  if (flaw !== undefined) {
    const help =
      used.length > 0 && illegitimate === "reject"
        ? `It uses ${nameList(used.map((one) => one.name))}; --accept-illegitimate lets such steps pass and names them.`
        : undefined;
    throw new DiagnosticError([complain(flaw.at, flaw.message, help)]);
  }
  const { formula } = readSexpr(proof.goal);
  const goal = goals.find((one) => one.formula.id === formula.id);
  const named = goal === undefined ? "a statement that is none of its goals" : `its goal ${goal.id}`;
  const extent = `${count(proof.steps.length, "step")}, profile ${profile.name}`;
  const proved = `for ${name}, ${named}: ${printAscii(formula)} (${extent})`;
  if (used.length === 0) return `Valid ${proved}.`;
  const are = used.length === 1 ? "which is not a rule of BAN" : "which are not rules of BAN";
  return `Not a proof in BAN logic: it follows only with ${nameList(used.map((one) => one.name))}, ${are}. Every other step is valid ${proved}.`;
}
