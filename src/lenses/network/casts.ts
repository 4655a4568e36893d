/**
 * Who can have been the partners of a run: one run for each role, such that everything that the description sends before
 * the claim was sent by one of them and taken by another, with the same contents, sender and receiver.
 */
import type { Run } from "../../live/roles/run.ts";
import type { Scene } from "./scene.ts";
import type { HistoryEvent } from "./history.ts";

/** A run of an honest party with what it has done. */
export interface Played {
  readonly role: string;
  readonly agent: string;
  readonly run: Run;
  readonly events: readonly HistoryEvent[];
}

/** A message that precedes a claim. */
interface Communication {
  readonly label: string;
  readonly from: string;
  readonly to: string;
}

/** Every choice of runs, the claimant's own among them, that took part in what precedes its claim. */
export function listCasts(
  scene: Scene,
  claimant: Played,
  after: number,
  played: readonly Played[],
  order: "in order" | "in any order",
): readonly (readonly Played[])[] {
  const told = listPreceding(scene, claimant.role, after);
  const roles = [...new Set([claimant.role, ...told.flatMap(({ from, to }) => [from, to])])];
  const choices = roles.map((role) =>
    role === claimant.role ? [claimant] : played.filter((run) => run.role === role),
  );
  const casts = choices.reduce<Played[][]>(
    (all, next) => all.flatMap((some) => next.map((run) => [...some, run])),
    [[]],
  );
  return casts.filter((cast) => told.every((communication) => tookPlace(scene, communication, cast, order)));
}

/** The messages that the description sends and receives before a role's claim, transitively. */
function listPreceding({ stage }: Scene, role: string, after: number): readonly Communication[] {
  const found = new Map<string, Communication>();
  const visit = (name: string, before: number): void => {
    const steps = stage.system.plan.roles.get(name)?.steps ?? [];
    const messages = steps.filter((step) => step.kind === "send" || step.kind === "recv");
    for (const step of messages.slice(0, before)) {
      if (step.kind !== "recv" || found.has(step.label)) continue;
      found.set(step.label, { label: step.label, from: step.from, to: name });
      const sent = stage.system.plan.roles.get(step.from)?.steps ?? [];
      const sending = sent.filter(({ kind }) => kind === "send" || kind === "recv");
      visit(
        step.from,
        sending.findIndex((other) => other.kind === "send" && other.label === step.label),
      );
    }
  };
  visit(role, after);
  return [...found.values()];
}

function tookPlace(
  { history }: Scene,
  { label, from, to }: Communication,
  cast: readonly Played[],
  order: "in order" | "in any order",
): boolean {
  const find = (role: string, kind: HistoryEvent["kind"]): HistoryEvent | undefined =>
    cast.find((run) => run.role === role)?.events.find((event) => event.kind === kind && event.label === label);
  const [sent, taken] = [find(from, "sent"), find(to, "accepted")];
  if (sent === undefined || taken === undefined) return false;
  if (order === "in order" && history.indexOf(sent) > history.indexOf(taken)) return false;
  return sent.body === taken.body && sent.from === taken.from && sent.to === taken.to;
}
