import { existsSync, readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Declaration, EventNode, FileItem, Identifier, RoleItem, RoleNode, SpdlFile, TermNode } from "./ast.ts";
import { parseSpdl } from "./parse.ts";
import { printSpdl } from "./print.ts";
import type { ReadText } from "./source.ts";
import { KEYWORDS } from "./token.ts";

const place = { file: "m", line: 1, column: 1 };
const read: ReadText = (path) => (existsSync(path) ? { path, text: readFileSync(path, "utf8") } : undefined);
const parse = (text: string): SpdlFile => parseSpdl({ path: "m", text }, () => undefined).file;

/** A tree without its places. */
function bare(file: SpdlFile): unknown {
  return JSON.parse(JSON.stringify(file, (key, value) => (key === "place" ? undefined : value)));
}

const spelling = fc
  .tuple(fc.constantFrom("", "@"), fc.stringMatching(/^[A-Za-z0-9^!'-]{1,6}$/))
  .map(([at, rest]) => at + rest)
  .filter((text) => !KEYWORDS.has(text));
const identifier: fc.Arbitrary<Identifier> = spelling.map((text) => ({ text, place }));
const identifiers = fc.array(identifier, { minLength: 1, maxLength: 3 });
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const { term } = fc.letrec<{ term: TermNode; terms: TermNode[] }>((tie) => ({
  terms: fc.array(tie("term"), { minLength: 1, maxLength: 3 }),
  term: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    spelling.map((text): TermNode => ({ kind: "name", text, place })),
    fc.tuple(identifier, tie("terms")).map(([callee, args]): TermNode => ({ kind: "call", callee, args, place })),
    fc.tuple(tie("terms"), tie("term")).map(([body, key]): TermNode => ({ kind: "encrypt", body, key, place })),
    tie("terms").map((parts): TermNode => ({ kind: "tuple", parts, place })),
  ),
}));
const terms = fc.array(term, { minLength: 1, maxLength: 3 });

const declaration: fc.Arbitrary<Declaration> = fc
  .oneof(
    fc.record({
      kind: fc.constant("const" as const),
      secret: fc.boolean(),
      names: identifiers,
      type: maybe(identifier),
    }),
    fc.record({
      kind: fc.constantFrom("fresh" as const, "secret" as const),
      names: identifiers,
      type: maybe(identifier),
    }),
    fc.record({
      kind: fc.constant("var" as const),
      secret: fc.boolean(),
      names: identifiers,
      types: fc.array(identifier, { maxLength: 2 }),
    }),
    fc.record({
      kind: fc.constantFrom("hashfunction" as const, "function" as const),
      secret: fc.boolean(),
      names: identifiers,
    }),
    fc.record({
      kind: fc.constantFrom("inversekeys" as const, "inversekeyfunctions" as const),
      left: term,
      right: term,
    }),
    fc.record({ kind: fc.constant("compromised" as const), terms }),
    fc.record({ kind: fc.constant("macro" as const), name: identifier, body: terms }),
  )
  .map((node) => ({ ...node, place }) as Declaration);

const event: fc.Arbitrary<EventNode> = fc
  .oneof(
    fc.record({ kind: fc.constantFrom("send" as const, "recv" as const), label: identifier, args: terms }),
    fc.record({ kind: fc.constant("match" as const), equal: fc.boolean(), left: term, right: term }),
    fc.record({ kind: fc.constant("claim" as const), label: maybe(identifier), args: terms }),
  )
  .map((node) => ({ ...node, place }) as EventNode);

const roleItem: fc.Arbitrary<RoleItem> = fc.oneof(
  declaration,
  event,
  terms.map((known): RoleItem => ({ kind: "knows", terms: known, place })),
);

const role: fc.Arbitrary<RoleNode> = fc
  .record({ singular: fc.boolean(), name: identifier, items: fc.array(roleItem, { maxLength: 4 }) })
  .map((node) => ({ kind: "role", ...node, place }));

const item: fc.Arbitrary<FileItem> = fc.oneof(
  declaration,
  fc
    .record({
      kind: fc.constant("protocol" as const),
      name: identifier,
      roles: terms,
      items: fc.array(fc.oneof(declaration, role), { maxLength: 3 }),
    })
    .map((node) => ({ ...node, place })),
  fc
    .record({ kind: fc.constantFrom("untrusted" as const, "usertype" as const), terms })
    .map((node) => ({ ...node, place })),
  fc
    .record({ kind: fc.constant("run" as const), protocol: identifier, role: identifier, args: terms })
    .map((node) => ({ ...node, place })),
  fc.stringMatching(/^[a-z =0-9-]{0,8}$/).map((text): FileItem => ({ kind: "option", text, place })),
);

describe("printSpdl", () => {
  it("prints what reads back as the same tree", () => {
    fc.assert(
      fc.property(fc.array(item, { minLength: 1, maxLength: 4 }), (items) => {
        expect(bare(parse(printSpdl({ items })))).toEqual(bare({ items }));
      }),
      { numRuns: 300 },
    );
  });

  const folder = new URL("../fixtures/experiments/", import.meta.url).pathname;
  const readable = readdirSync(folder).filter((name) => name.endsWith(".spdl") && !/^a(03|04|05|07|13)-/.test(name));

  it.each(readable)("reads %s back as the same tree", (name) => {
    const path = folder + name;
    const { file } = parseSpdl({ path, text: readFileSync(path, "utf8") }, read);
    expect(bare(parse(printSpdl(file)))).toEqual(bare(file));
  });
});
