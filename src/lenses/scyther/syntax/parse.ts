/**
 * The parser: tokens to syntax tree, by recursive descent, after the grammar that Scyther accepts (not the one in its
 * manual: `symmetric-role` and `trusted` are syntax errors there and here). The first error ends it.
 */
import type { Place } from "../../../core/diagnostic/diagnostic.ts";
import type { FileItem, ProtocolNode, RoleNode, SpdlFile } from "./ast.ts";
import { parseDeclaration } from "./parse-declaration.ts";
import { parseRole } from "./parse-role.ts";
import { parseTerms } from "./parse-term.ts";
import { fail, type ReadText, type Sources, type SourceText } from "./source.ts";
import { failAt, openStream, type TokenStream } from "./token-stream.ts";
import { describeToken } from "./token.ts";
import { tokenize } from "./tokenize.ts";

/** A syntax tree and the spellings of all names in the text, which the numbering of claims needs. */
export interface ParsedSpdl {
  readonly file: SpdlFile;
  readonly spellings: ReadonlySet<string>;
}

/** Parses a text and what it includes. Throws DiagnosticError at the first error; `sources` collects the texts. */
export function parseSpdl(main: SourceText, read: ReadText, sources: Sources = new Map()): ParsedSpdl {
  const tokens = openStream(tokenize(main, read, sources));
  const items: FileItem[] = [];
  while (tokens.peek().kind !== "end") items.push(parseItem(tokens));
  if (items.length === 0) fail("SP109", "The file has no declaration and no protocol.", tokens.peek().place);
  return { file: { items }, spellings: tokens.spellings };
}

function parseItem(tokens: TokenStream): FileItem {
  const declaration = parseDeclaration(tokens);
  if (declaration !== undefined) return declaration;
  const first = tokens.peek();
  const place = first.place;
  if (first.kind === "keyword") {
    switch (first.text) {
      case "protocol":
        return parseProtocol(tokens);
      case "untrusted":
      case "usertype": {
        tokens.take();
        const terms = parseTerms(tokens);
        tokens.expect(";", `after '${first.text}'`);
        return { kind: first.text, terms, place };
      }
      case "run":
        return parseRun(tokens);
      case "option": {
        tokens.take();
        const text = tokens.peek();
        if (text.kind !== "string")
          failAt(text, `Expected a string of switches after 'option', found ${describeToken(text)}.`);
        tokens.take();
        tokens.accept(";");
        return { kind: "option", text: text.text, place: text.place };
      }
    }
  }
  return failAt(first, `Expected a declaration or a protocol, found ${describeToken(first)}.`, adviseOn(first.text));
}

function adviseOn(text: string): string | undefined {
  if (text === "symmetric-role")
    return "Scyther's manual describes 'symmetric-role', but Scyther does not read it. Remove it.";
  if (text === "trusted")
    return "'trusted' is reserved but has no meaning: every agent is trusted unless it is untrusted.";
  if (text === ";") return "A ';' cannot stand alone; remove it.";
  if (text === "}") return "There is one '}' too many, or a block ended too early.";
  return undefined;
}

function parseRun(tokens: TokenStream): FileItem {
  const place: Place = tokens.take().place;
  const protocol = tokens.expectName("the name of a protocol");
  tokens.expect(".", "between protocol and role");
  const role = tokens.expectName("the name of a role");
  tokens.expect("(", "before the agents of the run");
  const args = parseTerms(tokens);
  tokens.expect(")", "after the agents of the run");
  tokens.expect(";", "after the run");
  return { kind: "run", protocol, role, args, place };
}

function parseProtocol(tokens: TokenStream): ProtocolNode {
  const place = tokens.take().place;
  const name = tokens.expectName("the name of a protocol");
  tokens.expect("(", "before the roles of the protocol");
  const roles = parseTerms(tokens);
  tokens.expect(")", "or ',' in the roles of the protocol");
  tokens.expect("{", "before the body of the protocol");
  const items: (RoleNode | (ReturnType<typeof parseDeclaration> & object))[] = [];
  while (!tokens.accept("}")) {
    const item = parseDeclaration(tokens) ?? parseRole(tokens);
    if (item === undefined) {
      failAt(
        tokens.peek(),
        `Expected a role, a declaration or '}' in the protocol, found ${describeToken(tokens.peek())}.`,
      );
    }
    items.push(item);
  }
  tokens.accept(";");
  return { kind: "protocol", name, roles, items, place };
}
