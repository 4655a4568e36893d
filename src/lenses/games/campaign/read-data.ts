/** Readers of data that comes from files and queues: each throws TypeError for what is of another kind. */

/** An object with string keys. Throws TypeError for anything else. */
export function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new TypeError("not an object");
  return value as Readonly<Record<string, unknown>>;
}

/** A list. Throws TypeError for anything else. */
export function asList(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new TypeError("not a list");
  return value as readonly unknown[];
}

/** A text of bounded length. Throws TypeError for anything else. */
export function asText(value: unknown, most = 1000): string {
  if (typeof value !== "string" || value.length > most) throw new TypeError("not a text");
  return value;
}

/** One of some words. Throws TypeError for anything else. */
export function asWord<Word extends string>(value: unknown, words: readonly Word[]): Word {
  const word = words.find((candidate) => candidate === value);
  if (word === undefined) throw new TypeError(`not one of ${words.join(", ")}`);
  return word;
}

/** A number within bounds. Throws TypeError for anything else. */
export function asNumber(value: unknown, least: number, most: number): number {
  if (typeof value !== "number" || !(value >= least && value <= most)) throw new TypeError("not such a number");
  return value;
}
