/**
 * Tokens of SPDL. Each knows its true place: lines and columns count from 1 in the file that it stands in, included
 * files have their own. Section 1.1 of Scyther's behaviour: keywords are reserved, `_` is a token of its own.
 */
import type { Place } from "../../../core/diagnostic/diagnostic.ts";

export type TokenKind = "identifier" | "keyword" | "string" | "symbol" | "end";

export interface Token {
  readonly kind: TokenKind;
  /** The spelling; a string without its quotes. */
  readonly text: string;
  readonly place: Place;
  /** Offset in its file, in UTF-16 units. */
  readonly offset: number;
  /** How many columns it takes. */
  readonly length: number;
}

/** The reserved words. `include` never reaches the parser: the tokenizer follows it. */
export const KEYWORDS: ReadonlySet<string> = new Set([
  ..."protocol role read recv send match not macro var const fresh claim run secret inversekeys".split(" "),
  ..."inversekeyfunctions untrusted compromised usertype singular function hashfunction knows trusted".split(" "),
  ..."option include".split(" "),
]);

/** One character that is a token by itself. */
export const SYMBOLS: ReadonlySet<string> = new Set("(){},;:=_.");

/** The longest name that Scyther reads. */
export const LONGEST_NAME = 4095;

/** Characters in a file and everything that it includes. */
export const LARGEST_INPUT = 4 * 1024 * 1024;

/** How a token is named in a message. */
export function describeToken(token: Token): string {
  if (token.kind === "end") return "the end of the file";
  if (token.kind === "string") return `the string "${token.text}"`;
  const text = token.text.length > 40 ? `${token.text.slice(0, 40)}...` : token.text;
  return token.kind === "keyword" ? `the keyword '${text}'` : `'${text}'`;
}
