/**
 * No file outside the theory folders knows an operation by name: what is special to one is a facet of its theory.
 *
 * Names that are ordinary words too, such as "hash", count where they are used as an operation: compared with an `op`,
 * looked up, applied, or listed beside other operations.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { KEY_OPERATIONS } from "./keys.ts";
import { THEORIES } from "./registry.ts";

const SOURCE = fileURLToPath(new URL("../../", import.meta.url));

/** Names of theories and of their operations, as terms and descriptions have them. */
const NAMES: ReadonlySet<string> = new Set(
  THEORIES.flatMap((theory) => [theory.name, ...theory.operations.map(({ name }) => name)]),
);
const KEYS: ReadonlySet<string> = new Set(KEY_OPERATIONS.map(({ name }) => name));
/** Those that stand for something else in most files. */
const WORDS: ReadonlySet<string> = new Set(["hash", "sign", "message", "mac", "pre"]);

/** Who may know a name, and why. */
const ALLOWED: Readonly<Record<string, string>> = {
  "core/protocol/project/computable/random-description.ts": "draws random descriptions for tests",
  "core/term/arbitrary.ts": "draws random terms for tests",
  "core/verdict/example.ts": "an example for tests",
  "lenses/games/bouts.ts": "a game is about one scheme, and is offered where that scheme is used",
  "lenses/games/adversaries/wire.ts": "an adversary guesses what stands under a hash, of which it has the bytes",
  "lenses/games/naming.ts": "a game's roles are those that use its scheme",
  "lenses/games/example.ts": "an example for tests",
  "lenses/games/workers/example.ts": "an example for tests",
  "lenses/overhead/lens.ts": "measures one scheme, and does so where that scheme is used",
  "lenses/tamarin/encode/from-spdl.ts":
    "SPDL has one encryption, and this chooses the operation that its key stands for",
  "live/parties/scheme-operations.ts": "binds proxy re-encryption to the store of records, outside the theory",
};

const MENTIONS = new RegExp(`(["'\`])(${[...NAMES].join("|")})\\1|\\b(${[...NAMES].join("|")})\\s*:`);

/** Uses of names in a file, as `line: name`. */
function findNames(text: string): string[] {
  if (!MENTIONS.test(text)) return [];
  const file = ts.createSourceFile("file.ts", text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const name = nameIn(node);
    if (name !== undefined && NAMES.has(name) && (!WORDS.has(name) || isOperation(node))) {
      found.push(`${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${name}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** The text of a literal or of a key in an object; imports and exports name modules and values, not operations. */
function nameIn(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) {
    return ts.isImportDeclaration(node.parent) || ts.isExportDeclaration(node.parent) ? undefined : node.text;
  }
  return ts.isIdentifier(node) && ts.isPropertyAssignment(node.parent) && node.parent.name === node
    ? node.text
    : undefined;
}

function isOperation(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) return isOp(parent.left === node ? parent.right : parent.left);
  if (ts.isCaseClause(parent)) return isOp(parent.parent.parent.expression);
  if (ts.isCallExpression(parent)) return /(^|\.)(apply|get|has|includes|rulesOf)$/.test(parent.expression.getText());
  // A list of operations, or a table of them, has nothing else in it.
  const siblings = ts.isArrayLiteralExpression(parent)
    ? parent.elements.map(nameIn)
    : ts.isPropertyAssignment(parent) && parent.name === node && ts.isObjectLiteralExpression(parent.parent)
      ? parent.parent.properties.map((property) => property.name && nameIn(property.name))
      : [];
  return siblings.length > 1 && siblings.every((name) => name !== undefined && (NAMES.has(name) || KEYS.has(name)));
}

/** `term.op`, `op`, `whole?.op`: what holds the name of an operation. */
function isOp(expression: ts.Expression): boolean {
  return /(^|\.)(op|theory|operation)$/.test(expression.getText());
}

function listFiles(): string[] {
  return readdirSync(SOURCE, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter(
      (path) => path.endsWith(".ts") && !/\.(test|types)\.ts$/.test(path) && !/^core\/theory\/[a-z]+\//.test(path),
    );
}

describe("names of operations", () => {
  it("stand in the theory folders, and in files that have a reason", () => {
    const found = listFiles().flatMap((path) =>
      findNames(readFileSync(join(SOURCE, path), "utf8")).map((use) => [path, use] as const),
    );
    const unexplained = found.filter(([path]) => ALLOWED[path] === undefined);
    expect(unexplained.map(([path, use]) => `${path}:${use}`)).toEqual([]);
    const unused = Object.keys(ALLOWED).filter((path) => !found.some(([used]) => used === path));
    expect(unused).toEqual([]);
  });

  it.each([
    ['const BOXES = new Set(["aenc", "senc", "sign"]);', 3],
    ['if (term.op === "hash") return [];', 1],
    ['switch (box.op) { case "aenc": return 1; case "sign": return 2; default: return 3; }', 2],
    ['switch (whole.op) { case "message": return 1; default: return 3; }', 1],
    ["const FORMS = { hash: { tag: 1 }, aenc: { tag: 2 } };", 2],
    ['const READINGS = { mac: { kind: "mac", key: 1 }, "pre.enc": { key: 1 } };', 2],
    ['const KEYS = new Set(["dh.shared", "dh.key"]);', 2],
    ['return right ?? apply("senc", left, right);', 1],
    ['const made = apply("hash", body);', 1],
    ['if (theories.includes("pre")) play();', 1],
    ['if (!("sign" === here.op)) return;', 1],
  ])("finds %s", (text, count) => {
    expect(findNames(text)).toHaveLength(count);
  });

  it.each([
    'switch (part.is) { case "hash": return 1; default: return 2; }',
    'if (step.kind === "message") take(step);',
    'import { hash } from "./hash.ts";',
    'const algorithm = { hash: "sha256", length: 32 };',
    "// a comment about aenc",
  ])("leaves %s alone", (text) => {
    expect(findNames(text)).toEqual([]);
  });
});
