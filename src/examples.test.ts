/** The `@example` blocks of the public functions: each parses, and compiles against the four entry points. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const FILES = [
  ...["api/analyse", "api/play", "api/render", "vitest", "core/protocol/dsl/claims", "core/protocol/dsl/protocol"],
  ...["keys", "aenc/aenc", "senc/senc", "sign/sign", "mac/mac", "dh/dh", "declare", "own-theory"].map(
    (name) => `core/theory/${name}`,
  ),
  ...["lenses/games/adversaries/coin", "lenses/games/adversaries/forgers"],
].map((name) => `src/${name}.ts`);

// Examples of matchers and adversaries speak of what their reader has: a protocol, the view of a game.
const PREAMBLE = `import * as assay from "assay";
import { audit, check, decide, derive, play, render, renderFiles, verify } from "assay/api";
import { drawMessages, drawStatement, type SignatureView, type Tools } from "assay/games";
import { expectAll } from "assay/vitest";
import { describe, expect } from "vitest";
const { adec, aenc, agree, alive, data, dh, hash, ibe, id, isynch, key, mac, message, niagree, nisynch, nonce, op, opening,
  pk, pre, privateOp, protocol: describeProtocol, reachable, scalar, sdec, secret, senc, sgk, shk, sign, sk, text, theory,
  vk, weakagree } = assay;
type Typed<K> = assay.Typed<K>; type Nonce = assay.Nonce; declare const view: SignatureView & Tools; type Hashed = assay.Hashed;
`;

interface Example {
  readonly at: string;
  readonly code: string;
}

/** Lists the examples of a file, without the stars of the comment. */
function listExamples(file: string): readonly Example[] {
  const text = readFileSync(`${ROOT}${file}`, "utf8");
  return [...text.matchAll(/@example[ ]?([\s\S]*?)(?=\n\s*\* @|\s*\*\/)/g)].map((found, i) => ({
    at: `${file} ${i + 1}`,
    code: (found[1] ?? "").replace(/^\s*\* ?/gm, "").replace(/^(export default |import .*)/gm, ""),
  }));
}

const EXAMPLES = FILES.flatMap(listExamples);

/** Errors of the examples, each in a module of its own. */
function compile(examples: readonly Example[]): readonly string[] {
  const options = ts.parseJsonConfigFileContent(
    ts.readConfigFile(`${ROOT}tsconfig.json`, ts.sys.readFile.bind(ts.sys)).config,
    ts.sys,
    ROOT,
  ).options;
  const modules = new Map(
    examples.map(({ code }, i) => [`${ROOT}src/example-${i}.ts`, `${preamble(code)}async () => {\n${code}\n};\n`]),
  );
  const host = ts.createCompilerHost({ ...options, noUnusedLocals: false });
  const { getSourceFile, fileExists, readFile } = host;
  host.getSourceFile = (name, version) => {
    const text = modules.get(name);
    return text === undefined ? getSourceFile(name, version) : ts.createSourceFile(name, text, version);
  };
  host.fileExists = (name) => modules.has(name) || fileExists(name);
  host.readFile = (name) => modules.get(name) ?? readFile(name);
  const program = ts.createProgram([...modules.keys()], { ...options, noUnusedLocals: false, noEmit: true }, host);
  return [...modules.keys()].flatMap((name, i) => {
    const file = program.getSourceFile(name);
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
      ({ messageText }) => `${examples[i]?.at ?? name}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`,
    );
  });
}

/** A matcher's example has the name of the builder for a protocol; anywhere else it is the function. */
function preamble(code: string): string {
  const isProtocol = /\bprotocol\(/.test(code);
  return `${PREAMBLE}const protocol = ${isProtocol ? "describeProtocol" : 'describeProtocol("p", { A: "a", B: "b" })'};\n`;
}

describe("the examples of public functions", () => {
  it("are there", () => {
    expect(EXAMPLES.length).toBeGreaterThan(20);
  });

  it.each(EXAMPLES)("$at parses", ({ code }) => {
    const { diagnostics } = ts.transpileModule(`async () => {\n${code}\n};`, { reportDiagnostics: true });
    expect(diagnostics?.map(({ messageText }) => messageText)).toEqual([]);
  });

  // Reading the types of the four entry points takes seconds.
  it.runIf(process.env["ASSAY_NIGHTLY"] !== undefined)(
    "compile",
    () => {
      expect(compile(EXAMPLES)).toEqual([]);
      expect(compile([{ at: "wrong", code: 'pk("A").nothing;' }])).toHaveLength(1);
    },
    240_000,
  );
});
