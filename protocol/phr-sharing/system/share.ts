/**
 * One complete sharing: the owner uploads a record, the user asks for it and gets it, step after step.
 *
 * A step is the start of a party or the landing of one message, at one time that the journal knows. Each is told as it is
 * over, with how long it took. A step that is refused or fails ends the sharing; it can be taken up again from the journal.
 */
import type { Network } from "../../../src/live/network/network.ts";
import { heldAs } from "../../../src/live/parties/held.ts";
import type { Party, Reply } from "../../../src/live/parties/party.ts";
import { openEnvelope } from "../../../src/live/wire/envelope.ts";
import { Refused } from "../../../src/live/wire/refusal.ts";
import type { LiveStep } from "../../../src/live/system/live-system.ts";
import type { StepClock } from "../../../src/live/system/step-clock.ts";
import type { Journal } from "./journal.ts";
import type { System } from "./system.ts";

/** The events of one step. */
export interface SharingStep extends LiveStep {
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** How long the receiver took for it, milliseconds. */
  readonly took: number;
  /** True when the step was taken before the sharing was interrupted. */
  readonly isAgain: boolean;
  /** The party that was started or received. */
  readonly party: string;
  /** The message that landed; undefined for a start. */
  readonly message?: { readonly label: string; readonly from: string; readonly bytes: Uint8Array };
  readonly reply: Reply;
}

/** Options of a sharing beside the system. */
export interface SharingOptions {
  readonly system: System;
  readonly network: Network;
  readonly clock: StepClock;
  readonly journal: Journal;
  /** The wall clock, milliseconds since 1970, and a clock for durations. */
  readonly wall: () => number;
  readonly stopwatch: () => number;
  readonly tell: (step: SharingStep) => void;
}

/** How a sharing ended. */
export type SharingEnd =
  | { readonly is: "delivered"; readonly record: Uint8Array }
  /** A party refused or failed, or nobody had anything more to say. */
  | { readonly is: "stopped"; readonly step: SharingStep | undefined };

/** More steps than any sharing has: a network that goes on answering itself ends here. */
const MOST_STEPS = 100;

/** Runs a sharing to its end. Rejects with JournalError where a step cannot be noted. */
export async function share(options: SharingOptions): Promise<SharingEnd> {
  const { system, network } = options;
  const { parties } = system;
  for (const party of [...Object.values(parties), ...system.carriers]) network.attach(party);
  const steps = new Steps(options);
  for (const party of [parties.DO, parties.DU]) {
    // A user that asks for what is listed begins when it hears of it.
    if (!party.begins) continue;
    const started = await steps.take(party, () => party.start().then((reply) => ({ reply })));
    if (started?.reply.is !== "accepted") return { is: "stopped", step: started };
    network.post(party.name, started.reply.messages);
    for (let i = 0; i < MOST_STEPS && network.isBusy; i++) {
      const landed = await steps.take(undefined, () => network.step());
      if (landed !== undefined && landed.reply.is !== "accepted") return { is: "stopped", step: landed };
    }
  }
  return findDelivered(system, steps.last);
}

function findDelivered({ parties, plan }: System, last: SharingStep | undefined): SharingEnd {
  const rolePlan = plan.roles.get("DU");
  for (const run of parties.DU.listRuns()) {
    const record = rolePlan === undefined ? undefined : heldAs("M", run.holding, rolePlan);
    if (record instanceof Uint8Array) return { is: "delivered", record };
  }
  return { is: "stopped", step: last };
}

type Outcome = { readonly reply: Reply; readonly flight?: { readonly to: string; readonly bytes: Uint8Array } };

/** Takes steps: notes each in the journal, sets the clock, measures, tells. */
class Steps {
  last: SharingStep | undefined;
  private readonly options: SharingOptions;
  private number = 0;
  private readonly offset: number;

  constructor(options: SharingOptions) {
    this.options = options;
    // The clock of the sharing stood still while it was interrupted.
    const latest = options.journal.times.at(-1);
    this.offset = latest === undefined ? 0 : latest - options.wall();
  }

  async take(party: Party | undefined, work: () => Promise<Outcome | undefined>): Promise<SharingStep | undefined> {
    const { journal, clock, wall, stopwatch, tell } = this.options;
    const noted = journal.times[this.number];
    const time = noted ?? Math.max(wall() + this.offset, clock.now());
    if (noted === undefined) await journal.append(time);
    clock.set(time);
    const begun = stopwatch();
    const outcome = await work();
    if (outcome === undefined) return undefined;
    const { reply, flight } = outcome;
    const step = {
      number: this.number,
      time,
      took: stopwatch() - begun,
      isAgain: noted !== undefined,
      party: party?.name ?? flight?.to ?? "",
      ...(flight === undefined ? {} : { message: readHead(flight.bytes) }),
      reply,
    };
    this.number += 1;
    this.last = step;
    tell(step);
    return step;
  }
}

/** Reads the head of an envelope; what is no message at all has no label. */
export function readHead(bytes: Uint8Array): { label: string; from: string; bytes: Uint8Array } {
  try {
    const { label, from } = openEnvelope(bytes);
    return { label, from, bytes };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { label: "?", from: "somebody", bytes };
  }
}
