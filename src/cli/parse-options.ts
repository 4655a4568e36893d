/** The values of options, checked: what commander gets from a command line is text. */
import { InvalidArgumentError } from "commander";
import { ENGINE_WORDS, isChoice } from "../findings/engines.ts";
import type { Shard } from "../core/verdict/verdict.ts";

/** A whole number above zero. */
export function parseCount(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < 1 || !Number.isSafeInteger(number)) {
    throw new InvalidArgumentError("It should be a whole number above zero.");
  }
  return number;
}

/** Seconds, with a fraction if need be. */
export function parseSeconds(text: string): number {
  const number = Number(text);
  if (!/^\d*\.?\d+$/.test(text) || !(number > 0) || number > 1e6) {
    throw new InvalidArgumentError("It should be a number of seconds above zero, at most 1000000.");
  }
  return number;
}

/** A number between 0 and 1, neither of them. */
export function parseShare(text: string): number {
  const number = Number(text);
  if (!/^\d*\.?\d+$/.test(text) || !(number > 0 && number < 1)) {
    throw new InvalidArgumentError("It should be a number between 0 and 1.");
  }
  return number;
}

/** One of the three ways to match. */
export function parseMatch(text: string): 0 | 1 | 2 {
  switch (text) {
    case "0":
      return 0;
    case "1":
      return 1;
    case "2":
      return 2;
    default:
      throw new InvalidArgumentError("It should be 0 (typed), 1 (basic type flaws) or 2 (untyped).");
  }
}

/** A part and how many there are, e.g. `2/8`. */
export function parseShard(text: string): Shard {
  const [, index = "0", of = "0"] = /^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? [];
  const shard = { index: Number(index), of: Number(of) };
  if (shard.index >= 1 && shard.index <= shard.of) return shard;
  throw new InvalidArgumentError("It should be a part and the number of parts, such as 2/8.");
}

/** The names of two roles, e.g. `I,R`. */
export function parseRoles(text: string): readonly [string, string] {
  const [first, second, ...others] = text.split(",").map((name) => name.trim());
  if (first && second && others.length === 0) return [first, second];
  throw new InvalidArgumentError("It should be two names, such as I,R.");
}

/** A regular expression. */
export function parsePattern(text: string): RegExp {
  try {
    return new RegExp(text, "u");
  } catch (error) {
    const said = error instanceof Error ? error.message.replace(/^.*: /, "") : "";
    throw new InvalidArgumentError(`It should be a regular expression (${said}).`);
  }
}

/** Collects an option that may be given several times. */
export function collect(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, value];
}

/** Reads who is to judge. */
export function parseEngines(text: string): string {
  if (isChoice(text)) return text;
  throw new InvalidArgumentError(`It should be ${ENGINE_WORDS.join(", ")}, or engines with commas between.`);
}
