/**
 * The model in which a guess is looked for: the claimant's run gives its term away under a mark right before the claim.
 *
 * Nobody can do with a marked term what he could with the term, so the runs go on as they would without the guess: it is
 * verified offline.
 */
import type { Claim, Model, ProtocolScript, RoleScript, ScriptEvent } from "../../../core/protocol/ir/script.ts";
import { constant, type Name, type Term, apply, tuple, untuple, variable } from "../../../core/term/term.ts";
import type { GroundTrace } from "../replay/trace.ts";
import { addGuess, isMarked, MUST } from "./with-guess.ts";

/** A model with the claimant's script, which is that of its last protocol and takes part in one run at most. */
export interface GuessingModel {
  readonly model: Model;
  /** The index of the claim in the claimant's script, one more than in the role's. */
  readonly at: number;
}

/** The model for the claim at event `at` of a role. */
export function makeGuessingModel(
  model: Model,
  { protocol: name, role }: Pick<RoleScript, "protocol" | "role">,
  at: number,
  claim: Claim,
): GuessingModel {
  const protocol = model.protocols.find((one) => one.name === name) as ProtocolScript;
  const script = protocol.roles.find((one) => one.role === role) as RoleScript;
  const claimant: RoleScript = {
    ...script,
    singular: true,
    events: [...script.events.slice(0, at), giveAway(script, claim), ...script.events.slice(at, at + 1)],
  };
  return {
    model: {
      ...model,
      protocols: [...model.protocols, { ...protocol, roles: [claimant] }],
      deductions: addGuess(model.deductions, model.operations),
    },
    at: at + 1,
  };
}

function giveAway({ role }: RoleScript, { term }: Claim): ScriptEvent {
  const self = variable(role, ["Agent"]);
  const parts = term === undefined ? [] : untuple(term);
  const message = tuple(...parts.map((part) => apply(MUST, part)));
  return { kind: "send", label: "guess", from: self, to: self, message, paired: false };
}

function unmark(term: Term): Term {
  const [whole] = isMarked(term) && term.kind === "application" && term.op.startsWith("?") ? term.args : [];
  return whole ?? term;
}

/** The trace as one of the model without marks: in place of marked terms, which are of no use, values of the intruder's. */
export function removeGuess(trace: GroundTrace, at: number): GroundTrace {
  const given = at - 1;
  const invented: Name[] = [...trace.invented];
  const known = new Map<string, Term>();
  const clean = (term: Term): Term => {
    if (term.kind !== "application" || !isMarked(term)) return term;
    if (!term.op.startsWith("?")) return apply(term.op, ...term.args.map(clean));
    const value = known.get(term.key) ?? constant(`Guess#i${known.size + 1}`);
    if (!known.has(term.key)) invented.push(value as Name);
    known.set(term.key, value);
    return value;
  };
  return {
    runs: trace.runs.map((run) => ({
      ...run,
      values: new Map([...run.values].map(([key, value]) => [key, clean(value)])),
    })),
    steps: trace.steps.flatMap((step) => {
      if (step.run !== 0 || step.event < given) return [step];
      return step.event === given ? [] : [{ run: 0, event: step.event - 1 }];
    }),
    hints: trace.hints.map((term) => clean(unmark(term))),
    invented,
  };
}
