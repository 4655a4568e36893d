import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { makeFolder, SMALL_EXPECTATIONS, SMALL_PROTOCOL } from "../assess/example.ts";
import { listChanges } from "../findings/changes.ts";
import { makeFinding } from "../core/verdict/example.ts";
import { renderChanges } from "../reports/text/render-changes.ts";
import { startAssay } from "./example.ts";

describe("assay watch", () => {
  it("says which verdicts differ when a file is saved, and lives through one that is broken", async () => {
    const folder = makeFolder({
      "protocol/small/protocol.ts": SMALL_PROTOCOL,
      "protocol/small/expected.yaml": SMALL_EXPECTATIONS,
    });
    const path = join(folder, "protocol/small/protocol.ts");
    const running = startAssay(folder, ["watch"]);
    onTestFinished(running.interrupt);
    await running.hear("Watching; Ctrl-C ends.\n");
    writeFileSync(path, "export default 1;\n");
    await running.hear("error CP002");
    // Without encryption, the secret of I is no secret; the attack on that of R is shorter.
    writeFileSync(path, SMALL_PROTOCOL.replace("aenc({ N, I }, pkR)", "({ N, I })"));
    await running.say("2 differ\n");
    process.kill(running.pid, "SIGTERM");
    const { stdout } = await running.ended;
    expect(stdout).toContain("small: 2 differ\n  I secret N (I1): holds, unbounded, expected -> attack, ");
  });
});

describe("listChanges", () => {
  it("says what is new, gone or another", () => {
    const attack = makeFinding({ label: "b", verdict: { is: "vacuous", blocked: "recv 1" } });
    const before = [makeFinding({ label: "a" }), makeFinding({ label: "b" }), makeFinding({ label: "c" })];
    const after = [
      makeFinding({ label: "a", place: { file: "f", line: 9, column: 1 } }),
      attack,
      makeFinding({ label: "d" }),
    ];
    expect(renderChanges(listChanges(before, after))).toBe(
      "  I secret Ni (b): holds, unbounded -> vacuous, blocked at recv 1\n" +
        "  I secret Ni (d): new, holds, unbounded\n" +
        "  I secret Ni (c): gone, was holds, unbounded\n",
    );
  });
});
