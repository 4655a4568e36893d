/**
 * One run of a role: the steps of its plan, executed with values up to the next message that it waits for.
 *
 * A run never changes: a step that works out gives the run after it, and one that is refused gives nothing. So a refused
 * message leaves the run as it was, whatever was tried with it.
 */
import type { Randomness } from "../crypto/randomness.ts";
import { readValue, writeValue } from "../wire/codec.ts";
import type { Envelope } from "../wire/envelope.ts";
import { Unsupported } from "../wire/form.ts";
import { Refused } from "../wire/refusal.ts";
import type { Value } from "../wire/value.ts";
import { type Accepting, acceptPart, compare, type Novelty, settle } from "./accept.ts";
import { evaluate } from "./evaluate.ts";
import { type Holding, type Means, recall } from "./holding.ts";
import type { PlanStep } from "./plan.ts";

/** A run between two of its steps. */
export interface Run {
  readonly id: string;
  /** The next step of the plan. */
  readonly position: number;
  readonly holding: Holding;
}

/** The resources of a run's steps. */
export interface Resources {
  readonly means: Means;
  /** Seconds since 1970. */
  readonly now: number;
  /** The time that a run reads off its clock for a timestamp; absent: `now`. */
  readonly timeOf?: (run: string, name: string) => number;
  /** Randomness for one purpose of one run: the same purpose draws the same bytes when a step is tried again. */
  readonly draw: (run: string, purpose: string) => Randomness;
  /** A value that comes from outside, such as the record that is shared; undefined for what the run draws itself. */
  readonly supply: (name: string, sort: string) => Value | undefined;
}

/** A message that a run says; who the roles are is in its holding. */
export interface Said {
  readonly label: string;
  /** The role that it is for. */
  readonly to: string;
  readonly body: unknown;
}

/** A run after some steps, with what it said meanwhile. */
export interface Progress {
  readonly run: Run;
  readonly said: readonly Said[];
}

/** The message that a run waits for; undefined when it is at its end. */
export function awaitedBy(run: Run, means: Means): Extract<PlanStep, { kind: "recv" }> | undefined {
  const step = means.plan.steps[run.position];
  return step?.kind === "recv" ? step : undefined;
}

/** Executes steps until the run waits for a message or ends. Throws Refused where one does not work out. */
export async function advance(run: Run, resources: Resources): Promise<Progress> {
  const { means } = resources;
  const holding = run.holding.fork();
  const said: Said[] = [];
  const accepting: Accepting = { means, holding, novelties: [], untested: new Set() };
  let position = run.position;
  for (; position < means.plan.steps.length; position++) {
    const step = means.plan.steps[position] as PlanStep;
    if (step.kind === "recv") break;
    const message = await execute(step, run.id, accepting, resources);
    if (message !== undefined) said.push(message);
    await settle(accepting);
  }
  return { run: { id: run.id, position, holding }, said };
}

/** Takes the message that a run waits for; the run after it, and what of the message was new to it. Throws Refused. */
export async function takeMessage(
  run: Run,
  envelope: Envelope,
  means: Means,
): Promise<{ readonly run: Run; readonly novelties: readonly Novelty[] }> {
  const step = awaitedBy(run, means);
  if (step === undefined || step.label !== envelope.label) {
    throw new Refused("not-expected", envelope.label, "No run waits for such a message.");
  }
  const holding = run.holding.fork();
  meet(holding, step.from, envelope);
  const accepting: Accepting = { means, holding, novelties: [], untested: step.untested };
  const value = readValue(means.plan.forms, step.intended, envelope.body, step.label);
  await acceptPart(accepting, step.intended, value, step.label);
  await settle(accepting);
  return { run: { id: run.id, position: run.position + 1, holding }, novelties: accepting.novelties };
}

/** The sender named on the envelope plays its role, unless somebody else does already. */
function meet(holding: Holding, role: string, { label, from }: Envelope): void {
  const known = holding.agents.get(role);
  if (known === undefined) holding.agents.set(role, from);
  else if (known !== from) throw new Refused("unknown-party", label, `It comes from ${from} instead of ${known}.`);
}

async function execute(
  step: Exclude<PlanStep, { kind: "recv" }>,
  run: string,
  { means, holding }: Accepting,
  { draw, supply, now, timeOf }: Resources,
): Promise<Said | undefined> {
  switch (step.kind) {
    case "fresh": {
      const value = supply(step.name, step.sort) ?? means.operations.sample(step.sort, draw(run, step.name));
      if (value === undefined) throw new Unsupported(`Nothing supplies ${step.name}, which is ${step.sort}.`);
      holding.hold(step.intended, value);
      return undefined;
    }
    case "timestamp":
      holding.hold(step.intended, timeOf?.(run, step.name) ?? now);
      return undefined;
    case "computes": {
      const { name, expression, intended } = step;
      const { value } = await evaluate({ means, holding, randomness: draw(run, name), at: name }, expression);
      const known = await recall(means, holding, intended);
      if (known === undefined) holding.hold(intended, value);
      else if (step.intended.kind === "name" || step.intended.kind === "variable") compare(known, value, name);
      return undefined;
    }
    case "send": {
      const { label, to, payload } = step;
      const { value } = await evaluate({ means, holding, randomness: draw(run, label), at: label }, payload);
      return { label, to, body: writeValue(means.plan.forms, step.intended, value) };
    }
    default:
      return step satisfies never;
  }
}
