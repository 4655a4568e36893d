/** Declarations, which may stand at every level of a file: constants, variables, functions, keys and macros. */
import type { Declaration, Identifier } from "./ast.ts";
import { parseTerm, parseTerms } from "./parse-term.ts";
import { failAt, type TokenStream } from "./token-stream.ts";
import { describeToken } from "./token.ts";

/** Parses a declaration; undefined, and nothing taken, when the next token starts none. */
export function parseDeclaration(tokens: TokenStream): Declaration | undefined {
  const first = tokens.peek();
  if (first.kind !== "keyword") return undefined;
  const place = first.place;
  switch (first.text) {
    case "secret": {
      tokens.take();
      const next = tokens.peek();
      if (next.kind === "identifier") return { kind: "secret", ...parseTyped(tokens), place };
      return (
        parseDeclarable(tokens, "secret", place) ??
        failAt(next, `Expected a name after 'secret', found ${describeToken(next)}.`)
      );
    }
    case "fresh":
      tokens.take();
      return { kind: "fresh", ...parseTyped(tokens), place };
    case "inversekeys":
    case "inversekeyfunctions": {
      tokens.take();
      tokens.expect("(", `after '${first.text}'`);
      const left = parseTerm(tokens);
      tokens.expect(",", "between the two keys");
      const right = parseTerm(tokens);
      tokens.expect(")", "after the two keys");
      tokens.expect(";", "after the declaration");
      return { kind: first.text, left, right, place };
    }
    case "compromised": {
      tokens.take();
      const terms = parseTerms(tokens);
      tokens.expect(";", "after the compromised terms");
      return { kind: "compromised", terms, place };
    }
    case "macro": {
      tokens.take();
      const name = tokens.expectName("the name of a macro");
      tokens.expect("=", "after the name of the macro");
      const body = parseTerms(tokens);
      tokens.expect(";", "after the macro");
      return { kind: "macro", name, body, place };
    }
    default:
      return parseDeclarable(tokens, "plain", place);
  }
}

/** The declarations that may follow `secret`. */
function parseDeclarable(
  tokens: TokenStream,
  prefix: "secret" | "plain",
  place: Declaration["place"],
): Declaration | undefined {
  const secret = prefix === "secret";
  const keyword = tokens.peek();
  if (keyword.kind !== "keyword") return undefined;
  switch (keyword.text) {
    case "const":
      tokens.take();
      return { kind: "const", secret, ...parseTyped(tokens), place };
    case "var": {
      tokens.take();
      const names = parseNames(tokens, "a name to declare");
      const types = tokens.accept(":") ? parseNames(tokens, "a type") : [];
      tokens.expect(";", "after the declaration");
      return { kind: "var", secret, names, types, place };
    }
    case "hashfunction":
    case "function": {
      tokens.take();
      const names = parseNames(tokens, "a name to declare");
      tokens.expect(";", "after the declaration");
      return { kind: keyword.text, secret, names, place };
    }
    default:
      return undefined;
  }
}

function parseTyped(tokens: TokenStream): { names: Identifier[]; type: Identifier | undefined } {
  const names = parseNames(tokens, "a name to declare");
  const type = tokens.accept(":") ? tokens.expectName("a type") : undefined;
  tokens.expect(";", "after the declaration");
  return { names, type };
}

function parseNames(tokens: TokenStream, what: string): Identifier[] {
  const names = [tokens.expectName(what)];
  while (tokens.accept(",")) names.push(tokens.expectName(what));
  return names;
}
