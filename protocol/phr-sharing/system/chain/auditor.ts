/**
 * The auditor: says of every transfer who asked, who granted, what was delivered, what is missing; and names what went
 * wrong between registering and receiving, with whose fault it can be.
 *
 * It believes blocks only (`read-history.ts`), never a node's word. What the four faults mean is defined in
 * `find-faults.ts`, whom they accuse in `blame.ts`; docs/ledger.md says what an auditor of these chains cannot see.
 */
import { ACTS, type Act, CHAINS, type Hash, ROUTE, type Step, STEPS } from "./entry.ts";
import { type Breach, findBreaches } from "./find-breaches.ts";
import { type AuditOptions, type Fault, findFaults, type Observation, type Trail } from "./find-faults.ts";
import type { History, PlacedEntry } from "./read-history.ts";

/** The report of one transfer. */
export interface TransferReport {
  readonly transfer: Hash;
  readonly record: string | undefined;
  /** M1: who asked whom, and when that was first registered. */
  readonly asked: { readonly by: string; readonly of: string; readonly at: number } | undefined;
  /** M2: who granted, and when. */
  readonly granted: { readonly by: string; readonly at: number } | undefined;
  /** M3, registered by its receiver: who got what, and when. */
  readonly delivered: { readonly to: string; readonly digest: Hash; readonly at: number } | undefined;
  /** The steps that nobody registered as received. */
  readonly missing: readonly Step[];
  readonly faults: readonly Fault[];
}

/** The auditor's answer. */
export interface Audit {
  /** In the order in which the chains first heard of them. */
  readonly transfers: readonly TransferReport[];
  /** Every fault of every transfer. */
  readonly faults: readonly Fault[];
  /** Breaches that sealers are proved to have sealed: two histories, or calls that nobody signed. */
  readonly breaches: readonly Breach[];
  /** Why a chain's history was not read, one sentence each; with any, missing entries prove nothing, so no faults are named. */
  readonly unread: readonly string[];
}

/** Audits the histories of all three chains. */
export function audit(histories: readonly History[], options: AuditOptions): Audit {
  const unread = CHAINS.flatMap((chain) => {
    const history = histories.find((each) => each.chain === chain);
    if (history === undefined) return [`There is no history of chain ${chain}.`];
    return history.is === "rejected" ? [history.sentence] : [];
  });
  const { breaches, hidden } = findBreaches(histories, options.followed ?? [], options.operators);
  unread.push(...hidden);
  const entries = histories.flatMap((history) => (history.is === "read" ? history.entries : []));
  const trails = collectTrails(entries, options.observed ?? []);
  const faults = unread.length > 0 ? [] : findFaults(trails, options);
  const byTransfer = new Map<Hash, Fault[]>();
  for (const fault of faults) byTransfer.set(fault.transfer, [...(byTransfer.get(fault.transfer) ?? []), fault]);
  const transfers = trails.map((trail) => reportTransfer(trail, byTransfer.get(trail.transfer) ?? []));
  return { transfers, faults, breaches, unread };
}

/** Collects the statements of each transfer; a statement on a chain that it does not belong to counts for nothing. */
function collectTrails(entries: readonly PlacedEntry[], observed: readonly Observation[]): Trail[] {
  const trails = new Map<Hash, { readonly entries: Map<string, PlacedEntry[]>; readonly observed: Observation[] }>();
  const trailOf = (transfer: Hash): { entries: Map<string, PlacedEntry[]>; observed: Observation[] } => {
    const trail = trails.get(transfer) ?? { entries: new Map<string, PlacedEntry[]>(), observed: [] };
    trails.set(transfer, trail);
    return trail;
  };
  const inOrder = [...entries].sort((a, b) => a.time - b.time || a.position - b.position);
  for (const entry of inOrder) {
    const { from, to } = ROUTE[entry.step];
    if (entry.chain === (entry.act === "sent" ? from : to)) {
      const { entries: stated } = trailOf(entry.transfer);
      const key = `${entry.step} ${entry.act}`;
      stated.set(key, [...(stated.get(key) ?? []), entry]);
    }
  }
  for (const observation of observed) trailOf(observation.transfer).observed.push(observation);
  return [...trails].map(([transfer, found]) => ({
    transfer,
    entriesOf: (step: Step, act: Act) => found.entries.get(`${step} ${act}`) ?? [],
    observed: found.observed,
  }));
}

function reportTransfer(trail: Trail, faults: readonly Fault[]): TransferReport {
  const firstOf = (step: Step): PlacedEntry | undefined => ACTS.flatMap((act) => trail.entriesOf(step, act))[0];
  const asked = firstOf("M1");
  const [granted] = trail.entriesOf("M2", "sent");
  const [delivered] = trail.entriesOf("M3", "received");
  const records = [granted, ...STEPS.map(firstOf)].map((entry) => entry?.record ?? "");
  return {
    transfer: trail.transfer,
    record: records.find((record) => record !== ""),
    asked: asked && { by: asked.from, of: asked.to, at: asked.time },
    granted: granted && { by: granted.from, at: granted.time },
    delivered: delivered && { to: delivered.to, digest: delivered.digest, at: delivered.time },
    missing: STEPS.filter((step) => trail.entriesOf(step, "received").length === 0),
    faults,
  };
}
