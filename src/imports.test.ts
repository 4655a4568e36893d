import { mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { cruise, type ICruiseResult } from "dependency-cruiser";
import { describe, expect, it } from "vitest";
import rules from "../dependency-cruiser.config.mjs";
import { makeFolder } from "./assess/example.ts";

/** Each line breaks one rule: the importing file, what it imports, the rule. */
const WRONG: readonly (readonly [from: string, to: string, rule: string])[] = [
  ["src/core/diagnostic/wrong.ts", "src/core/term/term.ts", "diagnostic-stands-alone"],
  ["src/core/term/wrong.ts", "src/core/theory/theory.ts", "term-is-the-ground-floor"],
  ["src/core/theory/wrong.ts", "src/core/protocol/ir/script.ts", "theory-stands-on-terms"],
  ["src/lenses/verifier/wrong-crypto.ts", "src/live/crypto/suite.ts", "symbols-do-not-load-crypto"],
  ["src/live/crypto/wrong.ts", "src/core/protocol/ir/script.ts", "crypto-knows-no-protocol"],
  ["src/lenses/ban/wrong.ts", "src/lenses/verifier/verify.ts", "ban-is-a-stranger"],
  ["src/live/wrong.ts", "src/core/verdict/verdict.ts", "live-is-no-lens"],
  ["src/queue/wrong-work.ts", "src/lenses/lens.ts", "queue-knows-no-work"],
  ["src/live/wrong-protocol.ts", "protocol/p/system/index.ts", "live-knows-no-protocol"],
  ["src/lenses/network/wrong-protocol.ts", "protocol/p/system/index.ts", "live-knows-no-protocol"],
  ["protocol/p/system/wrong.ts", "src/lenses/verifier/verify.ts", "systems-stand-on-live"],
  ["src/lenses/games/wrong.ts", "src/lenses/verifier/verify.ts", "games-are-strangers"],
  ["src/lenses/network/wrong.ts", "src/lenses/games/world.ts", "network-is-a-stranger"],
  ["src/lenses/proverif/wrong.ts", "src/lenses/verifier/verify.ts", "proverif-is-a-stranger"],
  ["src/lenses/tamarin/wrong.ts", "src/lenses/proverif/encode.ts", "tamarin-is-a-stranger"],
  ["src/lenses/overhead/wrong.ts", "src/lenses/games/world.ts", "overhead-is-a-stranger"],
  ["src/lenses/wrong.ts", "src/lenses/verifier/verify.ts", "contract-knows-no-lens"],
  ["src/lenses/wrong-registry.ts", "src/lenses/registry.ts", "contract-knows-no-lens"],
  ["src/assess/wrong-lens.ts", "src/lenses/verifier/verify.ts", "assess-knows-no-lens-by-name"],
  ["src/assess/wrong-own-lens.ts", "src/lenses/ban/lens.ts", "assess-knows-no-lens-by-name"],
  ["src/findings/wrong.ts", "src/lenses/ban/verdict-kinds.ts", "findings-know-lenses-by-contract"],
  ["src/findings/wrong-report.ts", "src/reports/text/render.ts", "findings-know-lenses-by-contract"],
  ["src/reports/html/wrong.ts", "src/lenses/registry.ts", "reports-read-assessments-only"],
  ["src/files/wrong.ts", "src/core/protocol/ir/script.ts", "files-know-no-protocol"],
  ["src/files/wrong-lens.ts", "src/lenses/lens.ts", "files-know-no-protocol"],
  ["src/implementations/wrong.ts", "src/lenses/lens.ts", "implementations-judge-nothing"],
  ["src/repository/wrong.ts", "src/assess/assess.ts", "repository-knows-no-analysis"],
  ["src/live/laws/wrong.ts", "src/core/protocol/ir/script.ts", "laws-know-no-protocol"],
  ["src/live/overhead/wrong.ts", "src/core/protocol/ir/script.ts", "overhead-knows-no-protocol"],
  ["src/core/verdict/wrong.ts", "src/core/theory/theory.ts", "verdict-stands-on-terms"],
  ["src/lenses/ban/check/wrong.ts", "src/lenses/ban/derive/prove.ts", "checker-is-apart"],
  ["src/lenses/ban/derive/wrong.ts", "src/lenses/ban/check/check-proof.ts", "prover-does-not-check"],
  ["src/core/protocol/wrong.ts", "src/core/verdict/verdict.ts", "protocol-knows-no-lens"],
  ["src/lenses/scyther/wrong.ts", "src/lenses/verifier/verify.ts", "lenses-are-strangers"],
  ["src/lenses/verifier/wrong.ts", "src/lenses/scyther/load.ts", "verifier-is-a-stranger"],
  ["src/lenses/proverif/wrong.ts", "src/lenses/scyther/load.ts", "proverif-is-a-stranger"],
  ["src/reports/text/wrong.ts", "src/lenses/verifier/verify.ts", "reports-read-assessments-only"],
  ["src/reports/json/wrong.ts", "src/core/protocol/ir/script.ts", "reports-read-assessments-only"],
  ["src/lenses/verifier/search/wrong.ts", "src/core/verdict/verdict.ts", "search-cannot-conclude"],
  ["src/lenses/verifier/claims/wrong.ts", "src/lenses/verifier/replay/confirm.ts", "search-cannot-conclude"],
  ["src/assess/wrong-confirm.ts", "src/lenses/verifier/replay/confirm.ts", "only-verify-asks-for-confirmation"],
  ["src/assess/wrong.ts", "src/reports/text/render.ts", "assess-knows-no-surface"],
  ["src/assess/wrong-api.ts", "src/api/render.ts", "assess-knows-no-surface"],
  ["src/api/wrong.ts", "src/cli/main.ts", "cli-is-the-top"],
  ["src/index.ts", "src/cli/main.ts", "cli-is-the-top"],
  ["src/lenses/verifier/wrong-io.ts", "node:fs", "io-at-the-edges"],
  ["src/lenses/scyther/wrong-edge.ts", "src/lenses/scyther/installed/find-scyther.ts", "installed-programs-are-edges"],
  ["src/core/term/wrong-node.ts", "node:path", "core-runs-anywhere"],
  ["src/core/term/wrong-package.ts", "yaml", "core-needs-no-package"],
  ["src/cli/wrong-dev.ts", "fast-check", "nothing-shipped-needs-a-dev-dependency"],
  ["src/assess/circle-a.ts", "src/assess/circle-b.ts", "no-cycles"],
  ["src/core/term/type-circle-a.ts", "src/core/term/type-circle-b.ts", "no-cycles"],
  ["src/cli/wrong-test.ts", "src/cli/some.test.ts", "no-test-imports"],
  ["protocol/p/protocol.ts", "src/core/term/term.ts", "protocols-import-assay-only"],
  ["src/assess/wrong-missing.ts", "src/assess/nowhere.ts", "no-missing-imports"],
];

/** The way back of each circle. */
const BACK: readonly (readonly [from: string, to: string])[] = [
  ["src/assess/circle-b.ts", "src/assess/circle-a.ts"],
  ["src/core/term/type-circle-b.ts", "src/core/term/type-circle-a.ts"],
];

/** Files that import types only. */
const TYPES_ONLY = /\/type-[a-z-]+\.ts$/;

/** Imports that the rules allow, as the code has them. */
const RIGHT: readonly (readonly [from: string, to: string])[] = [
  ["src/core/term/type-right.ts", "src/core/term/term.ts"],
  ["src/reports/text/right.ts", "src/core/verdict/verdict.ts"],
  ["src/lenses/verifier/right.ts", "src/core/verdict/verdict.ts"],
  ["src/cli/right.ts", "src/reports/text/render.ts"],
  ["src/assess/right.ts", "node:fs"],
  ["src/assess/right-yaml.ts", "yaml"],
  ["src/lenses/scyther/installed/right.ts", "node:fs"],
  ["src/cli/right-installed.ts", "src/lenses/scyther/installed/run-program.ts"],
  ["src/lenses/scyther/lens.ts", "src/lenses/scyther/installed/run-program.ts"],
  ["src/lenses/scyther/right-replay.ts", "src/lenses/verifier/examine-trace.ts"],
  ["src/lenses/ban/right.ts", "src/lenses/lens.ts"],
  ["src/lenses/ban/right-files.ts", "src/files/read-text.ts"],
  ["src/lenses/registry.ts", "src/lenses/ban/lens.ts"],
  ["src/findings/right.ts", "src/lenses/registry.ts"],
  ["src/reports/html/right.ts", "src/findings/outline-verdict.ts"],
  ["src/assess/right-contract.ts", "src/lenses/lens.ts"],
  ["src/assess/right-registry.ts", "src/lenses/registry.ts"],
  ["src/core/theory/pre/implementation.ts", "src/live/crypto/suite.ts"],
  ["src/live/right.ts", "src/live/crypto/suite.ts"],
  ["src/core/term/right.test.ts", "fast-check"],
  ["protocol/p/right.ts", "src/index.ts"],
  ["protocol/p/system/right.ts", "src/live/crypto/suite.ts"],
];

const EMPTY = [
  "src/api/render.ts",
  "src/core/term/term.ts",
  "src/core/protocol/ir/script.ts",
  "src/core/verdict/verdict.ts",
  "src/core/theory/theory.ts",
];

function makeTree(): string {
  const folder = realpathSync(makeFolder({ "tsconfig.json": "{}" }));
  const imports = new Map<string, string[]>(EMPTY.map((path) => [path, []]));
  for (const [from, to] of [...WRONG, ...BACK, ...RIGHT]) {
    imports.set(from, [...(imports.get(from) ?? []), to]);
    if (to.includes("/") && !to.includes("nowhere") && !imports.has(to)) imports.set(to, []);
  }
  for (const [path, targets] of imports) {
    const up = "../".repeat(path.split("/").length - 1);
    const what = TYPES_ONLY.test(path) ? "type * as" : "* as";
    const lines = targets.map((to, i) => `import ${what} x${i} from "${to.includes("/") ? up + to : to}";`);
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
    const rightly = RIGHT.map(([from]) => from);
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
