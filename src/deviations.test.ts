import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { loadSpdl } from "./lenses/scyther/load.ts";
import type { Verdict } from "./core/verdict/verdict.ts";
import { nameScope } from "./core/verdict/words.ts";
import { listClaims } from "./core/protocol/claims/listing.ts";
import { runToEnd } from "./lenses/verifier/run-to-end.ts";
import { Verifier } from "./lenses/verifier/verify.ts";

const FIXTURES = fileURLToPath(new URL("./lenses/scyther/fixtures/", import.meta.url));
const PAGE = readFileSync(new URL("../docs/deviations.md", import.meta.url), "utf8");
const FILES = readdirSync(`${FIXTURES}deviations`);

interface Recorded {
  readonly file: string;
  readonly args: readonly string[];
  readonly claims: readonly Readonly<Record<"id" | "label" | "type" | "param" | "verdict" | "status", string>>[];
}

const recorded = JSON.parse(readFileSync(`${FIXTURES}experiments/verdicts.json`, "utf8")) as readonly Recorded[];

function read(path: string): { path: string; text: string } | undefined {
  return existsSync(path) ? { path, text: readFileSync(path, "utf8") } : undefined;
}

/** The text of a model without what does not count: comments, options and white space. */
function squeeze(text: string): string {
  return text
    .replace(/\/\/.*$/gm, "")
    .replace(/option ".*";/g, "")
    .replace(/\s+/g, "");
}

function describeVerdict(verdict: Verdict): string {
  if (verdict.is === "holds") return `holds, ${nameScope(verdict.scope)}`;
  return verdict.is === "vacuous" ? `vacuous, blocked at ${verdict.blocked}` : verdict.is;
}

describe("docs/deviations.md", () => {
  it.each(FILES)("shows %s as it is, with what both answer and what is warned of", (file) => {
    const text = readFileSync(`${FIXTURES}deviations/${file}`, "utf8");
    const [first = "", ...lines] = text.split("\n");
    const run = recorded.find((one) => first === `// recorded as ${[one.file, ...one.args].join(" ")}`);
    if (run === undefined) throw new Error(`${file} does not say as what it was recorded`);
    const loaded = loadSpdl(`${FIXTURES}deviations/${file}`, read);
    const verifier = new Verifier(loaded.model);
    const claims = listClaims(loaded.model).filter(({ claim }) => claim.implicit !== true);
    const rows = claims.map((claim, i) => {
      const said = run.claims[i];
      expect(`${claim.protocol},${claim.role} ${claim.label} ${claim.claim.kind}`).toBe(
        `${said?.id} ${said?.label} ${said?.type}`,
      );
      const { verdict } = runToEnd(verifier, claim, { maxRuns: 5, maxStates: 100_000 });
      const name = `${claim.protocol}, ${claim.role}: ${claim.claim.kind} ${claim.claim.on} (${claim.label})`;
      return `| ${name.replace(" - ", " ")} | ${said?.verdict}, ${said?.status} | ${describeVerdict(verdict)} |\n`;
    });
    const warned = [...new Set(loaded.warnings.map(({ code }) => code))];
    const warning = warned.map((code) => `[${code}](diagnostics.md#${code.toLowerCase()})`).join(", ");
    const block = `\`\`\`\n${lines.join("\n")}\`\`\`\n\n`;
    const table = `| claim | Scyther 1.3 | Assay |\n|---|---|---|\n${rows.join("")}`;
    expect(PAGE).toContain(`${block}${table}\n${warned.length === 0 ? "" : `Warns: ${warning}.`}`);
  });

  it.each(FILES)("shows the model that %s was recorded with", (file) => {
    const text = readFileSync(`${FIXTURES}deviations/${file}`, "utf8");
    const [, experiment = ""] = /^\/\/ recorded as (\S+)/.exec(text) ?? [];
    expect(squeeze(text)).toBe(squeeze(readFileSync(`${FIXTURES}experiments/${experiment}`, "utf8")));
  });

  it("has an anchor for each, and each is listed in its contents", () => {
    const anchors = [...PAGE.matchAll(/<a id="([^"]+)"><\/a>/g)].map(([, id]) => id ?? "");
    const listed = [...PAGE.matchAll(/^- \[.*\]\(#([^)]+)\)/gm)].map(([, id]) => id ?? "");
    expect(listed).toEqual(anchors);
    expect(new Set(anchors).size).toBe(anchors.length);
  });
});
