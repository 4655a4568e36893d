/**
 * Who must be honest: for each claim that holds, the smallest sets of roles with which it still does.
 *
 * No finding of its own: the finding of the claim gets the sets, and a note that says them.
 */
import type { Finding } from "../../core/verdict/verdict.ts";
import { listPlace, NATIVE_CLAIMS } from "../claim-jobs.ts";
import type { Answer, Lens } from "../lens.ts";
import { askAgain, type Holds, listHeld, selectClaims } from "./held-claims.ts";
import type { Needs } from "./needs.ts";

/** The lens; it judges with the embedded verifier. */
export const honesty: Lens = {
  ...NATIVE_CLAIMS,
  name: "honesty",
  compare: () => undefined,
  applies: (_, options) => options.honest === "added",
  plan: (subject, { only }, earlier) => {
    const held = listHeld(subject, earlier);
    if (held.length === 0) return [];
    return [
      {
        lens: "honesty",
        subject: subject.digests.model,
        options: {
          ...subject.bounds,
          only,
          claims: held.map(({ listed }) => listPlace(listed)),
          scopes: held.map(({ verdict }) => verdict.scope),
        },
        asks: held.map(({ finding }) => askAgain(finding)),
      },
    ];
  },
  judging: {
    is: "turns",
    when: "after",
    isFinding: () => false,
    revise: (earlier, { verdict }) => takeNeeds(earlier, verdict),
    open: async ({ options }, { model, bounds, claims }, conditions) => {
      const asked = selectClaims(claims, options["claims"]);
      const scopes = options["scopes"] as readonly Holds["scope"][];
      const { openVerifierSession } = await import("./session.ts");
      const { NeedsAsker, questionable } = await import("./ask-needs.ts");
      return openVerifierSession(model, bounds, asked, conditions, (_, pulse) => {
        const asker = new NeedsAsker(model, pulse);
        return {
          *verify(target, more) {
            const index = asked.findIndex((listed) => listed === target);
            const [listed, scope] = [asked[index], scopes[index]];
            if (listed === undefined || scope === undefined)
              throw new RangeError("honesty: a claim that was not asked");
            const needs = yield* asker.find(listed, scope, more);
            return answerWith(needs, questionable(model, listed));
          },
        };
      });
    },
  },
};

/** Answers with a verdict that `revise` takes the sets and the note from. */
function answerWith(needs: Needs, roles: readonly string[]): Holds {
  return {
    is: "holds",
    scope: "unbounded",
    method: "honesty",
    theory: "exact",
    approximations: [],
    assumptions: [],
    notes: [sayNeeds(needs, roles)],
    needs: needs.sets,
  };
}

function takeNeeds(earlier: Finding, answer: Answer["verdict"]): Finding | undefined {
  const { verdict } = earlier;
  if (verdict.is !== "holds" || answer.is !== "holds" || answer.needs === undefined) return undefined;
  return { ...earlier, verdict: { ...verdict, notes: [...verdict.notes, ...answer.notes], needs: answer.needs } };
}

/** For whom a claim is made, in words: `needs DO alone; HA and RC may be Eve`. */
export function sayNeeds({ sets, open = [] }: Needs, roles: readonly string[]): string {
  const doubt = open.length === 0 ? "" : `; not known of ${open.map((set) => nameSet(set)).join(", ")}`;
  const [only, ...more] = sets;
  if (only === undefined || more.length > 0) {
    return `needs one of these honest: ${sets.map(nameSet).join("; ")}${doubt}`;
  }
  const others = roles.filter((role) => !only.includes(role));
  if (only.length === 0) return `needs nobody else honest: ${listAnd(others)} may be Eve${doubt}`;
  if (others.length === 0) return `needs ${listAnd(only)} honest${doubt}`;
  return `needs ${listAnd(only)} alone; ${listAnd(others)} may be Eve${doubt}`;
}

function nameSet(set: readonly string[]): string {
  return set.length === 0 ? "nobody else" : listAnd(set);
}

function listAnd(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
