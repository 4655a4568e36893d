/** Members of a company in this process, which stop at a point of their journals as if they had been killed there: for tests. */
import type { News, Order } from "./control.ts";
import { describeFault, type Member, type MemberOptions, openMember } from "./member.ts";
import type { LineLog } from "./line-log.ts";
import type { Launch, LaunchHooks } from "./perform.ts";

/** Where a member stops: at the how-manieth line that it writes, from 1, before or after the line is on disk. */
export interface Crash {
  readonly member: string;
  readonly line: number;
  readonly when: "before" | "after";
}

/** Launches members in this process; each crash happens once. `written` is told of every line. */
export function launchHere(
  act: MemberOptions["act"],
  crashes: readonly Crash[] = [],
  written: (member: string, line: object) => void = () => undefined,
): Launch {
  const left = new Set(crashes);
  const counts = new Map<string, number>();
  return (name, { hear, ended }: LaunchHooks) => {
    let isDead = false;
    let member: Member | undefined;
    let settle: () => void = () => undefined;
    const end = new Promise<void>((resolve) => {
      settle = resolve;
    });
    const die = (): void => {
      if (isDead) return;
      isDead = true;
      settle();
      void member?.close().finally(() => ended("SIGKILL", ""));
    };
    const journal = (log: LineLog): LineLog => ({
      ...log,
      append: async (line) => {
        const count = (counts.get(name) ?? 0) + 1;
        counts.set(name, count);
        const crash = [...left].find((each) => each.member === name && each.line === count);
        if (isDead) return new Promise(() => undefined);
        if (crash?.when !== "before") await log.append(line);
        if (crash === undefined) return written(name, line);
        left.delete(crash);
        die();
        return new Promise(() => undefined);
      },
    });
    const tell = (news: News): void => {
      if (!isDead) setImmediate(() => hear(news));
    };
    const follow = async (order: Order): Promise<void> => {
      if (isDead) return;
      if (order.is === "stop") {
        isDead = true;
        await member?.close();
        return settle();
      }
      if (order.is !== "open") return void member?.follow(order);
      member = await openMember({ order, act, tell, journal, wall: () => Date.now(), stopwatch: () => 0 });
      tell({ is: "ready", port: member.port });
    };
    let turn: Promise<void> = Promise.resolve();
    return {
      pid: undefined,
      order: (order) => {
        turn = turn.then(() => follow(order)).catch((error: unknown) => tell(describeFault(error)));
      },
      kill: die,
      end,
    };
  };
}
