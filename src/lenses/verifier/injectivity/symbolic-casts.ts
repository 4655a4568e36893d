/**
 * The casts of a claim as unification makes them of the role scripts: one for each choice of variants (see `prepare.ts`).
 *
 * Every cast in a trace is an instance of one of these: its messages have equal contents, and what its runs have compared
 * by their last event that counts is equal.
 */
import type { ScriptEvent } from "../../../core/protocol/ir/script.ts";
import { substitute } from "../../../core/term/substitution.ts";
import type { Term } from "../../../core/term/term.ts";
import { unifyAll } from "../../../core/term/unify.ts";
import { rolesOf } from "../claims/casts.ts";
import type { Communication } from "../claims/precedence.ts";
import type { Prepared, Script } from "../prepare.ts";
import { type Instance, instantiate } from "./instance.ts";

/** A cast as unification makes it: run id is the index of its role. */
export interface SymbolicCast {
  readonly runs: ReadonlyMap<string, Instance>;
  readonly fill: (term: Term) => Term;
}

/** Every cast, or undefined when there are too many to look at. */
export function listSymbolicCasts(
  prepared: Prepared,
  claimant: Script,
  told: readonly Communication[],
): SymbolicCast[] | undefined {
  const roles = rolesOf(told);
  const variants = roles.map((role) =>
    prepared.scripts.filter((script) => script.protocol === claimant.protocol && script.role.role === role),
  );
  if (variants.reduce((product, { length }) => product * length, 1) > prepared.budgets.variantChoices) return undefined;
  const chosen = variants.reduce<Script[][]>(
    (all, next) => all.flatMap((one) => next.map((script) => [...one, script])),
    [[]],
  );
  return chosen.flatMap((scripts) => {
    const runs = new Map(scripts.map((script, id) => [script.role.role, instantiate(script, id)]));
    const unifier = unifyAll([...equateContents(runs, told), ...equateMatches(runs, told)], prepared.matching);
    return unifier === undefined ? [] : [{ runs, fill: (term: Term) => substitute(term, unifier) }];
  });
}

function equateContents(
  runs: ReadonlyMap<string, Instance>,
  told: readonly Communication[],
): (readonly [Term, Term])[] {
  return told.flatMap(({ sender, sendAt, receiver, recvAt }) => {
    const sent = runs.get(sender)?.events[sendAt];
    const received = runs.get(receiver)?.events[recvAt];
    if (sent?.kind !== "send" || received?.kind !== "recv") return [];
    return [
      [sent.message, received.message],
      [sent.from, received.from],
      [sent.to, received.to],
    ] as const;
  });
}

/** Lists the comparisons of the runs before the last event that counts. */
function equateMatches(runs: ReadonlyMap<string, Instance>, told: readonly Communication[]): (readonly [Term, Term])[] {
  return [...runs].flatMap(([role, run]) =>
    run.events
      .slice(0, lastTold(told, role) + 1)
      .flatMap((event: ScriptEvent) =>
        event.kind === "match" && event.equal ? [[event.left, event.right] as const] : [],
      ),
  );
}

/** The index of the last event of the role that the communications mention; -1 when there is none. */
export function lastTold(told: readonly Communication[], role: string): number {
  const events = told.flatMap(({ sender, sendAt, receiver, recvAt }) => [
    ...(sender === role ? [sendAt] : []),
    ...(receiver === role ? [recvAt] : []),
  ]);
  return Math.max(-1, ...events);
}
