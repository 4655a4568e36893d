/**
 * Who can have been the partners of a session: one for each role, such that everything that the description sends before
 * the claim was sent by one of them and taken by another, with the same contents, sender and receiver.
 */
import type { HistoryEvent } from "./history.ts";
import type { Scene, Session } from "./scene.ts";

/** A message that precedes a claim. */
interface Communication {
  readonly label: string;
  readonly from: string;
  readonly to: string;
}

/** A claim that a session made, and when. */
export interface Claimed {
  readonly session: Session;
  /** The events of the whole history before it. */
  readonly at: number;
}

/** Every choice of sessions, the claimant's own among them, that took part in what precedes its claim. */
export function listCasts(
  scene: Scene,
  { session: claimant, at }: Claimed,
  after: number,
  order: "in order" | "in any order",
): readonly (readonly Session[])[] {
  const told = listPreceding(scene, claimant.role, after);
  const roles = [...new Set([claimant.role, ...told.flatMap(({ from, to }) => [from, to])])];
  const choices = roles.map((role) =>
    role === claimant.role ? [claimant] : scene.sessions.filter((other) => other.role === role),
  );
  const casts = choices.reduce<Session[][]>(
    (all, next) => all.flatMap((some) => next.map((session) => [...some, session])),
    [[]],
  );
  return casts.filter((cast) => told.every((communication) => tookPlace(communication, cast, at, order)));
}

/** The messages that the description sends and receives before a role's claim, transitively. */
function listPreceding({ stage }: Scene, role: string, after: number): readonly Communication[] {
  const found = new Map<string, Communication>();
  const visit = (name: string, before: number): void => {
    for (const step of stage.messagesOf(name).slice(0, before)) {
      if (step.kind !== "recv" || found.has(step.label)) continue;
      found.set(step.label, { label: step.label, from: step.from, to: name });
      const sending = stage.messagesOf(step.from);
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
  { label, from, to }: Communication,
  cast: readonly Session[],
  before: number,
  order: "in order" | "in any order",
): boolean {
  const find = (role: string, kind: HistoryEvent["kind"]): HistoryEvent | undefined =>
    cast
      .find((session) => session.role === role)
      ?.events.find((event) => event.kind === kind && event.label === label && event.at < before);
  const [sent, taken] = [find(from, "sent"), find(to, "accepted")];
  if (sent === undefined || taken === undefined) return false;
  if (order === "in order" && sent.at > taken.at) return false;
  return sent.body === taken.body && sent.from === taken.from && sent.to === taken.to;
}
