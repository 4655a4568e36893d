/**
 * An executed trace told in sentences, and as steps for charts and machines.
 *
 * What the intruder does between two events is told only where it does something: opens, builds, redirects or invents.
 */
import type { ScriptEvent } from "../../../core/protocol/ir/script.ts";
import { makePrinter, type Print } from "../../../core/term/print.ts";
import { type Term, untuple } from "../../../core/term/term.ts";
import { isInjective } from "../claims/injective.ts";
import { isSecrecy } from "../claims/secrecy.ts";
import { type Verification, verifyGuess } from "../replay/guess.ts";
import { listClaimed } from "../replay/injectivity.ts";
import { concludeClaim } from "./conclude.ts";
import type { Trace, TraceStep } from "../../../core/verdict/verdict.ts";
import type { Confirmed } from "../replay/confirm.ts";
import type { Execution } from "../replay/execute.ts";
import { keepGround } from "../replay/told-traces.ts";
import type { Derivation, Executed, GroundRun } from "../replay/trace.ts";

type Exchange = Extract<ScriptEvent, { readonly message: Term }>;

interface Telling {
  readonly print: Print;
  readonly steps: TraceStep[];
  readonly narration: string[];
  readonly explained: Set<string>;
  readonly sent: Executed[];
  /** Role, label and message of every receive. */
  readonly received: Set<string>;
}

/** Tells a confirmed attack, or a confirmed witness of Reachable. */
export function narrateTrace({ execution }: Confirmed): Trace {
  const { trace, events, claim, knowledge } = execution;
  const telling: Telling = {
    print: makePrinter(execution.model.operations),
    steps: [],
    narration: [],
    explained: new Set(),
    sent: [],
    received: new Set(),
  };
  const invented = new Set(trace.invented.map((name) => name.key));
  const rivals = new Set(isInjective(claim) ? listClaimed(execution).map(({ time }) => events[time]) : []);
  for (const executed of events) {
    const run = trace.runs[executed.run] as GroundRun;
    if (executed.event.kind === "send") tellSend(telling, run, executed, executed.event);
    else if (executed.event.kind === "recv") tellReceive(telling, run, executed, executed.event, invented);
    else if (executed === events.at(-1)) {
      const secret = isSecrecy(claim) ? claim.term : undefined;
      const derivation = secret && knowledge.derive(secret);
      if (derivation !== undefined) tellDerivation(telling, derivation);
      const verified = claim.kind === "Unguessable" && derivation === undefined ? verifyGuess(execution) : undefined;
      if (verified !== undefined) tellVerification(telling, execution, verified);
      tellClaim(telling, run, executed.run, execution, derivation);
    } else if (rivals.has(executed)) {
      telling.steps.push(step(telling, run, executed.run, "claim", claim.on, claim.label));
      telling.narration.push(`${introduce(telling, run, executed.run)} accepts, and makes the same claim`);
    }
  }
  return keepGround({ steps: telling.steps, narration: telling.narration }, trace);
}

function playerOf({ print }: Telling, run: GroundRun, id: number): string {
  return `${print(run.agents.get(run.role) as Term)} (${run.role}, run ${id})`;
}

/** Who the run believes to talk to. */
function describePartners({ print }: Telling, run: GroundRun): string {
  const others = [...run.agents].filter(([role]) => role !== run.role);
  return others.map(([role, agent]) => `${print(agent)} as ${role}`).join(", ");
}

function introduce(telling: Telling, run: GroundRun, id: number): string {
  const key = `run ${id}`;
  if (telling.explained.has(key)) return playerOf(telling, run, id);
  telling.explained.add(key);
  const partners = describePartners(telling, run);
  return partners === "" ? playerOf(telling, run, id) : `${playerOf(telling, run, id)}, in a run with ${partners},`;
}

function step(
  { print }: Telling,
  run: GroundRun,
  id: number,
  kind: TraceStep["kind"],
  term: string,
  label?: string,
): TraceStep {
  const agent = print(run.agents.get(run.role) as Term);
  return { run: id, role: run.role, agent, kind, term, ...(label === undefined ? {} : { label }) };
}

function tellSend(telling: Telling, run: GroundRun, { run: id }: Executed, event: Exchange): void {
  const message = telling.print(event.message);
  telling.narration.push(`${introduce(telling, run, id)} sends ${event.label}: ${message}`);
  telling.steps.push(step(telling, run, id, "send", message, event.label));
  telling.sent.push({ run: id, at: 0, event });
}

