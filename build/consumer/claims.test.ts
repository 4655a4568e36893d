import { expectAll } from "assay/vitest";
import { describe, expect, it } from "vitest";
import protocol from "./protocol/challenge-response/protocol.ts";

describe("challenge-response", () => {
  expectAll(protocol, { attacked: ["R secret N"] });

  it("keeps the initiator's challenge", async () => {
    await expect(protocol).toHold("I secret N", { unbounded: true });
    await expect("challenge-response").toBeAttackedOn("R secret N");
  });

  it("tells the attack when an expectation fails", async () => {
    await expect(expect(protocol).toHold("R secret N")).rejects.toThrow(/1\. /);
  });
});
