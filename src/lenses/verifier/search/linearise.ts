/** From a complete pattern to one of the ground traces that it stands for; `replay/` has the last word on it. */
import { AGENT, constant, isAgentSort, isGround, type Name, type Sort, type Term } from "../../../core/term/term.ts";
import type { GroundTrace } from "../replay/trace.ts";
import type { Core } from "./core.ts";
import { variablesIn } from "./matching.ts";
import type { Node } from "./node.ts";
import type { Order, Point } from "./order.ts";
import { type Pattern, pointOf } from "./pattern.ts";
import { agentOf, fill, type Run } from "./run.ts";

const AGENT_NAMES = ["Alice", "Bob", "Charlie", "Dave", "Simon", "Pete"];

/** Fills open variables with distinct values and puts the events in an order. */
export function linearise(pattern: Pattern, order: Order, core: Core): GroundTrace {
  const { values, invented } = chooseValues(pattern, core);
  const ground = (node: Node): Term => core.bank.toTerm(node, (leaf) => values.get(leaf));
  return {
    runs: pattern.runs.map((run) => ({
      protocol: run.layout.script.protocol.name,
      role: run.layout.script.role.role,
      agents: new Map(run.layout.script.role.roles.map((role) => [role, ground(agentOf(run, role))])),
      values: valuesOf(run, ground, core),
    })),
    steps: sequence(pattern, order),
    invented,
    hints: pattern.known.map(({ term }) => ground(term)).filter(isGround),
  };
}

/** Gives the values of the role's variables, as written, in this run. */
function valuesOf(run: Run, ground: (node: Node) => Term, { bank }: Core): ReadonlyMap<string, Term> {
  const { script, slots } = run.layout;
  const values = new Map<string, Term>();
  for (const v of script.role.variables) values.set(v.key, ground(run.values[slots.get(v.key) as number] as Node));
  for (const [key, written] of run.layout.values) values.set(key, ground(fill(written, run.values, bank)));
  return values;
}

function chooseValues(pattern: Pattern, core: Core): { values: ReadonlyMap<Node, Term>; invented: Name[] } {
  const untrusted = new Set(core.prepared.model.untrusted.map(({ key }) => key));
  const values = new Map<Node, Term>();
  const invented: Name[] = [];
  const taken = new Set<string>();
  const terms = [...pattern.runs.flatMap((run) => run.values), ...pattern.known.map(({ term }) => term)];
  for (const term of terms) noteNames(term, taken);
  const open = variablesIn(
    ...pattern.runs.flatMap((run) => run.layout.script.role.roles.map((role) => agentOf(run, role))),
    ...terms,
    ...pattern.unequal.flat(),
    ...pattern.unlike.map(({ term }) => term),
  );
  let count = 0;
  for (const v of open) {
    const sorts = core.bank.sorts.sortsOf(v);
    if (sorts.some(isAgentSort)) {
      const free = nameAgents(sorts).find((name) => !taken.has(name) && !untrusted.has(constant(name).key));
      const name = free ?? `Agent${++count}`;
      taken.add(name);
      values.set(v, constant(name, [AGENT]));
    } else {
      const sort = sorts.find((candidate) => candidate !== "Ticket") ?? "Data";
      const name = constant(`${sort}#i${++count}`, sorts);
      invented.push(name);
      values.set(v, name);
    }
  }
  return { values, invented };
}

/** Names to choose from: those of a trusted role are called after it. */
function nameAgents(sorts: readonly Sort[]): readonly string[] {
  const trusted = sorts.includes(AGENT) ? undefined : sorts.find(isAgentSort);
  return trusted === undefined ? AGENT_NAMES : AGENT_NAMES.map((_, i) => `${trusted.slice(AGENT.length + 1)}${i + 1}`);
}

function noteNames(node: Node, into: Set<string>): void {
  if (node.kind === "name" && node.leaf !== undefined) into.add(node.leaf.term.name);
  for (const arg of node.args) noteNames(arg, into);
}

/** The events in an order that respects the pattern's, staying with one run as long as it can, the claim last. */
function sequence(pattern: Pattern, order: Order): { run: number; event: number }[] {
  const claim = pointOf(pattern, 0, pattern.claimAt);
  const position = pattern.runs.map(() => 0);
  const events = new Set(pattern.events.flat());
  const done = new Set<Point>();
  const steps: { run: number; event: number }[] = [];
  const next = (run: Run): number | undefined => {
    const event = position[run.id] as number;
    if (event >= run.height) return undefined;
    const point = pointOf(pattern, run.id, event);
    if (point === claim || order.precedes(claim, point)) return undefined;
    return order.before(point).every((other) => done.has(other) || !events.has(other)) ? event : undefined;
  };
  for (let current: Run | undefined = pattern.runs[0]; ; ) {
    const run: Run | undefined =
      current !== undefined && next(current) !== undefined
        ? current
        : pattern.runs.find((candidate) => next(candidate) !== undefined);
    if (run === undefined) break;
    const event = next(run) as number;
    steps.push({ run: run.id, event });
    done.add(pointOf(pattern, run.id, event));
    position[run.id] = event + 1;
    current = run;
  }
  for (let event = position[0] as number; event <= pattern.claimAt; event++) steps.push({ run: 0, event });
  return steps;
}
