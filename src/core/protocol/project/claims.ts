/**
 * Claims in their places: after their role's last event, or after the message that they name. The running signals that
 * answer agreements are `signals.ts`.
 */
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { Term } from "../../term/term.ts";
import { askForNearest } from "../../diagnostic/suggest.ts";
import { printExpression } from "../../theory/expression.ts";
import { agentOf } from "../../theory/keys.ts";
import { complain, reject, Rejection } from "../check/rejection.ts";
import type { ClaimDescription, ClaimWord } from "../ir/description.ts";
import type { Claim, ClaimKind, ScriptEvent } from "../ir/script.ts";
import { demandGuessable } from "./guessable.ts";
import { recall } from "./hold.ts";
import type { Mistakes } from "./mistakes.ts";
import { printIntended } from "./print-intended.ts";
import { identify, type RoleView } from "./role-view.ts";
import { findAfter, Signals } from "./signals.ts";
import { demandLearnt, type Unfolding } from "./unfold.ts";
import type { PendingClaim } from "./pending.ts";

const KINDS: Readonly<Record<ClaimWord, ClaimKind>> = {
  secret: "Secret",
  unguessable: "Unguessable",
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
export function placeClaims(unfolding: Unfolding, mistakes: Mistakes): PlacedClaims {
  const insertions = new Map<string, Insertions>();
  for (const view of unfolding.views.values()) {
    view.closeLast();
    try {
      demandLearnt(view);
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
      return { insertions: new Map(), diagnostics: [error.diagnostic] };
    }
  }
  for (const role of unfolding.world.roles) insertions.set(role, { before: new Map(), behind: new Map() });
  const labels = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  for (const { claim } of unfolding.claims) {
    if (claim.label === undefined) continue;
    if (labels.has(claim.label)) {
      diagnostics.push(
        complain("CP405", `Two claims are labelled ${claim.label}.`, { place: claim.place, about: claim.label }),
      );
    }
    labels.add(claim.label);
  }
  const signals = readSignals(unfolding, mistakes);
  if (!(signals instanceof Signals)) return { insertions, diagnostics: [...diagnostics, signals] };
  const counts = new Map<string, number>();
  for (const pending of unfolding.claims) {
    try {
      const label = pending.claim.label ?? nextLabel(pending.role, counts, labels);
      placeClaim(unfolding, insertions, signals, pending, label);
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
      diagnostics.push({ ...error.diagnostic, place: error.diagnostic.place ?? pending.claim.place });
    }
  }
  if (diagnostics.length === 0) diagnostics.push(...signals.listIdle());
  for (const role of unfolding.world.roles) addReachable(unfolding, insertions, role, labels);
  return { insertions, diagnostics };
}

function readSignals(unfolding: Unfolding, mistakes: Mistakes): Signals | Diagnostic {
  try {
    return new Signals(unfolding, mistakes);
  } catch (error) {
    if (error instanceof Rejection) return error.diagnostic;
    throw error;
  }
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
  signals: Signals,
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
  if (claim.claim === "unguessable" && pending.term !== undefined)
    demandGuessable(pending.term, unfolding.privateOperations);
  const isAgreement = claim.claim === "agree" || claim.claim === "injective agree";
  const event: Claim = {
    kind: KINDS[claim.claim],
    label,
    ...(pending.term === undefined ? {} : { term: hold(pending.term) }),
    ...(claim.partner === undefined ? {} : { partner: claim.partner }),
    ...(pending.data === undefined ? {} : { data: pending.data.map(hold) }),
    ...(isAgreement ? { signal: label } : {}),
    ...(claim.unnamed === true ? { unnamed: true as const } : {}),
    ...honestOf(unfolding.world.roles, role, claim),
    on: printClaimed(claim),
    place: claim.place,
  };
  if (claim.partner === role) {
    reject("CP401", `${role} cannot agree with itself.`, { about: role, help: "Name another role as the partner." });
  }
  if (claim.partner !== undefined && !(draft?.after ?? view.held).has(identify(agentOf(claim.partner)))) {
    reject("CP215", `${role} does not know who ${claim.partner} is where it claims this.`, {
      help: `Claim it after the message from which ${role} learns the name.`,
    });
  }
  if (isAgreement) {
    const running = signals.answer({ pending, label, at });
    insert((insertions.get(running.role) as Insertions)[running.side], running.at, running.event);
  }
  insert((insertions.get(role) as Insertions).behind, at, { kind: "claim", claim: event });
}

/** The honest roles in the order of the header, with the claimant; nothing where all are. */
function honestOf(roles: readonly string[], role: string, { honest }: ClaimDescription): Pick<Claim, "honest"> {
  if (honest === undefined) return {};
  const stranger = honest.find((name) => !roles.includes(name));
  if (stranger !== undefined) {
    reject("CP410", `The claim takes ${stranger} for honest, and the protocol has no such role.`, {
      about: stranger,
      help: askForNearest(stranger, roles) ?? `Its roles are ${roles.join(", ")}.`,
    });
  }
  const named = roles.filter((name) => name === role || honest.includes(name));
  return named.length === roles.length ? {} : { honest: named };
}

function findPosition(view: RoleView, claim: ClaimDescription): number {
  return claim.after === undefined ? view.events.length - 1 : findAfter(view, claim.after);
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
  const claimed = printWhat(claim);
  if (claim.honest === undefined) return claimed;
  const who = `(honest: ${claim.honest.length === 0 ? "itself alone" : claim.honest.join(", ")})`;
  return claimed === "-" ? who : `${claimed} ${who}`;
}

function printWhat(claim: ClaimDescription): string {
  if (claim.term !== undefined) return printExpression(claim.term);
  const partner = claim.partner ?? "-";
  if (claim.data === undefined) return partner;
  const named = claim.unnamed === true ? `${partner}, with anybody,` : partner;
  return `${named} on ${claim.data.map(printExpression).join(", ")}`;
}
