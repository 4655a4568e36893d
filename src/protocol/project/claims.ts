/**
 * Claims in their places, and the running signals that answer agreements.
 *
 * A claim stands after its role's last event, or after the message that it names. `agree(B, data)` puts B's running
 * signal directly before B's last send that precedes the claim and at which B holds all the data.
 */
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { Term } from "../../term/term.ts";
import { printExpression } from "../../theory/expression.ts";
import { complain, reject, Rejection } from "../check/rejection.ts";
import { helpWithNames } from "../check/suggest.ts";
import type { ClaimDescription, ClaimWord } from "../ir/description.ts";
import type { Claim, ClaimKind, ScriptEvent } from "../ir/script.ts";
import { recall } from "./hold.ts";
import { printIntended } from "./print-intended.ts";
import type { DraftEvent, RoleView } from "./role-view.ts";
import type { PendingClaim, Unfolding } from "./unfold.ts";

const KINDS: Readonly<Record<ClaimWord, ClaimKind>> = {
  secret: "Secret",
  alive: "Alive",
  weakagree: "Weakagree",
  niagree: "Niagree",
  nisynch: "Nisynch",
  isynch: "InjectiveSynch",
  agree: "Agree",
  "injective agree": "InjectiveAgree",
  reachable: "Reachable",
};

/** Events to put before and behind a role's own, by the index of the event; -1 is the start of the role. */
export interface Insertions {
  readonly before: Map<number, ScriptEvent[]>;
  readonly behind: Map<number, ScriptEvent[]>;
}

