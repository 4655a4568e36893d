/**
 * The accountability game: the adversary corrupts any of gateway, hospitals, relay, owners, users, and with them the
 * sealers; deviates at random; loses messages. It wins where the auditor accuses honest parties alone, or where a
 * deviation of a listed class stays unnamed.
 *
 * Definition: Kuesters, Truderung and Vogt, "Accountability" (CCS 2010): fairness and completeness. Listed are the
 * deviations that the chains must show; that a message was lost, nobody can be blamed for.
 */
import { audit } from "../auditor.ts";
import { suspectsOf } from "../blame.ts";
import { CHAINS, type Entry, ROUTE, type Step, STEPS } from "../entry.ts";
import type { Fault } from "../find-faults.ts";
import { answerOf, ask, GATEWAY, type Habits, type Message, PARTY, state, writeMessage } from "./honest.ts";
import { type Called, digestText, EVERYBODY, RECORDS, SEALERS, showHistories, World } from "./world.ts";

/** Numbers below a bound, all alike. */
export type Draw = (bound: number) => number;

/** A deviation that the chains must show: who, in which transfer and step, and as which fault. */
export interface Deviation {
  readonly kind: "invented" | "altered" | "silent" | "unregistered" | "relabelled" | "redirected";
  readonly by: string;
  readonly transfer: string;
  readonly step: Step;
}

/** The outcome of a play. */
export interface Judged {
  readonly corrupt: ReadonlySet<string>;
  /** Moves of corrupt parties that no honest party makes. */
  readonly deviations: number;
  readonly faults: readonly Fault[];
  /** Faults that accuse none but honest parties. */
  readonly falsely: readonly Fault[];
  /** Listed deviations, and those of them that no fault accounts for. */
  readonly listed: readonly Deviation[];
  readonly unnamed: readonly Deviation[];
}

const PATIENCE = 1_000;
const TURNS = 60;

/** Which fault a listed deviation must show as. */
const SHOWS_AS: { readonly [K in Deviation["kind"]]: Fault["kind"] } = {
  invented: "unregistered",
  altered: "altered",
  silent: "suppressed",
  unregistered: "unregistered",
  relabelled: "altered",
  redirected: "altered",
};

/** One play: `share` is how many in a hundred are corrupt. */
export function playAccountability(draw: Draw, share = 25): Judged {
  const corrupt = new Set(EVERYBODY.filter(() => draw(100) < share));
  const world = new World();
  const adversary = new Adversary(world, corrupt, draw);
  const pool: Message[] = [];
  const users = ["user-0", "user-1"];
  const count = 1 + draw(3);
  for (let i = 0; i < count; i++) {
    const owner = draw(2);
    pool.push(
      ...ask(world, pick(draw, users), `owner-${owner}`, pick(draw, ["", `record-${owner}`, `spare-${owner}`])),
    );
  }
  for (let turn = 0; turn < TURNS; turn++) {
    world.time += 1;
    if (corrupt.size > 0 && draw(3) === 0) pool.push(...adversary.act());
    const [message] = pool.splice(draw(Math.max(pool.length, 1)), 1);
    if (message === undefined || draw(40) === 0) continue;
    pool.push(...deliver(world, message, adversary));
  }
  const called = adversary.rewrite(world.called);
  const options = {
    asOf: world.time + PATIENCE + 1,
    patience: PATIENCE,
    gateway: "announces",
    operators: { gateway: "gateway", sealers: SEALERS },
  } as const;
  const { faults } = audit(showHistories(called), options);
  const falsely = faults.filter((fault) => {
    const accused = suspectsOf(fault.blame);
    return accused.length > 0 && !accused.some((party) => corrupt.has(party));
  });
  const listed = adversary.listed;
  const unnamed = listed.filter(
    ({ kind, by, transfer, step }) =>
      !faults.some(
        (fault) =>
          fault.kind === SHOWS_AS[kind] &&
          fault.transfer === transfer &&
          fault.step === step &&
          suspectsOf(fault.blame).includes(by),
      ),
  );
  return { corrupt, deviations: adversary.deviations, faults, falsely, listed, unnamed };
}

/** A message passes the gateway where it crosses chains, and lands at its receiver; what is corrupt does as it likes. */
function deliver(world: World, message: Message, adversary: Adversary): readonly Message[] {
  const { from, to } = ROUTE[message.step];
  const passed = from === to ? [message] : adversary.habitsOf("gateway", GATEWAY).receive(world, message);
  return passed.flatMap((arriving) => adversary.habitsOf(arriving.to, PARTY).receive(world, arriving));
}

/** The corrupt parties, in one hand. */
class Adversary {
  deviations = 0;
  private readonly noted: (Deviation & { readonly isMended: () => boolean })[] = [];
  private isRewritten = false;
  private readonly world: World;
  private readonly corrupt: ReadonlySet<string>;
  private readonly draw: Draw;

  constructor(world: World, corrupt: ReadonlySet<string>, draw: Draw) {
    this.world = world;
    this.corrupt = corrupt;
    this.draw = draw;
  }

  /**
   * Lists the deviations that must be named. A rewritten history hides things; an invention may have come true,
   * silence have ended.
   */
  get listed(): readonly Deviation[] {
    if (this.isRewritten) return [];
    return this.noted.flatMap(({ isMended, ...deviation }) => (isMended() ? [] : [deviation]));
  }

  habitsOf(party: string, honest: Habits): Habits {
    if (!this.corrupt.has(party) || this.draw(2) === 0) return honest;
    return party === "gateway"
      ? { receive: (_, message) => this.passOn(message) }
      : { receive: (_, message) => this.answer(message) };
  }

