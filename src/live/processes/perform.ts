/**
 * Plays a company: a process for each member, started again when it ends, until everything has come to rest.
 *
 * The keys are dealt once; a folder that has a company goes on with it. Whoever calls may kill what it likes, the parent too.
 */
import { bytesToHex } from "@noble/hashes/utils.js";
import { systemRandomness } from "../crypto/randomness.ts";
import { PartFault } from "../parties/part-fault.ts";
import { certify } from "./certificates.ts";
import { Progress } from "./company.ts";
import type { News, Order } from "./control.ts";
import { type Cost, readKeyFile, USUAL_COST, writeKeyFile } from "./key-file.ts";
import { folderOf, journalOf, keyFileOf, readProspectus, writeProspectus } from "./layout.ts";
import { openLineLog } from "./line-log.ts";
import { KeyFileFault, ProcessFault } from "./process-fault.ts";
import { encodeContent, fieldOf, isCount } from "./content.ts";
import { isSameValue } from "../wire/value.ts";
import type { Company, MemberStep, Performed } from "./troupe.ts";

/** How a performance is set up. */
export interface Stage {
  readonly company: Company;
  readonly folder: string;
  readonly passphrase: string;
  /** Plain content that the processes load, kept with the company. */
  readonly play: unknown;
  readonly launch: Launch;
  readonly wall: () => number;
  readonly cost?: Cost;
  /** Told of each step once. */
  readonly tell: (step: MemberStep, grip: Grip) => void;
  /** Told what members refuse of connections, and when they end. */
  readonly note: (member: string, text: string) => void;
}

/** Starts a member. */
export type Launch = (member: string, hooks: LaunchHooks) => Launched;

/** Callbacks of a launched member. */
export interface LaunchHooks {
  readonly hear: (news: News) => void;
  /** It has ended; why, in words, and what it said last. */
  readonly ended: (how: string, words: string) => void;
}

/** A member that was launched. */
export interface Launched {
  readonly pid: number | undefined;
  order(order: Order): void;
  kill(): void;
  /** Resolves when it has ended. */
  readonly end: Promise<void>;
}

/** A grip on members, for whoever tries what happens without one. */
export interface Grip {
  readonly kill: (member: string) => void;
  readonly pidOf: (member: string) => number | undefined;
}

/** The name of the key file that the parent has for itself. */
const DEALER = "dealer";

/** Restores the parent's knowledge of the company in a folder; undefined if there is none. Rejects with PartFault. */
export async function recallCompany(folder: string, passphrase: string, play: unknown): Promise<unknown> {
  const known = await readProspectus(folder);
  if (known === undefined) return undefined;
  const memory = await readKeyFile(keyFileOf(folder, DEALER), DEALER, passphrase);
  if (!isSameValue(encodeContent(known.play), encodeContent(play))) {
    throw new PartFault("journal", `${folder} is of another session: what it plays is another.`);
  }
  return memory;
}

/** Deals keys to the members, unless the folder has them. Rejects with PartFault. */
export async function prepare(stage: Stage): Promise<void> {
  const { company, folder, passphrase, play, wall, cost = USUAL_COST } = stage;
  const { members, memory } = company;
  if ((await readProspectus(folder)) !== undefined) return;
  const { open, secrets } = await company.deal((member) => folderOf(folder, member));
  const session = bytesToHex(systemRandomness().bytes(16));
  const { authority, of } = certify(members, session, wall());
  const seal = (owner: string, content: unknown): Promise<void> =>
    writeKeyFile(keyFileOf(folder, owner), { owner, secrets: content, passphrase, cost });
  await seal(DEALER, memory);
  for (const member of members) {
    await seal(member, { tls: of.get(member)?.key, secret: secrets.get(member) ?? null });
  }
  const certificates = Object.fromEntries([...of].map(([member, { certificate }]) => [member, certificate]));
  await writeProspectus(folder, { session, members, authority, certificates, play, open });
}

/** By how much the company's time is behind the machine's: it stood still while nobody played. */
async function findOffset({ company, folder, wall }: Stage): Promise<number> {
  const times: number[] = [];
  for (const member of company.members) {
    const log = await openLineLog(journalOf(folder, member));
    for (const line of log.lines) {
      const time = fieldOf(line, "time");
      if (isCount(time)) times.push(time);
    }
    await log.close();
  }
  return times.length === 0 ? 0 : Math.min(0, Math.max(...times) - wall());
}

/** Plays to the end, after `prepare`. Rejects with PartFault. */
export async function perform(stage: Stage): Promise<Performed> {
  return new Performance(stage, await findOffset(stage)).run();
}

/** A process that ends this often without a step of its own in between will not do better. */
const MOST_ENDS = 5;
const PATIENCE = 10_000;

interface Running {
  readonly launched: Launched;
  isReady: boolean;
}

