/**
 * Orders in which the events of an attack can take place: Scyther's patterns are partially ordered, a replay is not.
 *
 * Only what the examined claim depends on takes place. Whether a claim is violated may depend on the order, e.g. on
 * whether a send that nothing waits for comes late, so there are several proposals.
 */
import type { Attack, AttackRun, EventPlace } from "./attack.ts";

/** Proposals for one attack; every one costs a replay. */
const MOST_ORDERS = 40;

/** Every proposal ends with the claim, the last event of run 0. None for an attack whose events wait for each other. */
export function* orderEvents(attack: Attack): Generator<readonly EventPlace[]> {
  const runs = new Map(attack.runs.map((run) => [run.id, run]));
  const claim = { run: 0, index: (runs.get(0)?.events.length ?? 0) - 1 };
  const direct = collectPast([claim], runs);
  if (direct === undefined) return;
  yield direct;
  // Whatever is received early is received before what need not have been sent yet.
  const received = direct.filter(({ run, index }) => {
    const player = runs.get(run);
    return player?.isIntruder === false && player.events[index]?.kind === "recv";
  });
  for (const first of received.slice(0, MOST_ORDERS)) {
    const order = collectPast([first, claim], runs);
    if (order !== undefined) yield order;
  }
}

/** The events that some depend on, and these, causes first; undefined where causes go in a circle. */
function collectPast(
  wanted: readonly EventPlace[],
  runs: ReadonlyMap<number, AttackRun>,
): readonly EventPlace[] | undefined {
  const order: EventPlace[] = [];
  const state = new Map<string, "open" | "done">();
  // A stack of its own: attacks may be longer than the one of the process.
  const stack: { place: EventPlace; leave: "later" | "now" }[] = [];
  for (const place of wanted) {
    stack.push({ place, leave: "later" });
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      const { place: at, leave } = next;
      const key = `${at.run} ${at.index}`;
      if (leave === "now") {
        state.set(key, "done");
        order.push(at);
        continue;
      }
      if (state.get(key) === "done") continue;
      if (state.get(key) === "open") return undefined;
      const event = runs.get(at.run)?.events[at.index];
      if (event === undefined) return undefined;
      state.set(key, "open");
      stack.push({ place: at, leave: "now" });
      for (const cause of [...event.follows].reverse()) stack.push({ place: cause, leave: "later" });
      if (at.index > 0) stack.push({ place: { run: at.run, index: at.index - 1 }, leave: "later" });
    }
  }
  return order;
}
