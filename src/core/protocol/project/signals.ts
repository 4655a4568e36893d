/**
 * The running signals that answer agreements.
 *
 * `agree(B, data)` puts B's signal directly before B's last send that causally precedes the claim, provided that B holds
 * all the data there. One that the author placed by `.running` is taken instead, where it precedes the claim and its data
 * mean the same; the latest of several, since it says the most.
 */
import type { Diagnostic, Place } from "../../diagnostic/diagnostic.ts";
import type { Term } from "../../term/term.ts";
import { printExpression } from "../../theory/expression.ts";
import { agentOf } from "../../theory/keys.ts";
import { complain, reject } from "../check/rejection.ts";
import { helpWithNames } from "../../diagnostic/suggest.ts";
import type { ScriptEvent } from "../ir/script.ts";
import { recall } from "./hold.ts";
import type { Mistakes } from "./mistakes.ts";
import type { PendingClaim, PendingSignal } from "./pending.ts";
import { findPast } from "./precede.ts";
import { printIntended } from "./print-intended.ts";
import { type DraftEvent, identify, type RoleView } from "./role-view.ts";
import type { Unfolding } from "./unfold.ts";

/** A signal of the author's in its place: behind event `at` of its role. */
interface PlacedSignal extends PendingSignal {
  readonly at: number;
  /** The data as the role's script writes them there. */
  readonly local: readonly Term[];
  /** Use of the signal: it answers a claim, would answer one if no later signal did, or answers none. */
  use: "none" | "spare" | "answers";
}

/** Where a running event goes. */
export interface RunningPlace {
  readonly role: string;
  readonly side: "before" | "behind";
  readonly at: number;
  readonly event: ScriptEvent;
}

/** The claim that asks for a signal: its label, and the index of the claimant's event that it stands behind. */
export interface Asking {
  readonly pending: PendingClaim;
  readonly label: string;
  readonly at: number;
}

/** Gives every agreement its signal. */
export class Signals {
  private readonly unfolding: Unfolding;
  private readonly mistakes: Mistakes;
  private readonly placed: readonly PlacedSignal[];

  /** Throws Rejection for a signal that cannot stand where it is put. */
  constructor(unfolding: Unfolding, mistakes: Mistakes) {
    this.unfolding = unfolding;
    this.mistakes = mistakes;
    this.placed = unfolding.signals.map((pending) => placeByHand(unfolding, pending));
  }

  /** The running event that answers a claim; throws Rejection CP402 where there is none. */
  answer(asking: Asking): RunningPlace {
    const { pending, at } = asking;
    const partner = pending.claim.partner as string;
    const last = findPast(this.unfolding.views, pending.role, at).get(partner) ?? -1;
    const possible = this.placed.filter((signal) => isMeantFor(signal, pending) && signal.at < last);
    const [byHand] = [...possible].sort((a, b) => b.at - a.at);
    if (byHand === undefined) return this.placeItself(asking, partner, last);
    if (!knows(heldAt(this.unfolding.viewOf(partner), byHand.at), pending)) {
      reject("CP402", `${partner} does not know who ${pending.role} is where it signals, so it cannot name it.`, {
        place: byHand.signal.place,
        help: `Signal later, or claim agree("${partner}", [...], { partner: false }).`,
      });
    }
    for (const signal of possible) if (signal.use === "none") signal.use = "spare";
    byHand.use = "answers";
    const event = makeRunning(asking, byHand.local, byHand.signal.place);
    return { role: partner, side: "behind", at: byHand.at, event };
  }

  /** Lists diagnostics for signals that answer nothing. */
  listIdle(): Diagnostic[] {
    return this.placed.filter(({ use }) => use !== "answers").map((signal) => explainIdle(this.unfolding, signal));
  }

  private placeItself(asking: Asking, partner: string, last: number): RunningPlace {
    const { pending } = asking;
    const view = this.unfolding.viewOf(partner);
    const before = this.mistakes.has("signals by listing order") ? this.countListed(asking, view) : last + 1;
    let nameless = false;
    for (let at = before - 1; at >= 0; at--) {
      const draft = view.events[at] as DraftEvent;
      if (draft.event.kind !== "send") continue;
      const local = recallAll(this.unfolding, partner, draft.before, pending.data ?? []);
      if (local === undefined) continue;
      if (!knows(draft.before, pending)) {
        nameless = true;
        continue;
      }
      return { role: partner, side: "before", at, event: makeRunning(asking, local, pending.claim.place) };
    }
    const isNever = pending.claim.unnamed !== true && !knows(view.held, pending);
    if (isNever || nameless) {
      const when = isNever ? "does not learn" : "does not know, when it sends what must come before the claim,";
      return reject("CP402", `${pending.role} cannot agree with ${partner}, who ${when} who ${pending.role} is.`, {
        help: `Claim agree("${partner}", [...], { partner: false }), where the partner need not know with whom.`,
      });
    }
    const missing = (pending.data ?? []).map(printIntended).join(", ");
    return reject(
      "CP402",
      `${pending.role} cannot agree with ${partner} on ${missing}: ${partner} sends no message that precedes the claim and at which it holds all of it.`,
      {
        note: `The messages that ${pending.role} has received by then, and those that led to them, precede the claim.`,
        help: `Agree on less, or let ${partner} learn the data and send something afterwards that leads to the claim.`,
      },
    );
  }

