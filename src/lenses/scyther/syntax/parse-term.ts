/**
 * Terms: names, `f(t)`, `{t}k` with any term as key, `(t)`, and comma lists of them.
 *
 * Only a name can be applied; no list is ever empty.
 */
import type { TermNode } from "./ast.ts";
import { failAt, isWord, type TokenStream } from "./token-stream.ts";
import { describeToken } from "./token.ts";

/** Parses one term. */
export function parseTerm(tokens: TokenStream): TermNode {
  return tokens.nested(() => parseTermHere(tokens));
}

function parseTermHere(tokens: TokenStream): TermNode {
  const first = tokens.peek();
  const place = first.place;
  if (tokens.accept("(")) {
    const parts = parseTerms(tokens);
    tokens.expect(")", "or ',' in the tuple");
    return { kind: "tuple", parts, place };
  }
  if (tokens.accept("{")) {
    const body = parseTerms(tokens);
    tokens.expect("}", "or ',' in the encryption");
    if (isWord(tokens.peek(), ",") || isWord(tokens.peek(), ")") || isWord(tokens.peek(), ";")) {
      failAt(tokens.peek(), `Expected a key after the encryption, found ${describeToken(tokens.peek())}.`);
    }
    return { kind: "encrypt", body, key: parseTerm(tokens), place };
  }
  if (first.kind !== "identifier" && first.kind !== "keyword") {
    failAt(first, `Expected a term, found ${describeToken(first)}.`);
  }
  const name = tokens.expectName("a term");
  if (!tokens.accept("(")) return { kind: "name", ...name };
  const args = parseTerms(tokens);
  tokens.expect(")", `or ',' in the arguments of '${name.text}'`);
  return { kind: "call", callee: name, args, place };
}

/** Parses a comma list of at least one term. */
export function parseTerms(tokens: TokenStream): TermNode[] {
  const terms = [parseTerm(tokens)];
  while (tokens.accept(",")) terms.push(parseTerm(tokens));
  return terms;
}
