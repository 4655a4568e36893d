/**
 * One member of a company in its process: it opens its key file, repeats its journal, listens, and takes its steps until the
 * parent says otherwise or is gone.
 */
import { sanitise } from "../../core/diagnostic/sanitise.ts";
import { PartFault } from "../parties/part-fault.ts";
import { makeStepClock } from "../system/step-clock.ts";
import { fieldOf } from "./content.ts";
import type { News, Order } from "./control.ts";
import type { CallOutcome } from "./frames.ts";
import { Host } from "./host.ts";
import { readKeyFile } from "./key-file.ts";
import { folderOf, journalOf, keyFileOf, type Prospectus, readProspectus } from "./layout.ts";
import { type LineLog, openLineLog } from "./line-log.ts";
import { Link } from "./link.ts";
import { type Limits, type Listener, listen } from "./listener.ts";
import { ProcessFault } from "./process-fault.ts";
import { type Acting, type Surroundings, Unanswered } from "./troupe.ts";

/** Options for opening a member. */
export interface MemberOptions {
  readonly order: Extract<Order, { is: "open" }>;
  /** Makes the member from what is played. */
  readonly act: (play: unknown, surroundings: Surroundings) => Promise<Acting>;
  readonly tell: (news: News) => void;
  /** Milliseconds since 1970, of this machine. */
  readonly wall: () => number;
  readonly stopwatch: () => number;
  readonly limits?: Partial<Limits>;
  /** Stands between the member and its journal: how a test stops a member at a point. */
  readonly journal?: (log: LineLog) => LineLog;
}

/** A member that listens. */
export interface Member {
  readonly port: number;
  follow(order: Order): Promise<void>;
  /** Stops listening and sending; what is on disk stays. */
  close(): Promise<void>;
}

/** Opens a member. Rejects with PartFault. */
export async function openMember(options: MemberOptions): Promise<Member> {
  const { order, tell, wall, stopwatch } = options;
  const { member: name, folder, passphrase } = order;
  const prospectus = await readProspectus(folder);
  if (prospectus === undefined) throw new ProcessFault(`${folder} has no company of processes.`);
  const secrets = await readKeyFile(keyFileOf(folder, name), name, passphrase);
  const credentials = {
    certificate: prospectus.certificates[name] ?? "",
    key: String(fieldOf(secrets, "tls")),
  };
  const ports = new Map<string, number>();
  const links = new Map<string, Link>();
  const note = (text: string): void => tell({ is: "note", text: sanitise(text) });
  const { session, authority } = prospectus;
  const linkTo = (to: string): Link => {
    const known = links.get(to);
    if (known !== undefined) return known;
    const portOf = (other: string): number | undefined => ports.get(other);
    const link = new Link({ session, from: name, to, authority, credentials, portOf, note });
    links.set(to, link);
    return link;
  };
  const clock = makeStepClock();
  const now = (): number => wall() + order.offset;
  const acting = await options.act(prospectus.play, {
    name,
    open: prospectus.open,
    secret: fieldOf(secrets, "secret"),
    folder: folderOf(folder, name),
    clock,
    wall: now,
    call: async (service, method, content) => readOutcome(await linkTo(service).call(method, content)),
  });
  const log = await openLineLog(journalOf(folder, name));
  const host = new Host({
    ...{ name, acting, clock, stopwatch, wall: now },
    journal: options.journal?.(log) ?? log,
    send: (to, hop) => linkTo(to).send(hop),
    tell: (step) => tell({ is: "step", step }),
    tellEarly: (from, id) => tell({ is: "early", from, id }),
    fail: (error) => tell(describeFault(error)),
  });
  const listener = await listenFor(options, prospectus, { credentials, acting, host, note });
  void host.recover();
  return {
    port: listener.port,
    async follow(next) {
      switch (next.is) {
        case "addresses":
          for (const [other, port] of Object.entries(next.ports)) {
            if (ports.get(other) === port) continue;
            ports.set(other, port);
            links.get(other)?.reconnect();
          }
          return;
        case "begin":
          return host.begin(next.counter);
        case "report":
          await host.rest();
          return tell({ is: "report", content: await acting.report?.() });
        case "open":
        case "stop":
          return;
        default:
          return next satisfies never;
      }
    },
    async close() {
      listener.close();
      for (const link of links.values()) link.close();
      await acting.close?.();
      await log.close();
    },
  };
}

function listenFor(
  { order, limits }: MemberOptions,
  { session, authority, members }: Prospectus,
  { credentials, acting, host, note }: Inside,
): Promise<Listener> {
  return listen({
    ...{ session, name: order.member, authority, credentials, note },
    members: new Set(members),
    take: (from, hop) => host.take(from, hop),
    answer: (from, method, content) => answerFor(acting, from, method, content),
    ...(limits === undefined ? {} : { limits }),
  });
}

interface Inside {
  readonly credentials: { readonly certificate: string; readonly key: string };
  readonly acting: Acting;
  readonly host: Host;
  readonly note: (text: string) => void;
}

async function answerFor(acting: Acting, from: string, method: string, content: unknown): Promise<CallOutcome> {
  try {
    if (acting.answer === undefined) throw new Unanswered("This member answers no questions.");
    return { is: "done", content: (await acting.answer(from, method, content)) ?? null };
  } catch (error) {
    const because = sanitise(error instanceof Error ? error.message : String(error)).slice(0, 1000) || "no reason";
    const named = ["kind", "code"].map((name) => fieldOf(error, name)).find((each) => typeof each === "string");
    const code = String(named ?? "");
    return { is: "failed", part: error instanceof PartFault ? error.part : "process", because, code };
  }
}

/** The content of an answer. Throws PartFault for what the service could not do. */
function readOutcome(outcome: CallOutcome): unknown {
  if (outcome.is === "done") return outcome.content;
  const { part, because, code } = outcome;
  const known = (["storage", "ledger", "journal"] as const).find((each) => each === part);
  const fault = known === undefined ? new ProcessFault(because) : new PartFault(known, because);
  throw code === "" ? fault : Object.assign(fault, { code });
}

/** A fault as the parent is told of it. */
export function describeFault(error: unknown): News {
  const because = sanitise(error instanceof Error ? error.message : String(error));
  return { is: "fault", part: error instanceof PartFault ? error.part : "process", because };
}
