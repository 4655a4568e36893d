import { mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { cruise, type ICruiseResult } from "dependency-cruiser";
import { describe, expect, it } from "vitest";
import rules from "../dependency-cruiser.config.mjs";
import { makeFolder } from "./assess/example.ts";

/** Each line breaks one rule: the importing file, what it imports, the rule. */
const WRONG: readonly (readonly [from: string, to: string, rule: string])[] = [
  ["src/diagnostic/wrong.ts", "src/term/term.ts", "diagnostic-stands-alone"],
  ["src/term/wrong.ts", "src/theory/theory.ts", "term-is-the-ground-floor"],
  ["src/theory/wrong.ts", "src/protocol/ir/script.ts", "theory-stands-on-terms"],
  ["src/verifier/wrong-crypto.ts", "src/crypto/suite.ts", "symbols-do-not-load-crypto"],
  ["src/crypto/wrong.ts", "src/protocol/ir/script.ts", "crypto-knows-no-protocol"],
  ["src/ban/wrong.ts", "src/verifier/verify.ts", "ban-is-a-stranger"],
  ["src/reference/wrong.ts", "src/verdict/verdict.ts", "reference-is-no-lens"],
  ["src/games/wrong.ts", "src/verifier/verify.ts", "games-are-strangers"],
  ["src/laws/wrong.ts", "src/protocol/ir/script.ts", "laws-know-no-protocol"],
  ["src/overhead/wrong.ts", "src/protocol/ir/script.ts", "overhead-knows-no-protocol"],
  ["src/verdict/wrong.ts", "src/theory/theory.ts", "verdict-stands-on-terms"],
  ["src/ban/check/wrong.ts", "src/ban/derive/prove.ts", "checker-is-apart"],
  ["src/ban/derive/wrong.ts", "src/ban/check/check-proof.ts", "prover-does-not-check"],
  ["src/protocol/wrong.ts", "src/verdict/verdict.ts", "protocol-knows-no-lens"],
  ["src/scyther/wrong.ts", "src/verifier/verify.ts", "lenses-are-strangers"],
  ["src/verifier/wrong.ts", "src/scyther/load.ts", "verifier-is-a-stranger"],
  ["src/reports/text/wrong.ts", "src/verifier/verify.ts", "reports-read-assessments-only"],
  ["src/reports/json/wrong.ts", "src/protocol/ir/script.ts", "reports-read-assessments-only"],
  ["src/verifier/search/wrong.ts", "src/verdict/verdict.ts", "search-cannot-conclude"],
  ["src/verifier/claims/wrong.ts", "src/verifier/replay/confirm.ts", "search-cannot-conclude"],
  ["src/assess/wrong-confirm.ts", "src/verifier/replay/confirm.ts", "only-verify-asks-for-confirmation"],
  ["src/assess/wrong.ts", "src/reports/text/render.ts", "assess-knows-no-surface"],
  ["src/assess/wrong-api.ts", "src/api/render.ts", "assess-knows-no-surface"],
  ["src/api/wrong.ts", "src/cli/main.ts", "cli-is-the-top"],
  ["src/index.ts", "src/cli/main.ts", "cli-is-the-top"],
  ["src/verifier/wrong-io.ts", "node:fs", "io-at-the-edges"],
  ["src/scyther/wrong-edge.ts", "src/scyther/installed/run-program.ts", "installed-scyther-is-an-edge"],
  ["src/term/wrong-node.ts", "node:path", "core-runs-anywhere"],
  ["src/term/wrong-package.ts", "yaml", "core-needs-no-package"],
  ["src/cli/wrong-dev.ts", "fast-check", "nothing-shipped-needs-a-dev-dependency"],
  ["src/assess/circle-a.ts", "src/assess/circle-b.ts", "no-cycles"],
  ["src/cli/wrong-test.ts", "src/cli/some.test.ts", "no-test-imports"],
  ["protocol/p/protocol.ts", "src/term/term.ts", "protocols-import-assay-only"],
  ["src/assess/wrong-missing.ts", "src/assess/nowhere.ts", "no-missing-imports"],
];

/** What the rules allow, as the code has it. */
const RIGHT: readonly (readonly [from: string, to: string])[] = [
  ["src/assess/circle-b.ts", "src/assess/circle-a.ts"],
  ["src/reports/text/right.ts", "src/verdict/verdict.ts"],
  ["src/verifier/right.ts", "src/verdict/verdict.ts"],
  ["src/cli/right.ts", "src/reports/text/render.ts"],
  ["src/assess/right.ts", "node:fs"],
  ["src/assess/right-yaml.ts", "yaml"],
  ["src/scyther/installed/right.ts", "node:fs"],
  ["src/assess/right-installed.ts", "src/scyther/installed/run-program.ts"],
  ["src/theory/pre/implementation.ts", "src/crypto/suite.ts"],
  ["src/reference/right.ts", "src/crypto/suite.ts"],
  ["src/term/right.test.ts", "fast-check"],
  ["protocol/p/right.ts", "src/index.ts"],
];

const EMPTY = [
  "src/api/render.ts",
  "src/term/term.ts",
  "src/protocol/ir/script.ts",
  "src/verdict/verdict.ts",
  "src/theory/theory.ts",
];

function makeTree(): string {
  const folder = realpathSync(makeFolder({ "tsconfig.json": "{}" }));
  const imports = new Map<string, string[]>(EMPTY.map((path) => [path, []]));
  for (const [from, to] of [...WRONG, ...RIGHT]) {
    imports.set(from, [...(imports.get(from) ?? []), to]);
    if (to.includes("/") && !to.includes("nowhere") && !imports.has(to)) imports.set(to, []);
  }
  for (const [path, targets] of imports) {
    const up = "../".repeat(path.split("/").length - 1);
    const lines = targets.map((to) => `import * as x${targets.indexOf(to)} from "${to.includes("/") ? up + to : to}";`);
    write(join(folder, path), `${lines.join("\n")}\nexport const here = 1;\n`);
  }
  const dependencies = { yaml: "1", commander: "1" };
  write(join(folder, "package.json"), JSON.stringify({ dependencies, devDependencies: { "fast-check": "1" } }));
  for (const name of ["yaml", "fast-check"]) {
    write(join(folder, "node_modules", name, "package.json"), JSON.stringify({ name, version: "1.0.0", main: "i.js" }));
    write(join(folder, "node_modules", name, "i.js"), "module.exports = {};\n");
  }
  return folder;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

async function findViolations(baseDir: string): Promise<string[]> {
  const { forbidden, options } = rules;
  const { output } = await cruise(["src", "protocol"], {
    ...options,
    baseDir,
    validate: true,
    ruleSet: { forbidden },
  } as Parameters<typeof cruise>[1]);
  return (typeof output === "string" ? (JSON.parse(output) as ICruiseResult) : output).summary.violations.map(
    ({ from, to, rule }) => `${from} -> ${to}: ${rule.name}`,
  );
}

describe("the import rules", () => {
  it("catch one wrong import each", async () => {
    const found = await findViolations(makeTree());
    const missing = WRONG.filter(
      ([from, to, rule]) =>
        !found.some(
          (line) =>
            line.startsWith(`${from} -> `) && line.includes(to.replace("node:", "")) && line.endsWith(`: ${rule}`),
        ),
    );
    expect({ missing, found: missing.length > 0 ? found : [] }).toEqual({ missing: [], found: [] });
    const rightly = RIGHT.slice(1).map(([from]) => from);
    expect(found.filter((line) => rightly.some((from) => line.startsWith(`${from} `)))).toEqual([]);
  });

  it("each have a wrong import here, and say why they are", () => {
    const tried = new Set(WRONG.map(([, , rule]) => rule));
    for (const { name, comment } of rules.forbidden) {
      expect(tried).toContain(name);
      expect(comment).toMatch(/^[A-Z].{20,}\.$/);
    }
  });
});
