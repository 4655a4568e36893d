/**
 * What can go wrong with a transfer between registering and receiving, each defined once:
 *
 * - unregistered: a message was delivered, or answered, and somebody who had to register it did not;
 * - altered: two statements about one message, or a statement and what was seen, do not agree; or a later message
 *   concerns another record or another reader than the request;
 * - reordered: a message was received after one that its sender had sent later on the same way (as RFC 4737 counts: the
 *   late ones), or a party registered an answer before what it answers;
 * - suppressed: a message was sent and, patience gone, neither received nor answered; or a party that owes the next
 *   message to what it received never sent it. Only the owner of a record may leave a request unanswered.
 *
 * Times are compared with the auditor's only, never between chains: clocks differ.
 */
import { ACTS, type Act, type Hash, ROUTE, type Statement, type Step, STEPS } from "./entry.ts";
import type { PlacedEntry } from "./read-history.ts";

/** A message that somebody saw delivered, whatever the chains say: from a party's log, or a tap on the network. */
export interface Observation {
  readonly transfer: Hash;
  readonly step: Step;
  readonly digest: Hash;
}

/** What the auditor measures against. */
export interface AuditOptions {
  /** The time of the audit, milliseconds. */
  readonly asOf: number;
  /** How long a message may be under way before it counts as suppressed, milliseconds. */
  readonly patience: number;
  /** Whether the gateway announces messages on the receiver's chain; then one that it did not announce is a fault. */
  readonly gateway: "announces" | "silent";
  readonly observed?: readonly Observation[];
}

/** How a transfer went wrong at one step. */
export interface Fault {
  readonly kind: "suppressed" | "altered" | "reordered" | "unregistered";
  readonly transfer: Hash;
  readonly step: Step;
  /** One sentence that names the parties. */
  readonly sentence: string;
}

/** All that is known of one transfer. */
export interface Trail {
  readonly transfer: Hash;
  entryOf(step: Step, act: Act): PlacedEntry | undefined;
  readonly observed: readonly Observation[];
}

/** Names every fault of these transfers. */
export function findFaults(trails: readonly Trail[], options: AuditOptions): Fault[] {
  const late = findOvertaken(trails);
  return trails.flatMap((trail) =>
    STEPS.flatMap((step) => {
      const found = [
        ...explainAbsence(trail, step, options),
        ...explainAlteration(trail, step),
        ...explainOrder(trail, step, late),
      ];
      return found.map(([kind, sentence]): Fault => ({ kind, transfer: trail.transfer, step, sentence }));
    }),
  );
}

type Finding = readonly [kind: Fault["kind"], sentence: string];

/** What a party does to the next message: the step that it answers, on its own chain. */
const ANSWERS: { readonly [S in Step]?: Step } = { M2: "M1", "M2'": "M2", M3: "M2'" };

function entriesOf(trail: Trail, step: Step): PlacedEntry[] {
  return ACTS.map((act) => trail.entryOf(step, act)).filter((entry) => entry !== undefined);
}

/** Nobody can have a message that answers a step without the step having been delivered. */
function wasAnswered(trail: Trail, step: Step): boolean {
  return STEPS.slice(STEPS.indexOf(step) + 1).some(
    (later) => entriesOf(trail, later).length > 0 || trail.observed.some((seen) => seen.step === later),
  );
}

function explainAbsence(trail: Trail, step: Step, { asOf, patience, gateway }: AuditOptions): Finding[] {
  const [sent, relayed, received] = ACTS.map((act) => trail.entryOf(step, act));
  const answered = wasAnswered(trail, step);
  const seen = trail.observed.some((observation) => observation.step === step);
  const findings: Finding[] = [];
  const happened = answered || seen;
  if (sent === undefined && received === undefined && happened) {
    findings.push([
      "unregistered",
      `${describe(step, relayed)} was delivered, but neither its sender nor its receiver registered it.`,
    ]);
  } else if (sent === undefined && (relayed ?? received)) {
    findings.push([
      "unregistered",
      `${describe(step, relayed ?? received)} was delivered, but its sender did not register it.`,
    ]);
  } else if (received === undefined && happened) {
    findings.push(["unregistered", `${describe(step, sent)} was delivered, but its receiver did not register it.`]);
  }
  const foreign = ROUTE[step].from !== ROUTE[step].to;
  if (gateway === "announces" && foreign && sent && received && relayed === undefined) {
    findings.push([
      "unregistered",
      `${describe(step, received)} was delivered past the gateway, which did not announce it.`,
    ]);
  }
  const since = (entry: PlacedEntry | undefined): boolean => entry !== undefined && asOf - entry.time > patience;
  if (received === undefined && !happened && since(sent)) {
    const where = relayed ? "announced and never received" : "never received";
    findings.push([
      "suppressed",
      `${describe(step, sent)} was registered as sent on chain ${ROUTE[step].from} and ${where}.`,
    ]);
  }
  const owed = ANSWERS[step] && trail.entryOf(ANSWERS[step], "received");
  const silent = sent === undefined && relayed === undefined && received === undefined && !happened;
  if (owed && silent && step !== "M2" && since(owed)) {
    findings.push([
      "suppressed",
      `${owed.to} received ${owed.step} of ${owed.from} and never sent the ${step} that it owes.`,
    ]);
  }
  return findings;
}