  /** Something out of nothing: a statement of a corrupt party, about anybody. */
  act(): readonly Message[] {
    const { draw, world } = this;
    const by = pick(draw, [...this.corrupt]);
    const step = pick(draw, STEPS);
    const told = pick(draw, [...world.called, undefined]);
    const known = told?.call.kind === "state" ? told.call : undefined;
    const someone = (): string => pick(draw, EVERYBODY);
    const [record] = pick(draw, RECORDS);
    const made = writeMessage({
      transfer: known?.transfer ?? pick(draw, TRANSFERS),
      step: draw(2) === 0 ? (known?.step ?? step) : step,
      from: draw(2) === 0 ? (known?.from ?? someone()) : someone(),
      to: draw(2) === 0 ? (known?.to ?? someone()) : someone(),
      record: draw(3) === 0 ? "" : record,
      reader: someone(),
    });
    const message = { ...made, digest: draw(2) === 0 ? (known?.digest ?? made.digest) : made.digest };
    this.deviations += 1;
    if (by === "gateway") {
      this.announce(message);
      return draw(2) === 0 ? [message] : [];
    }
    const act = draw(2) === 0 ? "sent" : "received";
    const own = act === "sent" ? { ...message, from: by } : { ...message, to: by };
    state(world, by, act, own);
    return act === "sent" && draw(2) === 0 ? [own] : [];
  }

  /** The history that is shown: corrupt sealers leave calls out, or show them in another order. */
  rewrite(called: readonly Called[]): readonly Called[] {
    const mine = CHAINS.filter((chain) => this.corrupt.has(SEALERS[chain]));
    if (mine.length === 0 || this.draw(2) === 0) return called;
    this.isRewritten = true;
    this.deviations += 1;
    const shown = [...called];
    for (let i = this.draw(4); i >= 0; i--) {
      const at = this.draw(Math.max(shown.length, 1));
      const one = shown[at];
      if (one === undefined || !mine.includes(one.chain)) continue;
      shown.splice(at, 1);
      const later = shown[at];
      if (this.draw(2) === 0 && later !== undefined)
        shown.splice(at + 1 + this.draw(3), 0, { ...one, time: later.time });
    }
    return shown;
  }

  private announce(message: Message): void {
    const source = this.sourceOf(message);
    if (!state(this.world, "gateway", "relayed", message)) return;
    if (ROUTE[message.step].from === ROUTE[message.step].to) return;
    if (source === undefined) this.note("invented", "gateway", message, () => this.sourceOf(message) !== undefined);
    else if (source.digest !== message.digest || source.to !== message.to) this.note("altered", "gateway", message);
  }

  private passOn(message: Message): readonly Message[] {
    this.deviations += 1;
    switch (this.draw(3)) {
      case 0:
        return [];
      case 1:
        return [message];
      default: {
        const altered = writeMessage({ ...message, record: message.record === "" ? "" : "spare-0" });
        this.announce(altered);
        return [altered];
      }
    }
  }

  private answer(message: Message): readonly Message[] {
    const { world, draw } = this;
    const { to, step } = message;
    const next = answerOf(message);
    this.deviations += 1;
    switch (draw(4)) {
      case 0:
        if (state(world, to, "received", message) && next !== undefined && step !== "M1") {
          this.note("silent", to, next, () => this.sourceOf(next) !== undefined);
        }
        return [];
      case 1:
        if (next === undefined) return [];
        if (state(world, to, "sent", next)) this.note("unregistered", to, message, () => this.hasReceived(message));
        return [next];
      case 2: {
        if (next === undefined || !state(world, to, "received", message)) return [];
        const other = writeMessage({ ...next, record: next.record.startsWith("spare") ? "record-0" : "spare-0" });
        const hasOthers = (): boolean => this.receivedBy(message).length > 1;
        const isNamed = message.record !== "" && message.record !== other.record;
        if (state(world, to, "sent", other) && isNamed) this.note("relabelled", to, other, hasOthers);
        return [other];
      }
      default: {
        if (next === undefined || !state(world, to, "received", message)) return [];
        const reader = message.reader === "user-0" ? "user-1" : "user-0";
        const other = writeMessage({ ...next, reader, to: next.step === "M3" ? reader : next.to });
        if (state(world, to, "sent", other) && next.step === "M3") {
          this.note("redirected", to, other, () => !this.isAskedBy(message));
        }
        return [other];
      }
    }
  }

  private note(
    kind: Deviation["kind"],
    by: string,
    { transfer, step }: Message,
    isMended = (): boolean => false,
  ): void {
    this.noted.push({ kind, by, transfer, step, isMended });
  }

  private sourceOf({ transfer, step, from }: Message): Entry | undefined {
    const sent = this.world.contracts[ROUTE[step].from].entriesOf(transfer, step, "sent");
    return sent.find((entry) => entry.from === from);
  }

  private hasReceived(message: Message): boolean {
    return this.receivedBy(message).length > 0;
  }

  private receivedBy({ transfer, step, to }: Message): readonly Entry[] {
    const received = this.world.contracts[ROUTE[step].to].entriesOf(transfer, step, "received");
    return received.filter((entry) => entry.to === to);
  }

  /**
   * Reports whether only the reader of this message has asked for the record that it grants, as owners registered it.
   */
  private isAskedBy({ transfer, reader }: Message): boolean {
    const owners = this.world.contracts.A.entriesOf(transfer, "M2", "sent").map(({ from }) => from);
    const asked = this.world.contracts.A.entriesOf(transfer, "M1", "received").filter(({ to }) => owners.includes(to));
    return asked.length > 0 && asked.every(({ from }) => from === reader);
  }
}

const TRANSFERS = [digestText("one"), digestText("another")];

function pick<T>(draw: Draw, from: readonly T[]): T {
  return from[draw(from.length)] as T;
}
