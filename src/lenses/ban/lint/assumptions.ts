/** Assumptions that prove little: freshness of others' values, and jurisdiction over what nobody ever says. */
import type { Assumption } from "../derive/prove.ts";
import { contextOf, matchPart, openSchema } from "../derive/match-schema.ts";
import { Steps } from "../derive/steps.ts";
import { bond, type Formula, subformulas } from "../formula/formula.ts";
import { sortsOf, type Symbols } from "../formula/sorts.ts";
import { printAscii } from "../print/ascii.ts";
import type { Lint, LintInput } from "./lint.ts";

/** Freshness that nobody can vouch for: of values that the believer did not make and that are no timestamps. */
export function lintForeignFreshness({ premises, symbols }: LintInput): Lint[] {
  return premises.assumptions.filter((one) => isForeignFreshness(one.formula, symbols)).map(describeForeign);
}

/** True for `P bel #(X)`, quantified or not, where no atom of X was made by P and none is a timestamp. */
export function isForeignFreshness(formula: Formula, symbols: Symbols): boolean {
  if (formula.is !== "believes" || formula.who.is !== "atom") return false;
  const { body } = openSchema(formula.what);
  const believer = formula.who.name;
  if (body.is !== "fresh") return false;
  return [...subformulas(body.what)].every((term) => {
    const symbol = term.is === "atom" ? symbols.get(term.name) : undefined;
    const isOwn = symbol?.origin === believer || symbol?.origins?.includes(believer) === true;
    return symbol === undefined || (symbol.sort !== "timestamp" && !isOwn);
  });
}

function describeForeign({ id, formula }: Assumption): Lint {
  const believer = formula.is === "believes" && formula.who.is === "atom" ? formula.who.name : "";
  return {
    kind: "foreign-freshness",
    about: { is: "assumption", id },
    principal: believer,
    formula,
    sentence:
      `${printAscii(formula)} (${id}) is about a value that ${believer} did not make and that is no timestamp, so ` +
      `${believer} cannot tell an old one from a new one.`,
  };
}

/** Jurisdiction over a statement that no message contains. */
export function lintJurisdiction({ premises, symbols, profile }: LintInput): Lint[] {
  // A key or secret that is said the other way round is used too.
  const mentioned = premises.messages
    .flatMap(({ formula }) => [...subformulas(formula)])
    .flatMap((term) =>
      term.is === "sharedkey" || term.is === "secret" ? [term, bond(term.is, term.other, term.by, term.one)] : [term],
    );
  return premises.assumptions.flatMap(({ id, formula }): Lint[] => {
    if (formula.is !== "believes") return [];
    const opened = openSchema(formula.what);
    const { body } = opened;
    if (body.is !== "controls") return [];
    const steps = new Steps(profile.budgets.matchSteps);
    const context = contextOf(opened, sortsOf(symbols), steps);
    const isSaid = (term: Formula): boolean => matchPart(body.what, term, new Map(), context).next().done !== true;
    if (mentioned.some(isSaid) || steps.isOut) return [];
    const sentence = `${printAscii(formula)} (${id}) trusts somebody on a statement that no message contains.`;
    return [{ kind: "unasserted-jurisdiction", about: { is: "assumption", id }, formula, sentence }];
  });
}
