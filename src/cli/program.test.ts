import { describe, expect, it } from "vitest";
import { runCommand } from "./program.ts";

/** Runs a command line in this process. */
async function run(...words: string[]): Promise<{ stdout: string; stderr: string; status: number }> {
  const written = { stdout: "", stderr: "" };
  const status = await runCommand(words, {
    print: (text) => {
      written.stdout += text;
    },
    note: (text) => {
      written.stderr += text;
    },
    resultColour: "none",
    noteColour: "none",
    liveColumns: undefined,
  });
  return { ...written, status };
}

describe("usage", () => {
  it.each([
    [["verify", "a.spdl", "--timout", "3"], /Unknown option '--timout'\.\n {2}help: Did you mean --timeout\?/],
    [["verfy"], /Unknown command 'verfy'\.\n {2}help: Did you mean verify\?/],
    [["verify", "a.spdl", "--format", "xml"], /Allowed choices are text, json\./],
    [["verify", "a.spdl", "--timeout", "soon"], /It should be a number of seconds above zero/],
    [["verify", "a.spdl", "--max-runs", "0"], /It should be a whole number above zero/],
    [["verify", "a.spdl", "--match", "3"], /It should be 0 \(typed\)/],
    [["verify", "a.spdl", "--unbounded", "--max-runs", "3"], /cannot be used with/],
    [["verify"], /Missing required argument 'what'/],
    [["generate", "more"], /Use a source and --to together/],
    [["explain", "CP0001"], /Unknown diagnostic CP0001/],
    [[], /A command is missing/],
  ])("%j is an error with status 2", async (words, said) => {
    const { stdout, stderr, status } = await run(...words);
    expect(stderr).toMatch(said);
    expect(stderr).toMatch(/^error AS10[19]: /);
    expect(stdout).toBe("");
    expect(status).toBe(2);
  });

  it.each(["verify", "audit", "check", "show", "generate", "explain"])("%s has examples in its help", async (name) => {
    const { stdout, status } = await run(name, "--help");
    expect(stdout).toMatch(new RegExp(`Usage: assay ${name} [\\s\\S]*Examples:\\n {2}assay ${name}`));
    expect(status).toBe(0);
  });

  it("prints its version", async () => {
    const { stdout, status } = await run("--version");
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(status).toBe(0);
  });

  it.each([
    ["--version", "--verbose"],
    ["--verbose", "-V"],
  ])("prints with %s %s which build it is", async (...words) => {
    const { stdout, status } = await run(...words);
    const [version, build, node, platform] = stdout.split("\n");
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(build).toMatch(/^build {5}sha256:[0-9a-f]{64}$/);
    expect(node).toBe(`Node.js   ${process.versions.node}`);
    expect(platform).toMatch(/^platform {2}\S+ \S+$/);
    expect(status).toBe(0);
  });
});
