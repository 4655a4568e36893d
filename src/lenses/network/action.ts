/**
 * The next actions of the intruder and its victims, as data: what fast-check draws, what an attack is stored as.
 *
 * Numbers choose among what there is at the time, counted round; zero is the plainest choice, towards which attacks
 * shrink. An action for which there is nothing to choose from is not taken.
 */

/** One action. */
export type Action =
  /** A party begins a run; `with` is the role that Eve plays in it, counted from one, 0 for nobody. */
  | { readonly do: "start"; readonly role: number; readonly with: number }
  /** The oldest messages under way land, one after the other, with those that they bring about. */
  | { readonly do: "deliver"; readonly count: number }
  /** Another message under way than the oldest lands. */
  | { readonly do: "reorder"; readonly flight: number }
  | { readonly do: "drop"; readonly flight: number }
  | { readonly do: "hold"; readonly flight: number }
  | { readonly do: "release"; readonly flight: number }
  /** A message that was seen before lands again. */
  | { readonly do: "replay"; readonly message: number }
  /** A message that was seen lands with one part replaced, wherever the part stands. */
  | { readonly do: "edit"; readonly message: number; readonly part: number; readonly choices: readonly number[] }
  /** A message that was seen lands with a part, or the transfer, of another that was seen. */
  | { readonly do: "splice"; readonly message: number; readonly part: number; readonly other: number }
  /** A message that the intruder makes out of what it knows lands. */
  | { readonly do: "inject"; readonly message: number; readonly as: number; readonly choices: readonly number[] }
  /** From now on the intruder has Eve's keys. */
  | { readonly do: "corrupt" }
  /** The intruder registers a key of its own as the data user's. */
  | { readonly do: "replace-key" }
  | { readonly do: "advance"; readonly seconds: number };

/** Everything that can be done. */
export const ACTIONS = [
  "start",
  "deliver",
  "reorder",
  "drop",
  "hold",
  "release",
  "replay",
  "edit",
  "splice",
  "inject",
  "corrupt",
  "replace-key",
  "advance",
] as const satisfies readonly Action["do"][];

const NUMBERS: { readonly [Does in Action["do"]]: readonly string[] } = {
  start: ["role", "with"],
  deliver: ["count"],
  reorder: ["flight"],
  drop: ["flight"],
  hold: ["flight"],
  release: ["flight"],
  replay: ["message"],
  edit: ["message", "part"],
  splice: ["message", "part", "other"],
  inject: ["message", "as"],
  corrupt: [],
  "replace-key": [],
  advance: ["seconds"],
};

/** Larger numbers choose nothing that smaller ones do not. */
const MOST = 1_000_000;

/** An action out of a file; undefined for anything else. */
export function readAction(content: unknown): Action | undefined {
  if (typeof content !== "object" || content === null) return undefined;
  const given = content as Readonly<Record<string, unknown>>;
  const does = ACTIONS.find((each) => each === given["do"]);
  if (does === undefined || !NUMBERS[does].every((name) => isChoice(given[name]))) return undefined;
  const numbers = Object.fromEntries(NUMBERS[does].map((name) => [name, given[name] as number]));
  if (does !== "edit" && does !== "inject") return { do: does, ...numbers } as Action;
  const { choices } = given;
  if (!Array.isArray(choices) || choices.length > 64 || !choices.every(isChoice)) return undefined;
  return { do: does, ...numbers, choices: choices as readonly number[] } as unknown as Action;
}

function isChoice(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 && value <= MOST;
}

/** Chooses by a list of numbers, one after the other; when it is used up, the plainest. */
export class Choices {
  private readonly numbers: readonly number[];
  private at = 0;

  constructor(numbers: readonly number[]) {
    this.numbers = numbers;
  }

  /** A number below `count`. */
  below(count: number): number {
    const number = this.numbers[this.at] ?? 0;
    this.at += 1;
    return count === 0 ? 0 : number % count;
  }
}
