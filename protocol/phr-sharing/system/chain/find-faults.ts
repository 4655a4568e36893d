/**
 * The faults of a transfer between registering and receiving, each defined once:
 *
 * - unregistered: a message was announced, answered or seen to arrive, and somebody who had to register it did not;
 * - altered: two statements about one message, or a statement and what was seen, do not agree; or a later message
 *   concerns another record or another reader than the request;
 * - reordered: a message was received after one that its sender had sent later on the same way (as RFC 4737 counts: the
 *   late ones), or a party registered an answer before what it answers;
 * - suppressed: a message was sent and, patience gone, not received; or a party that owes the next message to what it
 *   received never sent it. Only the owner of a record may leave a request unanswered.
 *
 * Every statement is compared with those of its own speaker and with those that its speaker must have seen (`blame.ts`).
 * Times are compared with the auditor's only, never between chains: clocks differ.
 */
import { type Blame, blame, type Operators, tellBlame, UNNAMED } from "./blame.ts";
import type { FollowedHeader } from "./known-headers.ts";
import { type Act, type Hash, ROUTE, type Statement, type Step, STEPS } from "./entry.ts";
import type { PlacedEntry } from "./read-history.ts";

/** A message that somebody saw delivered, whatever the chains say: from a party's log, or a tap on the network. */
export interface Observation {
  readonly transfer: Hash;
  readonly step: Step;
  readonly digest: Hash;
}

/** Options of the auditor: what it measures against. */
export interface AuditOptions {
  /** The time of the audit, milliseconds. */
  readonly asOf: number;
  /** How long a message may be under way before it counts as suppressed, milliseconds. */
  readonly patience: number;
  /** Behaviour of the gateway: if it announces only proved messages, an announcement of an unsent one is a fault. */
  readonly gateway: "announces" | "silent";
  readonly observed?: readonly Observation[];
  /** Who runs the gateway and seals the chains, by the names that verdicts give them. */
  readonly operators?: Operators;
  /** Sealed headers that somebody followed, the gateway say: a history without them is not the one that was sealed. */
  readonly followed?: readonly FollowedHeader[];
}

/** How a transfer went wrong at one step. */
export interface Fault {
  readonly kind: "suppressed" | "altered" | "reordered" | "unregistered";
  readonly transfer: Hash;
  readonly step: Step;
  readonly blame: Blame;
  /** The sentence of what happened, and whose fault it is. */
  readonly sentence: string;
}

/** All that is known of one transfer; several parties may state one act, each its own. */
export interface Trail {
  readonly transfer: Hash;
  entriesOf(step: Step, act: Act): readonly PlacedEntry[];
  readonly observed: readonly Observation[];
}

/** The scene of a fault: one step of one transfer. */
interface Scene {
  readonly trail: Trail;
  readonly step: Step;
  readonly options: AuditOptions;
  readonly operators: Operators;
}

/** Without a step, it is of the one that is looked at. */
type Finding = readonly [kind: Fault["kind"], what: string, blame: Blame, step?: Step];

/** The step that a message answers, on its receiver's own chain. */
const ANSWERS: { readonly [S in Step]?: Step } = { M2: "M1", "M2'": "M2", M3: "M2'" };

/** Names every fault of these transfers. */
export function findFaults(trails: readonly Trail[], options: AuditOptions): Fault[] {
  const late = findOvertaken(trails);
  const operators = options.operators ?? UNNAMED;
  return trails.flatMap((trail) =>
    STEPS.flatMap((step) => {
      const scene = { trail, step, options, operators };
      const answers = judgeAnswers(scene);
      // What is registered before its time overtakes others by that.
      const isEarly = answers.some(([kind]) => kind === "reordered");
      const found = [
        ...judgeAnnouncements(scene),
        ...judgeArrivals(scene),
        ...answers,
        ...judgeReader(scene),
        ...judgeSightings(scene),
        ...(isEarly ? [] : judgeOrder(scene, late)),
      ];
      return found.map(([kind, what, verdict, at = step]): Fault => {
        return { kind, transfer: trail.transfer, step: at, blame: verdict, sentence: `${what} ${tellBlame(verdict)}` };
      });
    }),
  );
}

