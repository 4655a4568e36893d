import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { makeFolder, SMALL_EXPECTATIONS, SMALL_PROTOCOL } from "../assess/example.ts";
import { runHere } from "./example.ts";

interface Sketch {
  readonly claims: readonly { readonly claim: string; readonly verdict: string; readonly why: string }[];
}

describe("assay expect", () => {
  it("prints a file that audit takes once every why is written, and not before", async () => {
    const folder = makeFolder({ "protocol/small/protocol.ts": SMALL_PROTOCOL });
    const { stdout, status } = await runHere(folder, "expect", "small", "--quiet");
    expect(status).toBe(0);
    expect((parse(stdout) as Sketch).claims.every(({ why }) => why === "")).toBe(true);
    const path = join(folder, "protocol/small/expected.yaml");
    writeFileSync(path, stdout);
    const unexplained = await runHere(folder, "audit", "--quiet", "--no-cache");
    expect(unexplained.stderr).toContain("AS206");
    expect(unexplained.status).toBe(2);
    writeFileSync(path, stdout.replaceAll('why: ""', "why: It is so."));
    expect((await runHere(folder, "audit", "--quiet", "--no-cache")).status).toBe(0);
  });

  it("keeps the reasons of verdicts that are the same", async () => {
    const folder = makeFolder({
      "protocol/small/protocol.ts": SMALL_PROTOCOL,
      "protocol/small/expected.yaml": SMALL_EXPECTATIONS,
    });
    const before = parse(SMALL_EXPECTATIONS) as Sketch;
    const after = parse((await runHere(folder, "expect", "small", "--quiet")).stdout) as Sketch;
    const reasons = ({ claims }: Sketch) => claims.map(({ why }) => why).sort();
    expect(reasons(after)).toEqual(reasons(before));
  });

  it("says what is wrong with a protocol, and prints nothing", async () => {
    const folder = makeFolder({ "protocol/small/protocol.ts": "export default 1;\n" });
    const { stdout, stderr, status } = await runHere(folder, "expect", "small", "--quiet");
    expect([stdout, status]).toEqual(["", 2]);
    expect(stderr).toContain("CP002");
  });
});
