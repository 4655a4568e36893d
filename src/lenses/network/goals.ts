/**
 * The goals that the search tries to break: the claims of the description, and what a party's policy promises beside them.
 *
 * Claims are read from the description, with their place and the terms that they speak about; none is written down here.
 * A claim about all the other roles is one goal for each, so that an attack says who was not there.
 */
import type { Description } from "../../core/protocol/ir/description.ts";
import type { ClaimKind, Model, RoleScript } from "../../core/protocol/ir/script.ts";
import { headerOf } from "../../core/protocol/project/project.ts";
import { Unfolding } from "../../core/protocol/project/unfold.ts";
import type { PendingClaim } from "../../core/protocol/project/pending.ts";
import { identify } from "../../core/protocol/project/role-view.ts";
import { subterms, type Term } from "../../core/term/term.ts";
import type { PlanStep, ProtocolPlan } from "../../live/roles/plan.ts";
import type { Mark } from "../../live/system/system-under-test.ts";

/** The promises of a party beside the claims: of its policy, and of an implementation that plays a role. */
export const PROMISES = [
  "takes-nothing-twice",
  "takes-nothing-late",
  "takes-nothing-early",
  "draws-nothing-twice",
  "takes-only-what-is-due",
  "takes-what-is-due",
  "says-what-is-due",
  "answers",
] as const;
export type Promised = (typeof PROMISES)[number];

/** Something to break. */
export type Goal = {
  /** Names it in results: `DU Secret M`, `DO Alive DU`, `RC takes-nothing-twice`. */
  readonly name: string;
  readonly role: string;
} & (
  | {
      readonly is: "claim";
      readonly kind: Exclude<ClaimKind, "Reachable">;
      readonly label: string;
      /** How many of the role's sends and receives precede the claim. */
      readonly after: number;
      readonly term?: Term;
      readonly partner?: string;
      readonly data?: readonly Term[];
      /** Agreements: how many of the partner's sends and receives precede its running signal. */
      readonly signalled?: number;
      /** Agreements: the signal names nobody. */
      readonly unnamed?: true;
      /** The roles that must be played by honest parties; undefined: all. */
      readonly honest?: readonly string[];
      /** Agreements: the signal that answers it; undefined: any of the partner's does. */
      readonly signal?: string;
    }
  | { readonly is: "promise"; readonly promise: Promised }
);

/** The claims of a description as goals, in its order, then the promises for every role. */
export function listGoals(description: Description, model: Model): readonly Goal[] {
  const roles = description.roles.map(({ name }) => name);
  const pending = unfoldClaims(description);
  const claims = scriptsOf(model).flatMap((script) => {
    const written = inPlace(
      pending.filter(({ role }) => role === script.role),
      script,
    );
    return listClaims(script, model).flatMap((claim, i) => describeClaim(claim, written[i], roles));
  });
  const promises = PROMISES.flatMap((promise) =>
    roles.map((role): Goal => ({ is: "promise", name: `${role} ${promise}`, role, promise })),
  );
  return [...claims, ...promises];
}

function unfoldClaims(description: Description): readonly PendingClaim[] {
  const unfolding = new Unfolding(headerOf(description));
  for (const step of description.steps) unfolding.take(step);
  return unfolding.claims;
}

interface ScriptClaim {
  readonly role: string;
  readonly kind: ClaimKind;
  readonly label: string;
  readonly on: string;
  readonly partner: string | undefined;
  readonly after: number;
  readonly signalled: number | undefined;
  readonly unnamed: true | undefined;
  readonly honest: readonly string[] | undefined;
  readonly signal: string | undefined;
}

function scriptsOf(model: Model): readonly RoleScript[] {
  return model.protocols.flatMap(({ roles }) => roles);
}

/** The messages before an event; a time that the network chooses is a receive of the script, and no message. */
function countMessages(script: RoleScript, at: number): number {
  return labelsOf({ ...script, events: script.events.slice(0, at) }).length;
}

function labelsOf({ events }: RoleScript): readonly string[] {
  return events.flatMap((event) =>
    (event.kind === "send" || event.kind === "recv") && event.paired ? [event.label] : [],
  );
}

function listClaims(script: RoleScript, model: Model): readonly ScriptClaim[] {
  return script.events.flatMap((event, at) => {
    if (event.kind !== "claim" || event.claim.kind === "Reachable") return [];
    const { kind, label, on, partner, signal, unnamed, honest } = event.claim;
    const after = countMessages(script, at);
    const signalled = findSignal(model, partner, signal);
    return [{ role: script.role, kind, label, on, partner, after, signalled, unnamed, honest, signal }];
  });
}