/** The gateway announces what the sender's chain proves to it, word for word. */
function judgeAnnouncements({ trail, step, options, operators }: Scene): Finding[] {
  const chain = ROUTE[step].from;
  const deviated = blame(operators.gateway, operators.sealers[chain]);
  const sent = trail.entriesOf(step, "sent");
  return trail.entriesOf(step, "relayed").flatMap((relayed): Finding[] => {
    const source = sent.find(({ from }) => from === relayed.from);
    if (source === undefined) {
      return options.gateway === "announces"
        ? [
            [
              "unregistered",
              `${describe(relayed)} was announced, and chain ${chain} has no entry of its sender.`,
              deviated,
            ],
          ]
        : [];
    }
    const what = differenceOf(source, relayed);
    if (what === undefined) return [];
    return [["altered", `${describe(source)}: what was relayed has another ${what} than what was sent.`, deviated]];
  });
}

/** Judges arrivals: every message sent arrives, and as it was sent. */
function judgeArrivals({ trail, step, options }: Scene): Finding[] {
  const [sent, relayed, received] = (["sent", "relayed", "received"] as const).map((act) => trail.entriesOf(step, act));
  const findings: Finding[] = [];
  for (const source of sent ?? []) {
    const announced = relayed?.some(({ from }) => from === source.from) === true;
    const arrival = received?.find(({ from }) => from === source.from);
    if (arrival === undefined) {
      if (!isOld(source, options) || wasSeen(trail, step) || wasAnswered(trail, source)) continue;
      const where = announced ? "announced and never received" : "never received";
      const what = `${describe(source)} was registered as sent on chain ${ROUTE[step].from} and ${where}.`;
      findings.push(["suppressed", what, blame()]);
      continue;
    }
    // The receiver's chain has seen to it that what arrived is what was announced; both ends read one record in it.
    if (arrival.digest === source.digest && differenceOf(source, arrival) === "record") {
      const sentence = `${describe(source)}: what was received has another record than what was sent.`;
      findings.push(["altered", sentence, blame(source.from, arrival.to)]);
    }
  }
  return findings;
}

/** A party answers what it registered as received, about the same record; and it does answer. */
function judgeAnswers({ trail, step, options, operators }: Scene): Finding[] {
  const asked = ANSWERS[step];
  if (asked === undefined) return [];
  const sealer = operators.sealers[ROUTE[step].from];
  const findings: Finding[] = [];
  for (const answer of trail.entriesOf(step, "sent")) {
    const questions = trail.entriesOf(asked, "received").filter(({ to }) => to === answer.from);
    const deviated = blame(answer.from, sealer);
    if (questions.length === 0) {
      const what = `${asked} was answered by ${answer.from}, which did not register it as received.`;
      findings.push(["unregistered", what, deviated, asked]);
    } else if (questions.every(({ position }) => position > answer.position)) {
      const what = `${describe(answer)}: on chain ${answer.chain}, it was registered before the ${asked} that it answers.`;
      findings.push(["reordered", what, deviated]);
    }
    const records = questions.map(({ record }) => record);
    if (answer.record !== "" && records.length > 0 && records.every((each) => each !== "" && each !== answer.record)) {
      const what = `${describe(answer)} does not fit the ${asked} that it answers: the record is ${answer.record}, not ${records[0]}.`;
      findings.push(["altered", what, blame(answer.from)]);
    }
  }
  if (step === "M2") return findings;
  for (const owed of trail.entriesOf(asked, "received")) {
    const isAnswered = trail.entriesOf(step, "sent").some(({ from }) => from === owed.to);
    if (isAnswered || !isOld(owed, options)) continue;
    const what = `${owed.to} received ${asked} of ${owed.from} and never sent the ${step} that it owes.`;
    findings.push(["suppressed", what, blame(owed.to, sealer)]);
  }
  return findings;
}

