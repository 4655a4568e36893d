import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readExpectations } from "./repository/expectations.ts";
import { makeFolder } from "./assess/example.ts";
import { loadProtocol } from "./repository/load-protocol.ts";
import { listBouts } from "./lenses/games/bouts.ts";
import { runCommand } from "./cli/program.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const PAGES = [
  ...["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"],
  ...readdirSync(join(ROOT, "docs")).map((name) => `docs/${name}`),
].filter((name) => name.endsWith(".md"));

function read(page: string): string {
  return readFileSync(join(ROOT, page), "utf8");
}

/** The blocks of a language, without their fences. */
function blocksOf(page: string, language: string): string[] {
  return [...read(page).matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "gms"))].map(
    ([, block]) => block ?? "",
  );
}

/** Runs a command line of the README and gives what it prints. */
async function runLine(line: string): Promise<string> {
  const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? "");
  let printed = "";
  const print = (text: string): void => {
    printed += text;
  };
  await runCommand(words, {
    print,
    note: () => undefined,
    resultColour: "none",
    noteColour: "none",
    liveColumns: undefined,
  });
  return printed;
}

const SETTINGS = ["literal", "literal-with-hash", "hardened", "firewalled-known-mask"];

/** Every game that a protocol may call for, and families by what stands before a colon. */
const GAMES: ReadonlySet<string> = new Set([
  "network",
  ...listBouts(["pre", "sign", "aenc", "senc"], [], SETTINGS).flatMap(({ game: { name } }) => [
    name,
    name.replace(/:.*/, ""),
  ]),
]);

/** True for a test file, or a folder with one. */
function hasTests(path: string): boolean {
  if (!existsSync(join(ROOT, path))) return false;
  return (
    path.endsWith(".test.ts") ||
    readdirSync(join(ROOT, path), { recursive: true }).some((name) => String(name).endsWith(".test.ts"))
  );
}

describe("the documentation", () => {
  it.each(PAGES)("%s links to what is there", (page) => {
    const links = [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link ?? "");
    const local = links.filter((link) => !/^[a-z]+:/.test(link)).map((link) => link.replace(/#.*$/, ""));
    const missing = local.filter((link) => link !== "" && !existsSync(join(ROOT, dirname(page), link)));
    expect(missing).toEqual([]);
  });

  it("names commands in the threat model that there are", () => {
    const commands = [...read("docs/threat-model.md").matchAll(/`((?:vitest|assay) [^`]+)`/g)].map(
      ([, line]) => line ?? "",
    );
    expect(commands.length).toBeGreaterThan(10);
    const wrong = commands.filter((line) => {
      const [program, word = "", subject = "", , game = ""] = line.split(" ");
      if (program === "vitest") return !line.split(" ").slice(1).every(hasTests);
      if (!existsSync(join(ROOT, "protocol", subject, "protocol.ts"))) return true;
      return word === "play" ? !GAMES.has(game) : word !== "verify" && word !== "live";
    });
    expect(wrong).toEqual([]);
  });

  const described = ["README.md", "docs/language.md"].flatMap((page) =>
    blocksOf(page, "ts")
      .filter((block) => block.includes("export default protocol("))
      .map((block) => [page, block] as const),
  );

  it("describes protocols", () => {
    expect(described.length).toBeGreaterThan(1);
  });

  it.each(described)("%s shows a protocol that loads", async (_, block) => {
    const folder = makeFolder({ "protocol.ts": block });
    const { warnings, model } = await loadProtocol(join(folder, "protocol.ts"));
    expect(warnings).toEqual([]);
    expect(model.protocols.length).toBeGreaterThan(0);
  });

  it("shows an expected.yaml whose form is right", () => {
    const [example = ""] = blocksOf("docs/cli.md", "yaml");
    const codes = readExpectations("expected.yaml", example, {
      claims: [],
      matching: { judged: 0, listed: 2 },
    }).diagnostics.map(({ code }) => code);
    // Its claims are of another protocol: one code for each of the four entries, and none about their form.
    expect(codes).toEqual(["AS204", "AS204", "AS204", "AS204"]);
  });

  // After a change that is meant: UPDATE_README=1 npx vitest run src/docs.test.ts, and read the diff.
  it("shows what the commands of the README print", async () => {
    let text = read("README.md");
    for (const [block, line = ""] of text.matchAll(/^\$ npx assay (.*)\n(?:.*\n)*?(?=```$)/gm)) {
      const printed = await runLine(line);
      text = text.replace(block, () => `$ npx assay ${line}\n${printed}`);
    }
    if (process.env["UPDATE_README"] !== undefined) writeFileSync(join(ROOT, "README.md"), text);
    expect(read("README.md")).toBe(text);
    expect(text).toContain("Attack on R secret Nr");
  });
});
