/**
 * The next actions of the adversary and its victims, as data: what a search draws, what an attack is stored as.
 *
 * Numbers choose among what there is at the time, counted round; zero is the plainest choice, towards which attacks
 * shrink. An action for which there is nothing to choose from is not taken.
 */

/** One action. */
export type Action =
  /** An agent begins a session of a role; `cast` has an agent for every role. Agents are numbered, Eve last. */
  | { readonly do: "start"; readonly role: number; readonly agent: number; readonly cast: readonly number[] }
  /** The oldest messages under way land, one after the other, with those that they bring about. */
  | { readonly do: "run"; readonly count: number }
  /** A message that was seen, counted from the latest, lands at a session of whom it is for. */
  | { readonly do: "land"; readonly message: number; readonly to: number }
  /** The same with one part replaced: by that of another message, or, where `other` is 0, by one that is made. */
  | {
      readonly do: "change";
      readonly message: number;
      readonly part: number;
      readonly other: number;
      readonly to: number;
      readonly choices: readonly number[];
    }
  /** A message that is made out of what is known lands. */
  | {
      readonly do: "make";
      readonly message: number;
      readonly cast: readonly number[];
      readonly to: number;
      readonly choices: readonly number[];
    }
  /** From now on the adversary has the keys of an honest agent. */
  | { readonly do: "corrupt"; readonly agent: number }
  /** The adversary registers a key of its own as an agent's. */
  | { readonly do: "replace-key"; readonly agent: number }
  | { readonly do: "advance"; readonly seconds: number };

type Shape = { readonly [field: string]: "number" | "numbers" };

/** Account of what an action has beside its name. */
const SHAPES: { readonly [Does in Action["do"]]: Shape } = {
  start: { role: "number", agent: "number", cast: "numbers" },
  run: { count: "number" },
  land: { message: "number", to: "number" },
  change: { message: "number", part: "number", other: "number", to: "number", choices: "numbers" },
  make: { message: "number", cast: "numbers", to: "number", choices: "numbers" },
  corrupt: { agent: "number" },
  "replace-key": { agent: "number" },
  advance: { seconds: "number" },
};

/** Larger numbers choose nothing that smaller ones do not. */
const MOST = 10_000_000;
const MOST_NUMBERS = 64;

/** An action out of a file; undefined for anything else. */
export function readAction(content: unknown): Action | undefined {
  if (typeof content !== "object" || content === null) return undefined;
  const given = content as Readonly<Record<string, unknown>>;
  const does = (Object.keys(SHAPES) as Action["do"][]).find((each) => each === given["do"]);
  if (does === undefined) return undefined;
  const shape = Object.entries(SHAPES[does]);
  if (!shape.every(([name, kind]) => fits(kind, given[name]))) return undefined;
  return { do: does, ...Object.fromEntries(shape.map(([name]) => [name, given[name]])) } as unknown as Action;
}

function fits(kind: Shape[string], value: unknown): boolean {
  switch (kind) {
    case "number":
      return isChoice(value);
    case "numbers":
      return Array.isArray(value) && value.length <= MOST_NUMBERS && value.every(isChoice);
    default:
      return kind satisfies never;
  }
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
