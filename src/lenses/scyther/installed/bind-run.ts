/**
 * The values of a run's variables: read off the messages that it received, by its own patterns.
 *
 * Whether a run could have received them is not decided here; the replay does.
 */
import type { Model, RoleScript, ScriptEvent } from "../../../core/protocol/ir/script.ts";
import type { Matching } from "../../../core/term/sorts.ts";
import type { Substitution } from "../../../core/term/substitution.ts";
import { apply, freshName, mapLeaves, type Term, tuple, variable } from "../../../core/term/term.ts";
import { match } from "../../../core/term/match.ts";

/** The ground parts of an event, in the order of `partsOf`; undefined for one that says nothing about variables. */
export type GroundParts = readonly Term[] | undefined;

/** The parts of a script's event that take values in. */
export function partsOf(event: ScriptEvent): readonly Term[] | undefined {
  switch (event.kind) {
    case "recv":
      return [event.from, event.to, event.message];
    case "match":
      return event.equal ? [event.left] : undefined;
    case "send":
    case "running":
    case "claim":
      return undefined;
    default:
      return event satisfies never;
  }
}

/**
 * The values of a run's variables, by key; `computed` are the operations that rules reduce. Undefined where a message is not
 * of the form that the run waits for.
 */
export function bindRun(
  script: RoleScript,
  agents: ReadonlyMap<string, Term>,
  run: number,
  ground: readonly GroundParts[],
  matching: Matching,
  computed: ReadonlySet<string>,
): ReadonlyMap<string, Term> | undefined {
  let bound: Substitution = new Map([...agents].map(([role, agent]) => [variable(role).key, agent]));
  const own = (term: Term): Term =>
    mapLeaves(term, (leaf) => (leaf.kind === "name" && leaf.fresh ? freshName(leaf.name, leaf.sorts, run) : leaf));
  for (const [i, parts] of ground.entries()) {
    const event = script.events[i];
    const pattern = event === undefined ? undefined : partsOf(event);
    if (pattern === undefined || parts === undefined) continue;
    const mine = apply("parts", own(tuple(...pattern)));
    const theirs = apply("parts", tuple(...parts));
    const next = match(mine, theirs, matching, bound) ?? match(openComputed(mine, computed), theirs, matching, bound);
    if (next === undefined) return undefined;
    bound = next;
  }
  return new Map(
    script.variables.flatMap((v): [string, Term][] => {
      const value = bound.get(v.key);
      return value === undefined ? [] : [[v.key, value]];
    }),
  );
}

/** The operations that a model's rules reduce. */
export function reducedOperations({ rewrites }: Model): ReadonlySet<string> {
  return new Set(rewrites.flatMap(({ left }) => (left.kind === "application" ? [left.op] : [])));
}

/**
 * A pattern with a variable for each part that a role computes: what came there is the result, so `dh.key(Y, x)` has no
 * counterpart in it. Y is read off elsewhere.
 */
function openComputed(pattern: Term, computed: ReadonlySet<string>): Term {
  if (pattern.kind !== "application") return pattern;
  if (computed.has(pattern.op)) return variable(`result of ${pattern.key}`);
  return apply(pattern.op, ...pattern.args.map((argument) => openComputed(argument, computed)));
}
