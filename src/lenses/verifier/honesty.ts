/**
 * Who must be honest: for each claim that holds, the smallest sets of roles with which it still does.
 *
 * No finding of its own: the finding of the claim gets the sets, and a note that says them.
 */
import type { Finding, Verdict } from "../../core/verdict/verdict.ts";
import { listPlace, NATIVE_CLAIMS } from "../claim-jobs.ts";
import type { Answer, Lens, Question } from "../lens.ts";
import type { LoadedSource } from "../loaded-source.ts";
import type { Needs } from "./needs.ts";
import type { Held } from "./ask-needs.ts";

type Holds = Extract<Verdict, { is: "holds" }>;

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
        options: { ...subject.bounds, only, claims: held.map(({ listed, scope }) => [...listPlace(listed), scope]) },
        asks: held.map(({ finding }) => ask(finding)),
      },
    ];
  },
  judging: {
    is: "turns",
    when: "after",
    isFinding: () => false,
    revise: (earlier, { verdict }) => takeNeeds(earlier, verdict),
    open: async ({ options }, { model, bounds, claims }, conditions) => {
      const held = readHeld(options["claims"], claims);
      const { openVerifierSession } = await import("./session.ts");
      const { NeedsAsker, questionable } = await import("./ask-needs.ts");
      return openVerifierSession(
        model,
        bounds,
        held.map(({ listed }) => listed),
        conditions,
        (_, pulse) => {
          const asker = new NeedsAsker(model, pulse);
          return {
            *verify(target, more) {
              const one = held.find(({ listed }) => listed === target);
              if (one === undefined) throw new RangeError("honesty: a claim that was not asked about");
              const needs = yield* asker.find(one, more);
              return answerWith(needs, questionable(model, one.listed));
            },
          };
        },
      );
    },
  },
};

/** The claims that hold, those that need no other role apart: Reachable asks for somebody who comes there. */
function listHeld({ claims, source }: LoadedSource, earlier: readonly Finding[]) {
  return claims.flatMap((listed) => {
    const { protocol, role, claim } = listed;
    const finding = earlier.find(
      (one) =>
        one.engine === "native" &&
        one.lens === "symbolic" &&
        one.match === undefined &&
        one.source === source.source &&
        one.protocol === protocol &&
        one.role === role &&
        one.label === claim.label &&
        one.claim === claim.kind,
    );
    if (finding?.verdict.is !== "holds" || claim.kind === "Reachable") return [];
    return [{ listed, finding, scope: finding.verdict.scope }];
  });
}

function readHeld(written: unknown, claims: LoadedSource["claims"]): readonly Held[] {
  const places = new Map(claims.map((listed) => [JSON.stringify(listPlace(listed)), listed]));
  return (written as readonly (readonly unknown[])[]).flatMap((entry) => {
    const listed = places.get(JSON.stringify(entry.slice(0, -1)));
    return listed === undefined ? [] : [{ listed, scope: entry.at(-1) as Holds["scope"] }];
  });
}

function ask(finding: Finding): Question {
  const { verdict: _, expected: __, trusted: ___, ...asked } = finding;
  return asked;
}

/** Answers with a verdict that `revise` takes the sets and the note from. */
function answerWith({ sets, open }: Needs, roles: readonly string[]): Holds {
  return {
    is: "holds",
    scope: "unbounded",
    method: "honesty",
    theory: "exact",
    approximations: [],
    assumptions: [],
    notes: [sayNeeds({ sets, ...(open === undefined ? {} : { open }) }, roles)],
    needs: sets,
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
