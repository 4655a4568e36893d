/** Roles and their events: send, recv, match and claim. */
import type { EventNode, RoleItem, RoleNode } from "./ast.ts";
import { parseDeclaration } from "./parse-declaration.ts";
import { parseTerm, parseTerms } from "./parse-term.ts";
import { fail } from "./source.ts";
import { failAt, isWord, type TokenStream } from "./token-stream.ts";
import { describeToken } from "./token.ts";

/** Parses a role; undefined, and nothing taken, when the next token starts none. */
export function parseRole(tokens: TokenStream): RoleNode | undefined {
  const place = tokens.peek().place;
  const singular = tokens.accept("singular") !== undefined;
  if (!singular && !isWord(tokens.peek(), "role")) return undefined;
  tokens.expect("role", "after 'singular'");
  const name = tokens.expectName("the name of a role");
  tokens.expect("{", "before the events of the role");
  const items: RoleItem[] = [];
  while (!tokens.accept("}")) items.push(parseRoleItem(tokens));
  tokens.accept(";");
  return { kind: "role", singular, name, items, place };
}

function parseRoleItem(tokens: TokenStream): RoleItem {
  const declaration = parseDeclaration(tokens);
  if (declaration !== undefined) return declaration;
  const first = tokens.peek();
  const place = first.place;
  if (tokens.accept("knows")) {
    const terms = parseTerms(tokens);
    tokens.expect(";", "after 'knows'");
    return { kind: "knows", terms, place };
  }
  if (isWord(first, "send") || isWord(first, "recv") || isWord(first, "read")) return parseMessage(tokens);
  if (tokens.accept("claim")) {
    const label = tokens.accept("_") ? tokens.expectName("a label") : undefined;
    return { kind: "claim", label, args: parseArguments(tokens, "the claim"), place };
  }
  if (isWord(first, "not") || isWord(first, "match")) return parseMatch(tokens);
  return failAt(first, `Expected an event, a declaration or '}', found ${describeToken(first)}.`);
}

function parseMessage(tokens: TokenStream): EventNode {
  const keyword = tokens.take();
  const kind = keyword.text === "send" ? "send" : "recv";
  const underscore = tokens.peek();
  if (!tokens.accept("_")) {
    const message = `'${keyword.text}' needs a label, as in ${keyword.text}_1(...), found ${describeToken(underscore)}.`;
    fail("SP114", message, underscore.place, { length: underscore.length });
  }
  const label = tokens.expectName("a label");
  return { kind, label, args: parseArguments(tokens, `the ${kind}`), place: keyword.place };
}

function parseMatch(tokens: TokenStream): EventNode {
  const place = tokens.peek().place;
  const equal = tokens.accept("not") === undefined;
  tokens.expect("match", "after 'not'");
  tokens.expect("(", "after 'match'");
  const left = parseTerm(tokens);
  tokens.expect(",", "between the two terms of the match");
  const right = parseTerm(tokens);
  tokens.expect(")", "after the two terms of the match; write tuples with parentheses");
  tokens.expect(";", "after the match");
  return { kind: "match", equal, left, right, place };
}

function parseArguments(tokens: TokenStream, what: string) {
  tokens.expect("(", `before the parameters of ${what}`);
  const args = parseTerms(tokens);
  tokens.expect(")", `or ',' in the parameters of ${what}`);
  tokens.expect(";", `after ${what}`);
  return args;
}
