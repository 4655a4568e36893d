/**
 * The parser's view of the tokens: one token of look-ahead, and the complaints when another was expected.
 */
import type { Place } from "../../../core/diagnostic/diagnostic.ts";
import type { Identifier } from "./ast.ts";
import { fail } from "./source.ts";
import { describeToken, type Token } from "./token.ts";
import type { NextToken } from "./tokenize.ts";

/** Deepest nesting of terms in the text. */
const DEEPEST_TERM = 400;

export interface TokenStream {
  readonly peek: () => Token;
  readonly take: () => Token;
  /** Takes the symbol or keyword if it is next. */
  readonly accept: (text: string) => Token | undefined;
  /** Takes the symbol; complains otherwise. `where` completes "expected ';' ...". */
  readonly expect: (text: string, where: string) => Token;
  /** Takes a name; complains about keywords and anything else. */
  readonly expectName: (what: string) => Identifier;
  /** Runs a parser one level deeper, refusing levels that would exhaust the stack. */
  readonly nested: <T>(parse: () => T) => T;
  /** The spellings of all names seen, wherever they stood. */
  readonly spellings: ReadonlySet<string>;
}

/** True when the token is this symbol or keyword. */
export function isWord(token: Token, text: string): boolean {
  return (token.kind === "symbol" || token.kind === "keyword") && token.text === text;
}

/** Ends the parse at a token. */
export function failAt(token: Token, message: string, help?: string): never {
  return fail("SP104", message, token.place, { length: token.length, ...(help === undefined ? {} : { help }) });
}

export function openStream(next: NextToken): TokenStream {
  const spellings = new Set<string>();
  let current = next();
  let depth = 0;
  const peek = (): Token => current;
  const take = (): Token => {
    const token = current;
    if (token.kind === "identifier") spellings.add(token.text);
    current = next();
    return token;
  };
  return {
    peek,
    take,
    spellings,
    accept: (text) => (isWord(current, text) ? take() : undefined),
    expect: (text, where) =>
      isWord(current, text) ? take() : failAt(current, `Expected '${text}' ${where}, found ${describeToken(current)}.`),
    expectName: (what) => {
      if (current.kind === "identifier") {
        const token = take();
        return { text: token.text, place: token.place };
      }
      if (current.kind === "keyword") {
        fail("SP105", `'${current.text}' is a keyword and cannot be ${what}.`, current.place, {
          length: current.length,
        });
      }
      return failAt(current, `Expected ${what}, found ${describeToken(current)}.`);
    },
    nested: (parse) => {
      if (++depth > DEEPEST_TERM) tooDeep(current.place);
      const result = parse();
      depth--;
      return result;
    },
  };
}

function tooDeep(place: Place): never {
  return fail("SP106", `Terms nest more than ${DEEPEST_TERM} levels deep here.`, place, { length: 1 });
}