export interface PlacedClaims {
  readonly insertions: ReadonlyMap<string, Insertions>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Places every claim and running signal of an unfolded protocol. */
export function placeClaims(unfolding: Unfolding): PlacedClaims {
  const insertions = new Map<string, Insertions>();
  for (const view of unfolding.views.values()) view.closeLast();
  for (const role of unfolding.world.roles) insertions.set(role, { before: new Map(), behind: new Map() });
  const labels = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  for (const { claim } of unfolding.claims) {
    if (claim.label === undefined) continue;
    if (labels.has(claim.label)) {
      diagnostics.push(complain("CP405", `Two claims are labelled ${claim.label}.`, { place: claim.place }));
    }
    labels.add(claim.label);
  }
  const counts = new Map<string, number>();
  for (const pending of unfolding.claims) {
    try {
      const label = pending.claim.label ?? nextLabel(pending.role, counts, labels);
      placeClaim(unfolding, insertions, pending, label);
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
      diagnostics.push({ ...error.diagnostic, place: error.diagnostic.place ?? pending.claim.place });
    }
  }
  for (const role of unfolding.world.roles) addReachable(unfolding, insertions, role, labels);
  return { insertions, diagnostics };
}

function nextLabel(role: string, counts: Map<string, number>, taken: Set<string>): string {
  let count = (counts.get(role) ?? 0) + 1;
  while (taken.has(`${role}${count}`)) count++;
  counts.set(role, count);
  taken.add(`${role}${count}`);
  return `${role}${count}`;
}

function placeClaim(
  unfolding: Unfolding,
  insertions: ReadonlyMap<string, Insertions>,
  pending: PendingClaim,
  label: string,
): void {
  const { claim, role } = pending;
  const view = unfolding.viewOf(role);
  const at = findPosition(view, claim);
  const draft = view.events[at];
  const hold = (intended: Term): Term => {
    const local = recall(unfolding.world, { role, held: draft?.after ?? view.held }, intended, "anything");
    if (local === undefined) {
      const where = claim.after === undefined ? "at the end" : `after ${claim.after}`;
      reject("CP404", `${role} does not hold ${printIntended(intended)} ${where}, so it cannot claim anything of it.`);
    }
    return local;
  };
  const isAgreement = claim.claim === "agree" || claim.claim === "injective agree";
  const event: Claim = {
    kind: KINDS[claim.claim],
    label,
    ...(pending.term === undefined ? {} : { term: hold(pending.term) }),
    ...(claim.partner === undefined ? {} : { partner: claim.partner }),
    ...(pending.data === undefined ? {} : { data: pending.data.map(hold) }),
    ...(isAgreement ? { signal: label } : {}),
    on: printClaimed(claim),
    place: claim.place,
  };
  if (claim.partner === role) {
    reject("CP401", `${role} cannot agree with itself.`, { help: "Name another role as the partner." });
  }
  if (isAgreement) placeRunning(unfolding, insertions, pending, label, draft?.clock ?? 0);
  insert((insertions.get(role) as Insertions).behind, at, { kind: "claim", claim: event });
}

function findPosition(view: RoleView, claim: ClaimDescription): number {
  if (claim.after === undefined) return view.events.length - 1;
  const labels = view.events.flatMap(({ event }) => ("label" in event && event.paired ? [event.label] : []));
  const at = view.events.findLastIndex(({ event }) => "label" in event && event.label === claim.after);
  if (at < 0) {
    reject("CP403", `${view.role} takes no part in a message ${claim.after}.`, {
      help: helpWithNames(claim.after, labels, `messages of ${view.role}`),
    });
  }
  return followMatches(view.events, at);
}

/** Tests that a message makes possible belong to it. */
function followMatches(events: readonly DraftEvent[], at: number): number {
  let last = at;
  while (events[last + 1]?.event.kind === "match") last++;
  return last;
}

function placeRunning(
  unfolding: Unfolding,
  insertions: ReadonlyMap<string, Insertions>,
  pending: PendingClaim,
  label: string,
  clock: number,
): void {
  const { claim, role } = pending;
  const partner = claim.partner as string;
  const view = unfolding.viewOf(partner);
  for (let at = view.events.length - 1; at >= 0; at--) {
    const draft = view.events[at] as DraftEvent;
    if (draft.event.kind !== "send" || draft.clock > clock) continue;
    const holder = { role: partner, held: draft.before };
    const data = (pending.data ?? []).map((term) => recall(unfolding.world, holder, term, "anything"));
    if (data.some((term) => term === undefined)) continue;
    const running = {
      kind: "running",
      partner: role,
      data: data as Term[],
      signal: label,
      place: claim.place,
    } as const;
    insert((insertions.get(partner) as Insertions).before, at, running);
    return;
  }
  const missing = (pending.data ?? []).map(printIntended).join(", ");
  reject(
    "CP402",
    `${role} cannot agree with ${partner} on ${missing}: ${partner} never sends while it holds all of it.`,
    {
      note: `The claim needs a message of ${partner} before it, at which ${partner} holds the data.`,
      help: `Agree on less, or let ${partner} learn the data and send something afterwards.`,
    },
  );
}

function insert(into: Map<number, ScriptEvent[]>, at: number, event: ScriptEvent): void {
  const there = into.get(at);
  if (there === undefined) into.set(at, [event]);
  else there.push(event);
}

function addReachable(
  unfolding: Unfolding,
  insertions: ReadonlyMap<string, Insertions>,
  role: string,
  labels: ReadonlySet<string>,
): void {
  if (unfolding.claims.some(({ role: by, claim }) => by === role && claim.claim === "reachable")) return;
  let label = `${role}-reachable`;
  while (labels.has(label)) label += "'";
  const claim: Claim = { kind: "Reachable", label, on: "-", implicit: true };
  const at = (unfolding.views.get(role) as RoleView).events.length - 1;
  insert((insertions.get(role) as Insertions).behind, at, { kind: "claim", claim });
}

/** The author's spelling of what is claimed: `M`, `DO on N1`, `DO`, or `-`. */
function printClaimed(claim: ClaimDescription): string {
  if (claim.term !== undefined) return printExpression(claim.term);
  const partner = claim.partner ?? "-";
  return claim.data === undefined ? partner : `${partner} on ${claim.data.map(printExpression).join(", ")}`;
}
