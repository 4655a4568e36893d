/** From a complete pattern to one of the ground traces that it stands for; `replay/` has the last word on it. */
import { type Substitution, substitute } from "../../term/substitution.ts";
import { AGENT, constant, isGround, type Name, type Term, type Variable, variablesOf } from "../../term/term.ts";
import type { GroundTrace } from "../replay/trace.ts";
import type { Order } from "./order.ts";
import { eventPoint, isKnownPoint, type Pattern } from "./pattern.ts";
import { agentOf, type Run } from "./run.ts";

const AGENT_NAMES = ["Alice", "Bob", "Charlie", "Dave", "Simon", "Pete"];

/** Fills open variables with distinct values and puts the events in an order. */
export function linearise(pattern: Pattern, order: Order, untrusted: ReadonlySet<string>): GroundTrace {
  const { values, invented } = chooseValues(pattern, untrusted);
  const ground = (term: Term): Term => substitute(term, values);
  return {
    runs: pattern.runs.map((run) => ({
      protocol: run.script.protocol.name,
      role: run.script.role.role,
      agents: new Map(run.script.role.roles.map((role) => [role, ground(agentOf(run, role))])),
      values: valuesOf(run, ground),
    })),
    steps: sequence(pattern, order),
    invented,
    hints: pattern.known.map(({ term }) => ground(term)).filter(isGround),
  };
}

/** What the variables of the role's script, as written, hold in this run. */
function valuesOf(run: Run, ground: (term: Term) => Term): ReadonlyMap<string, Term> {
  const bound = (term: Term): Term => ground(substitute(term, run.binding));
  const values = new Map<string, Term>();
  for (const v of run.script.role.variables) values.set(v.key, bound(v));
  for (const [key, term] of run.script.values) values.set(key, bound(term));
  return values;
}

function chooseValues(pattern: Pattern, untrusted: ReadonlySet<string>): { values: Substitution; invented: Name[] } {
  const values = new Map<string, Term>();
  const invented: Name[] = [];
  const taken = new Set<string>();
  const terms = [...pattern.runs.flatMap((run) => [...run.binding.values()]), ...pattern.known.map(({ term }) => term)];
  for (const term of terms) noteNames(term, taken);
  const open: Variable[] = variablesOf(
    ...pattern.runs.flatMap((run) => run.script.role.roles.map((role) => agentOf(run, role))),
    ...terms,
    ...pattern.unequal.flat(),
    ...pattern.unlike.map(({ term }) => term),
  );
  let count = 0;
  for (const v of open) {
    if (v.sorts.includes(AGENT)) {
      const free = AGENT_NAMES.find((name) => !taken.has(name) && !untrusted.has(constant(name).key));
      const name = free ?? `Agent${++count}`;
      taken.add(name);
      values.set(v.key, constant(name, [AGENT]));
    } else {
      const sort = v.sorts.find((candidate) => candidate !== "Ticket") ?? "Data";
      const name = constant(`${sort}#i${++count}`, v.sorts);
      invented.push(name);
      values.set(v.key, name);
    }
  }
  return { values, invented };
}

function noteNames(term: Term, into: Set<string>): void {
  if (term.kind === "name") into.add(term.name);
  else if (term.kind === "application") for (const arg of term.args) noteNames(arg, into);
}

/** The events in an order that respects the pattern's, staying with one run as long as it can, the claim last. */
function sequence(pattern: Pattern, order: Order): { run: number; event: number }[] {
  const claim = eventPoint(0, pattern.claimAt);
  const position = pattern.runs.map(() => 0);
  const done = new Set<number>();
  const before = new Map<number, number[]>();
  const points = order.sequence.filter((point) => !isKnownPoint(point));
  for (const point of points)
    before.set(
      point,
      points.filter((other) => order.precedes(other, point)),
    );
  const steps: { run: number; event: number }[] = [];
  const next = (run: Run): number | undefined => {
    const event = position[run.id] as number;
    const point = eventPoint(run.id, event);
    if (event >= run.height || point === claim || order.precedes(claim, point)) return undefined;
    return (before.get(point) ?? []).every((other) => done.has(other)) ? event : undefined;
  };
  for (let current: Run | undefined = pattern.runs[0]; ; ) {
    const run: Run | undefined =
      current !== undefined && next(current) !== undefined
        ? current
        : pattern.runs.find((candidate) => next(candidate) !== undefined);
    if (run === undefined) break;
    const event = next(run) as number;
    steps.push({ run: run.id, event });
    done.add(eventPoint(run.id, event));
    position[run.id] = event + 1;
    current = run;
  }
  for (let event = position[0] as number; event <= pattern.claimAt; event++) steps.push({ run: 0, event });
  return steps;
}