function explainAlteration(trail: Trail, step: Step): Finding[] {
  const entries = entriesOf(trail, step);
  const [first, ...others] = entries;
  const seen = trail.observed.filter((observation) => observation.step === step);
  for (const other of others) {
    const what = first && differenceOf(first, other);
    if (what)
      return [
        ["altered", `${describe(step, first)}: what was ${other.act} has another ${what} than what was ${first.act}.`],
      ];
  }
  if (first && seen.some(({ digest }) => digest !== first.digest)) {
    return [["altered", `${describe(step, first)}: what was seen has another digest than what was ${first.act}.`]];
  }
  const request = entriesOf(trail, "M1")[0];
  if (request && first && step !== "M1") {
    const grant = trail.entryOf("M2", "sent");
    if (step === "M2" && first.from !== request.to) return [altered(step, first, `${request.to} was asked`)];
    if (step === "M3" && first.to !== request.from) return [altered(step, first, `${request.from} had asked`)];
    const named = request.record !== "" || step === "M2" ? request.record : (grant?.record ?? "");
    if (named !== "" && first.record !== "" && first.record !== named) {
      return [altered(step, first, `the record is ${first.record}, not ${named}`)];
    }
  }
  return [];
}

function altered(step: Step, entry: PlacedEntry, what: string): Finding {
  return ["altered", `${describe(step, entry)} does not fit the request: ${what}.`];
}

/** In what two statements about one message differ; a party that does not know the record leaves it empty. */
function differenceOf(a: Statement, b: Statement): string | undefined {
  if (a.digest !== b.digest) return "digest";
  if (a.from !== b.from) return "sender";
  if (a.to !== b.to) return "receiver";
  return a.record !== b.record && a.record !== "" && b.record !== "" ? "record" : undefined;
}

function explainOrder(trail: Trail, step: Step, late: ReadonlySet<PlacedEntry>): Finding[] {
  const received = trail.entryOf(step, "received");
  if (received && late.has(received)) {
    return [["reordered", `${describe(step, received)} was received after one that its sender had sent later.`]];
  }
  const earlier: [PlacedEntry | undefined, PlacedEntry | undefined][] = [
    [trail.entryOf(ANSWERS[step] ?? step, "received"), ANSWERS[step] && trail.entryOf(step, "sent")],
    [trail.entryOf(step, "relayed"), received],
    [ROUTE[step].from === ROUTE[step].to ? trail.entryOf(step, "sent") : undefined, received],
    [step === "M3" ? trail.entryOf("M1", "sent") : undefined, received],
  ];
  for (const [before, after] of earlier) {
    if (before && after && before.position > after.position) {
      const what = `what was ${after.act} as ${after.step} was registered before what was ${before.act} as ${before.step}`;
      return [["reordered", `${describe(step, after)}: on chain ${after.chain}, ${what}.`]];
    }
  }
  return [];
}

/** The receipts that came after one that was sent later, on the same way: step, sender, receiver. */
function findOvertaken(trails: readonly Trail[]): ReadonlySet<PlacedEntry> {
  const ways = new Map<string, { readonly sequence: number; readonly received: PlacedEntry }[]>();
  for (const trail of trails) {
    for (const step of STEPS) {
      const sent = trail.entryOf(step, "sent");
      const received = trail.entryOf(step, "received");
      if (sent === undefined || received === undefined) continue;
      const way = JSON.stringify([step, sent.from, sent.to]);
      ways.set(way, ways.get(way) ?? []);
      ways.get(way)?.push({ sequence: sent.sequence, received });
    }
  }
  const overtaken = new Set<PlacedEntry>();
  for (const arrivals of ways.values()) {
    let highest = 0;
    for (const { sequence, received } of arrivals.sort((a, b) => a.received.position - b.received.position)) {
      if (sequence < highest) overtaken.add(received);
      else highest = sequence;
    }
  }
  return overtaken;
}

function describe(step: Step, entry: PlacedEntry | undefined): string {
  return entry ? `${step} from ${entry.from} to ${entry.to}` : step;
}
