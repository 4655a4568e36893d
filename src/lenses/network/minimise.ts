/**
 * The least attack: no action can be left out, and no choice be plainer, without the goal holding again.
 *
 * Halves are left out first, then single actions; then numbers become smaller, until nothing more can be taken away.
 */
import type { Action } from "./action.ts";

/** Plays a sequence and says whether it still breaks the goal. */
export type Breaks = (actions: readonly Action[]) => Promise<boolean>;

/** Takes away what is not needed. */
export async function minimise(actions: readonly Action[], breaks: Breaks): Promise<readonly Action[]> {
  let least = actions;
  for (let before: readonly Action[] | undefined; before !== least; ) {
    before = least;
    least = await simplify(await leaveOut(least, breaks), breaks);
  }
  return least;
}

async function leaveOut(actions: readonly Action[], breaks: Breaks): Promise<readonly Action[]> {
  let least = actions;
  for (let size = Math.floor(least.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let at = least.length - size; at >= 0; at--) {
      const [before, behind] = [least.slice(0, at), least.slice(at + size)];
      for (const moved of [0, 1, 2]) {
        const candidate = [...before, ...behind.map((action) => lookBack(action, moved))];
        if (!(await breaks(candidate))) continue;
        least = candidate;
        break;
      }
    }
  }
  return least;
}

/** Messages are counted from the latest, so what is left out moves those that were seen before it. */
function lookBack(action: Action, by: number): Action {
  if (action.do === "change") {
    const other = action.other === 0 ? 0 : Math.max(1, action.other - by);
    return { ...action, message: Math.max(0, action.message - by), other };
  }
  return action.do === "land" ? { ...action, message: Math.max(0, action.message - by) } : action;
}

async function simplify(actions: readonly Action[], breaks: Breaks): Promise<readonly Action[]> {
  let least = actions;
  for (const i of actions.keys()) {
    const action = least[i] as Action;
    for (const plainer of listPlainer(action)) {
      const candidate = least.map((each, at) => (at === i ? plainer : each));
      if (!(await breaks(candidate))) continue;
      least = candidate;
      break;
    }
  }
  return least;
}

/** The same action with one number smaller, or fewer choices; the plainest first. */
function listPlainer(action: Action): readonly Action[] {
  return Object.entries(action).flatMap(([name, value]: readonly [string, unknown]) => {
    const change = (to: unknown): Action => ({ ...action, [name]: to }) as Action;
    if (Array.isArray(value)) return listShorter(value as readonly number[]).map(change);
    if (typeof value !== "number" || value === 0) return [];
    return [...new Set([0, Math.floor(value / 2), value - 1])].map(change);
  });
}

function listShorter(choices: readonly number[]): readonly (readonly number[])[] {
  if (choices.length === 0) return [];
  const zeroed = choices.flatMap((choice, i) =>
    choice === 0 ? [] : [choices.map((each, at) => (at === i ? 0 : each))],
  );
  return [[], choices.slice(0, Math.floor(choices.length / 2)), choices.slice(0, -1), ...zeroed];
}
