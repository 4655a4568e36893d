/** The process around a member: it follows its parent's orders, and ends when the parent is gone, however that ended. */
import type { News, Order } from "./control.ts";
import { describeFault, type Member, type MemberOptions, openMember } from "./member.ts";

/** Runs a member in this process, which a parent has started with a channel. */
export function runMember(act: MemberOptions["act"]): void {
  const tell = (news: News): void => void process.send?.(news, undefined, undefined, () => undefined);
  const end = (error: unknown): void => {
    process.send?.(describeFault(error), undefined, undefined, () => process.exit(1));
  };
  let member: Member | undefined;
  let turn: Promise<void> = Promise.resolve();
  process.on("disconnect", () => process.exit(1));
  // The parent says when to end; what a terminal sends to all of them at once is for the parent.
  process.on("SIGINT", () => undefined);
  process.on("uncaughtException", end);
  process.on("message", (order: Order) => {
    turn = turn.then(() => follow(order)).catch(end);
  });

  async function follow(order: Order): Promise<void> {
    switch (order.is) {
      case "open":
        member = await openMember({
          order,
          act,
          tell,
          wall: () => Date.now(),
          stopwatch: () => performance.now(),
        });
        return tell({ is: "ready", port: member.port });
      case "stop":
        await member?.close();
        return process.exit(0);
      case "begin":
        // It is not waited for: what it takes may need addresses that come later.
        void member?.follow(order).catch(end);
        return;
      case "report":
        void member?.follow(order).catch(end);
        return;
      case "addresses":
        return member?.follow(order);
      default:
        return order satisfies never;
    }
  }
}