class Performance {
  private readonly stage: Stage;
  private readonly offset: number;
  private readonly progress: Progress;
  private readonly running = new Map<string, Running>();
  private readonly ends = new Map<string, number>();
  private readonly reports = new Map<string, unknown>();
  private stopped: MemberStep | undefined;
  private phase: "playing" | "reporting" | "ending" = "playing";
  private settle: { readonly done: () => void; readonly fail: (error: unknown) => void } | undefined;

  constructor(stage: Stage, offset: number) {
    this.stage = stage;
    this.offset = offset;
    this.progress = new Progress(stage.company.acts);
  }

  async run(): Promise<Performed> {
    try {
      await new Promise<void>((done, fail) => {
        this.settle = { done, fail };
        for (const member of this.stage.company.members) this.start(member);
        this.goOn();
      });
    } finally {
      await this.end();
    }
    const { steps } = this.progress;
    return { steps, reports: this.reports, ...(this.stopped === undefined ? {} : { stopped: this.stopped }) };
  }

  private start(member: string): void {
    const { launch, folder, passphrase } = this.stage;
    const launched = launch(member, {
      hear: (news) => {
        const running = this.running.get(member);
        // News of a process that was started before this one, or is not known yet, are no news.
        if (running?.launched === launched) this.hear(member, running, news);
      },
      ended: (how, words) => this.restart(member, how, words),
    });
    this.running.set(member, { launched, isReady: false });
    launched.order({ is: "open", member, folder, passphrase, offset: this.offset });
  }

  private restart(member: string, how: string, words: string): void {
    if (this.phase === "ending") return;
    this.running.delete(member);
    this.stage.note(member, `ended (${how}), is started again`);
    const ends = (this.ends.get(member) ?? 0) + 1;
    this.ends.set(member, ends);
    if (ends > MOST_ENDS) {
      this.settle?.fail(new ProcessFault(`${member} has ended ${ends} times (${how}). ${words}`.trim()));
    } else this.start(member);
  }

  private hear(member: string, running: Running, news: News): void {
    const { note, tell } = this.stage;
    switch (news.is) {
      case "ready": {
        running.isReady = true;
        const addresses = this.progress.hear(member, news.port);
        for (const { launched } of this.running.values()) launched.order(addresses);
        for (const order of this.progress.brief(member)) running.launched.order(order);
        if (this.phase === "reporting" && !this.reports.has(member)) running.launched.order({ is: "report" });
        return;
      }
      case "step":
        for (const step of this.progress.note(news.step)) {
          this.ends.delete(step.member);
          tell(step, this.grip);
          if (step.reply.is === "failed") this.stopped ??= step;
        }
        return this.goOn();
      case "early":
        this.progress.noteEarly(member, news.from, news.id);
        return this.goOn();
      case "report":
        this.reports.set(member, news.content);
        return this.goOn();
      case "note":
        return note(member, news.text);
      case "fault":
        this.settle?.fail(restoreFault(member, news));
        return;
      default:
        return news satisfies never;
    }
  }

  private readonly grip: Grip = {
    kill: (member) => this.running.get(member)?.launched.kill(),
    pidOf: (member) => this.running.get(member)?.launched.pid,
  };

  /** Opens the next act at rest; after the last, asks for reports. */
  private goOn(): void {
    if (this.phase === "reporting") {
      if (this.stage.company.members.every((member) => this.reports.has(member))) this.settle?.done();
      return;
    }
    if (this.phase === "ending" || (this.stopped === undefined && !this.progress.isAtRest)) return;
    const isRefused = this.progress.steps.some(({ reply }) => reply.is !== "accepted");
    const act = isRefused ? undefined : this.progress.nextAct();
    if (act === undefined) {
      this.stopped ??= this.progress.steps.find(({ reply }) => reply.is !== "accepted");
      this.phase = "reporting";
      for (const { launched, isReady } of this.running.values()) if (isReady) launched.order({ is: "report" });
      return;
    }
    for (const member of act.members) {
      const running = this.running.get(member);
      if (running?.isReady === true) running.launched.order(act.order);
    }
    // The steps of a session that goes on may be known already.
    this.goOn();
  }

  private async end(): Promise<void> {
    this.phase = "ending";
    await Promise.all(
      [...this.running.values()].map(async ({ launched }) => {
        const timer = setTimeout(() => launched.kill(), PATIENCE);
        launched.order({ is: "stop" });
        await launched.end;
        clearTimeout(timer);
      }),
    );
  }
}

function restoreFault(member: string, { part, because }: Extract<News, { is: "fault" }>): PartFault {
  if (part === "keys") return new KeyFileFault(because);
  const known = (["storage", "ledger", "journal"] as const).find((each) => each === part);
  return known === undefined ? new ProcessFault(`${member}: ${because}`) : new PartFault(known, because);
}