/** M3 goes to whoever asked: those that owners who granted have registered as askers. */
function judgeReader({ trail, step, operators }: Scene): Finding[] {
  if (step !== "M3") return [];
  const owners = trail.entriesOf("M2", "sent").map(({ from }) => from);
  const askers = trail.entriesOf("M1", "received").flatMap(({ from, to }) => (owners.includes(to) ? [from] : []));
  if (askers.length === 0) return [];
  const handed = trail.entriesOf("M2'", "sent");
  return trail.entriesOf("M3", "sent").flatMap((answer): Finding[] => {
    if (askers.includes(answer.to)) return [];
    const what = `${describe(answer)} does not fit the request: ${askers.join(", ")} had asked.`;
    // What the gateway announces without a sender may say anything.
    const isGenuine = trail
      .entriesOf("M2'", "received")
      .every(({ from, digest }) => handed.some((each) => each.from === from && each.digest === digest));
    const carriers = [
      ...handed.map(({ from }) => from),
      ...(isGenuine ? [] : [operators.gateway, operators.sealers.A]),
    ];
    return [["altered", what, blame(answer.from, ...carriers, ...owners)]];
  });
}

/** Judges sightings: an arrival that somebody saw proves that something is wrong, and nothing about anybody. */
function judgeSightings({ trail, step }: Scene): Finding[] {
  const seen = trail.observed.filter((observation) => observation.step === step);
  if (seen.length === 0) return [];
  const stated = (["sent", "relayed", "received"] as const).flatMap((act) => trail.entriesOf(step, act));
  const received = trail.entriesOf(step, "received");
  const [first] = stated;
  const findings: Finding[] = [];
  if (first === undefined) {
    findings.push([
      "unregistered",
      `${step} was delivered, but neither its sender nor its receiver registered it.`,
      blame(),
    ]);
  } else if (received.length === 0) {
    findings.push(["unregistered", `${describe(first)} was delivered, but its receiver did not register it.`, blame()]);
  }
  if (first !== undefined && seen.some(({ digest }) => stated.every((entry) => entry.digest !== digest))) {
    findings.push([
      "altered",
      `${describe(first)}: what was seen has another digest than what was ${first.act}.`,
      blame(),
    ]);
  }
  return findings;
}

function judgeOrder({ trail, step }: Scene, late: ReadonlySet<PlacedEntry>): Finding[] {
  return trail
    .entriesOf(step, "received")
    .flatMap((received): Finding[] =>
      late.has(received)
        ? [["reordered", `${describe(received)} was received after one that its sender had sent later.`, blame()]]
        : [],
    );
}

/** In what two statements about one message differ; a party that does not know the record leaves it empty. */
function differenceOf(a: Statement, b: Statement): string | undefined {
  if (a.digest !== b.digest) return "digest";
  if (a.from !== b.from) return "sender";
  if (a.to !== b.to) return "receiver";
  return a.record !== b.record && a.record !== "" && b.record !== "" ? "record" : undefined;
}

function isOld(entry: PlacedEntry, { asOf, patience }: AuditOptions): boolean {
  return asOf - entry.time > patience;
}

function wasSeen(trail: Trail, step: Step): boolean {
  return trail.observed.some((observation) => observation.step === step);
}

/** Reports whether the receiver of a message has sent the next one. */
function wasAnswered(trail: Trail, { step, to }: PlacedEntry): boolean {
  const next = STEPS[STEPS.indexOf(step) + 1];
  return next !== undefined && trail.entriesOf(next, "sent").some(({ from }) => from === to);
}

/** The receipts that came after one that was sent later, on the same way: step, sender, receiver. */
function findOvertaken(trails: readonly Trail[]): ReadonlySet<PlacedEntry> {
  const ways = new Map<string, { readonly sequence: number; readonly received: PlacedEntry }[]>();
  for (const trail of trails) {
    for (const step of STEPS) {
      for (const received of trail.entriesOf(step, "received")) {
        const sent = trail.entriesOf(step, "sent").find(({ from, to }) => from === received.from && to === received.to);
        if (sent === undefined) continue;
        const way = JSON.stringify([step, sent.from, sent.to]);
        ways.set(way, [...(ways.get(way) ?? []), { sequence: sent.sequence, received }]);
      }
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

function describe({ step, from, to }: PlacedEntry): string {
  return `${step} from ${from} to ${to}`;
}