  /** How many events of the partner are listed before the claimant's last one: what counted once. */
  private countListed({ pending, at }: Asking, view: RoleView): number {
    const clock = this.unfolding.viewOf(pending.role).events[at]?.clock ?? 0;
    return view.events.filter((draft) => draft.clock <= clock).length;
  }
}

function makeRunning({ pending, label }: Asking, data: readonly Term[], place: Place): ScriptEvent {
  const partner = pending.claim.unnamed === true ? undefined : pending.role;
  return { kind: "running", partner, data, signal: label, place };
}

/** True where the partner knows whom to name in its signal, or names nobody. */
function knows(held: ReadonlyMap<string, Term>, { role, claim }: PendingClaim): boolean {
  return claim.unnamed === true || held.has(identify(agentOf(role)));
}

function isMeantFor(
  { role, signal, data }: PendingSignal,
  { role: claimant, claim, data: claimed = [] }: PendingClaim,
) {
  if (claim.partner !== role || (signal.with !== undefined && signal.with !== claimant)) return false;
  return data.length === claimed.length && data.every((term, i) => identify(term) === identify(claimed[i] as Term));
}

function recallAll(
  unfolding: Unfolding,
  role: string,
  held: ReadonlyMap<string, Term>,
  data: readonly Term[],
): readonly Term[] | undefined {
  const local = data.map((term) => recall(unfolding.world, { role, held }, term, "anything"));
  return local.some((term) => term === undefined) ? undefined : (local as Term[]);
}

function placeByHand(unfolding: Unfolding, pending: PendingSignal): PlacedSignal {
  const { role, signal, data } = pending;
  const view = unfolding.viewOf(role);
  const at = signal.after === undefined ? pending.written : findAfter(view, signal.after, signal.place);
  const held = heldAt(view, at);
  const local = data.map((term) => {
    const own = recall(unfolding.world, { role, held }, term, "anything");
    if (own !== undefined) return own;
    const where = at < 0 ? "at its start" : `after ${signal.after ?? "what it has done so far"}`;
    return reject("CP407", `${role} does not hold ${printIntended(term)} ${where}, so it cannot signal it there.`, {
      place: signal.place,
      help: `Put the signal behind the message that brings it: .running("${role}", ..., { after: "..." }).`,
    });
  });
  return { ...pending, at, local, use: "none" };
}

/** Lists the holding of a role behind an event; -1 is its start. */
function heldAt(view: RoleView, at: number): ReadonlyMap<string, Term> {
  return view.events[at]?.after ?? view.events[0]?.before ?? view.held;
}

/** The index of the last event that belongs to a message; throws Rejection CP403. */
export function findAfter(view: RoleView, label: string, place?: Place): number {
  const labels = view.events.flatMap(({ event }) => ("label" in event && event.paired ? [event.label] : []));
  const at = view.events.findLastIndex(({ event }) => "label" in event && event.label === label);
  if (at < 0) {
    reject("CP403", `${view.role} takes no part in a message ${label}.`, {
      about: label,
      place,
      help: helpWithNames(label, labels, `messages of ${view.role}`),
    });
  }
  // Tests that a message makes possible belong to it.
  let last = at;
  while (view.events[last + 1]?.event.kind === "match") last++;
  return last;
}

function explainIdle({ claims }: Unfolding, { role, signal, data, use }: PlacedSignal): Diagnostic {
  const { place } = signal;
  const said = `${role}'s signal on ${signal.data.map(printExpression).join(", ")}`;
  if (use === "spare") {
    return complain("CP408", `${said} answers only claims that a later signal answers.`, {
      place,
      help: "Leave one of the two out.",
    });
  }
  const agreements = claims.filter(({ claim }) => claim.data !== undefined && claim.partner === role);
  const meant = agreements.find((claim) => isMeantFor({ role, signal, data, written: 0 }, claim));
  if (meant !== undefined) {
    return complain("CP409", `${said} does not precede the claim of ${meant.role} that it would answer.`, {
      place,
      note: `The messages that ${meant.role} has received by then, and those that led to them, precede the claim.`,
      help: `Put the signal before a message of ${role} that leads to the claim, or claim later.`,
    });
  }
  const theirs = agreements.filter((each) => signal.with === undefined || each.role === signal.with);
  const claimed = theirs.map(
    ({ role: by, claim }) => `${by} claims ${(claim.data ?? []).map(printExpression).join(", ")}`,
  );
  return complain("CP408", `${said} answers no claim${signal.with === undefined ? "" : ` of ${signal.with}`}.`, {
    place,
    ...(claimed.length === 0 ? {} : { note: `Of ${role}, ${claimed.join("; ")}.` }),
    help:
      claimed.length === 0
        ? `Claim agree("${role}", [...]) on the same data, or leave the signal out.`
        : "Signal the same terms in the same order as the claim.",
  });
}
