// A module that exports parties, tested by the matchers of the package: honest runs agree, and an attack is told and recorded.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { agree, nonce, protocol } from "assay";
import "assay/vitest";
import { describe, expect, it } from "vitest";
import * as party from "./party.ts";

const echo = protocol("echo", { A: "who asks", B: "who answers" })
  .fresh("A", { N: nonce })
  .message("M1", "A", "B", ({ N }) => ({ N }))
  .message("M2", "B", "A", ({ N }) => ({ N }))
  .claims("A", ({ N }) => [agree("B", [N])]);

describe("an implementation", { timeout: 60_000 }, () => {
  it("follows its description, on a thread and in this process", async () => {
    await expect("implementation.yaml").toFollow(echo);
    await expect({ ...party, mapping: "implementation.yaml" }).toFollow(echo, { runs: 2 });
  });

  it("does not withstand what nothing protects", async () => {
    const failing = expect("implementation.yaml").toWithstand(echo);
    await expect(failing).rejects.toThrow(/^party\.ts 2\.1 does not withstand an attack on A Agree B on N of echo\./);
    expect(existsSync("games/echo/network")).toBe(true);
    mkdirSync("games/echo/network", { recursive: true });
    writeFileSync("games/echo/network/implementation-note.json", "{}");
    await expect("implementation.yaml").toWithstand(echo, { attacked: ["A Agree B on N"] });
  });
});