function findSignal(model: Model, partner: string | undefined, signal: string | undefined): number | undefined {
  const script = scriptsOf(model).find(({ role }) => role === partner);
  const at = script?.events.findIndex((event) => event.kind === "running" && event.signal === signal) ?? -1;
  return script === undefined || at < 0 ? undefined : countMessages(script, at);
}

/** The claims of a role as they were written, in the order in which its script makes them. */
function inPlace(written: readonly PendingClaim[], script: RoleScript): readonly PendingClaim[] {
  const labels = labelsOf(script);
  const placeOf = ({ claim }: PendingClaim): number =>
    claim.after === undefined ? labels.length : labels.lastIndexOf(claim.after) + 1;
  const claims = written.filter(({ claim }) => claim.claim !== "reachable");
  return [...claims].sort((a, b) => placeOf(a) - placeOf(b));
}

function describeClaim(
  claim: ScriptClaim,
  written: PendingClaim | undefined,
  roles: readonly string[],
): readonly Goal[] {
  const { role, kind, label, on, after, partner, signalled, unnamed, honest, signal } = claim;
  if (kind === "Reachable") return [];
  const words = [role, kind, ...(on === "-" ? [] : [on])].join(" ");
  const goal: Goal & { is: "claim" } = {
    ...({ is: "claim", name: words, role, kind, label, after } as const),
    ...(written?.term === undefined ? {} : { term: written.term }),
    ...(written?.data === undefined ? {} : { data: written.data }),
    ...(partner === undefined ? {} : { partner }),
    ...(signalled === undefined ? {} : { signalled }),
    ...(unnamed === undefined ? {} : { unnamed }),
    ...(honest === undefined ? {} : { honest }),
    ...(signal === undefined ? {} : { signal }),
  };
  if (partner !== undefined || (kind !== "Alive" && kind !== "Weakagree")) return [goal];
  return roles
    .filter((other) => other !== role)
    .map((other) => ({ ...goal, name: `${words} ${other}`, partner: other }));
}

/** The points at which sessions log what the goals are judged by. */
export function listMarks(goals: readonly Goal[], plan: ProtocolPlan): readonly Mark[] {
  const marks = new Map<string, Mark>();
  for (const goal of goals) {
    if (goal.is !== "claim") continue;
    const { role, after, label, term, data, partner, signalled } = goal;
    const terms = term === undefined ? (data ?? []) : [term];
    marks.set(label, { name: label, role, kind: "claim", after, terms });
    if (partner === undefined || data === undefined || signalled === undefined) continue;
    const name = nameSignal(label);
    marks.set(name, { name, role: partner, kind: "running", after: signalled, terms: data });
  }
  for (const [role, { steps }] of plan.roles) {
    for (const mark of [...markMade(role, steps), ...markTaken(role, steps)]) marks.set(mark.name, mark);
  }
  return [...marks.values()].sort((a, b) => a.after - b.after);
}

/** The mark of the signal that answers a claim. */
export function nameSignal(label: string): string {
  return `!running ${label}`;
}

/** Account of what a role draws is logged when it is drawn, and what it takes that should be new, when it is taken. */
function markMade(role: string, steps: readonly PlanStep[]): readonly Mark[] {
  return steps.flatMap((step, i) => {
    if (step.kind !== "fresh" || !["Nonce", "Id", "Scalar", "Key"].includes(step.sort)) return [];
    const after = countBefore(steps, i);
    return [{ name: `!made ${role} ${step.name}`, role, kind: "running", after, terms: [step.intended] }];
  });
}

function markTaken(role: string, steps: readonly PlanStep[]): readonly Mark[] {
  const known = new Set(
    steps.flatMap((step) => (step.kind === "fresh" || step.kind === "timestamp" ? [identify(step.intended)] : [])),
  );
  return steps.flatMap((step, i): readonly Mark[] => {
    if (step.kind !== "recv") return [];
    const terms = [...subterms(step.intended)].filter((part) => {
      const isAtom = part.kind === "name" && part.fresh && ["Time", "Nonce"].includes(part.sorts[0] ?? "");
      if (!isAtom || known.has(identify(part))) return false;
      known.add(identify(part));
      return true;
    });
    const name = `!taken ${role} ${step.label}`;
    return terms.length === 0 ? [] : [{ name, role, kind: "running", after: countBefore(steps, i) + 1, terms }];
  });
}

function countBefore(steps: readonly PlanStep[], at: number): number {
  return steps.slice(0, at).filter(({ kind }) => kind === "send" || kind === "recv").length;
}