function tellReceive(
  telling: Telling,
  run: GroundRun,
  executed: Executed,
  event: Exchange,
  invented: ReadonlySet<string>,
): void {
  const message = telling.print(event.message);
  const who = introduce(telling, run, executed.run);
  if (!event.paired && invented.has(event.message.key)) {
    telling.narration.push(`${who} takes ${message} from the network, which chooses it`);
    telling.steps.push(step(telling, run, executed.run, "recv", message, event.label));
    return;
  }
  const key = `${run.role} ${event.label} ${event.message.key}`;
  const isRepeated = telling.received.has(key);
  telling.received.add(key);
  const from = telling.sent.findLast(
    ({ event: sent }) => sent.kind === "send" && sent.message.key === event.message.key,
  );
  if (from !== undefined) {
    const honest =
      from.event.kind === "send" &&
      from.event.from.key === event.from.key &&
      from.event.to.key === event.to.key &&
      from.event.label === event.label;
    const how = honest
      ? `receives ${event.label} ${isRepeated ? "again" : "as sent"}`
      : `receives the same message as ${event.label}, apparently from ${telling.print(event.from)}`;
    telling.narration.push(`${who} ${how}: ${message}`);
  } else {
    if (executed.derivation !== undefined) tellDerivation(telling, executed.derivation);
    const made = untuple(event.message).every((part) => invented.has(part.key));
    const what = made ? "values chosen by the intruder" : `the intruder's message`;
    telling.narration.push(`${who} receives, as ${event.label} from ${telling.print(event.from)}, ${what}: ${message}`);
  }
  telling.steps.push(step(telling, run, executed.run, "recv", message, event.label));
}

/** Tells every opening and building step below a derivation that has not been told. */
function tellDerivation(telling: Telling, derivation: Derivation): void {
  const key = derivation.term.key;
  if (telling.explained.has(key)) return;
  telling.explained.add(key);
  for (const premise of derivation.premises) tellDerivation(telling, premise);
  const { by, premises, term } = derivation;
  if (by.kind !== "analysis" && by.kind !== "synthesis") return;
  if (by.kind === "synthesis" && premises.every((premise) => premise.by.kind === "initial")) return;
  const [first, ...others] = premises.map((premise) => telling.print(premise.term));
  const using = others.length === 0 ? "" : ` with ${others.join(" and ")}`;
  const sentence =
    by.kind === "analysis"
      ? `The intruder opens ${first}${using} (${by.rule}) and obtains ${telling.print(term)}`
      : `The intruder makes ${telling.print(term)} from ${[first, ...others].join(" and ")}`;
  telling.narration.push(sentence);
  telling.steps.push({
    run: -1,
    role: "intruder",
    agent: "intruder",
    kind: "deduce",
    label: by.rule,
    term: telling.print(term),
    from: premises.map((premise) => telling.print(premise.term)),
  });
}

/** Tells how the intruder verifies a guess: each value that it tries, it puts in place of the right one. */
function tellVerification(telling: Telling, { claim }: Execution, { is, has, rule, parts }: Verification): void {
  const { print, narration, steps } = telling;
  tellDerivation(telling, has);
  narration.push(`The intruder tries values for ${print(claim.term as Term)}`);
  for (const part of parts) tellDerivation(telling, part);
  const from = parts.map(({ term }) => print(term));
  const term = print(has.term);
  narration.push(
    is === "made"
      ? `It makes ${rule} of ${from.join(" and ")}, and compares it with ${term}, which it has: they are equal only for the right value`
      : `It opens ${term}, which it has, with ${from.join(" and ")}: this succeeds only for the right value (${rule})`,
  );
  steps.push({ run: -1, role: "intruder", agent: "intruder", kind: "deduce", label: "verifies a guess", term, from });
}

function tellClaim(
  telling: Telling,
  run: GroundRun,
  id: number,
  execution: Execution,
  derivation: Derivation | undefined,
): void {
  const { claim } = execution;
  telling.steps.push(step(telling, run, id, "claim", claim.on, claim.label));
  telling.narration.push(`${introduce(telling, run, id)} ${concludeClaim(execution, derivation)}`);
}
