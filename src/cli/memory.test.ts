import { describe, expect, it } from "vitest";
import { makeFolder } from "../assess/example.ts";
import { runAssay } from "./example.ts";

/** B wraps and unwraps for ever, so no method comes to an end on the secrecy of x; n is quick. */
const ENDLESS_MODEL = `hashfunction h; secret k: SessionKey;
protocol endless(A,B) {
  role A {
    fresh n: Nonce; var x: Nonce;
    recv_1(B,A, {x}k);
    claim_A1(A, Secret, x);
    claim_A2(A, Secret, n);
  }
  role B {
    fresh s: SessionKey; var y,z: Ticket;
    send_!2(B,A, {s}k);
    recv_!3(A,B, {z}k);
    send_!4(B,A, {h(z)}k);
    recv_!5(A,B, {h(y)}k);
    send_1(B,A, {y}k);
  }
}
`;

describe("--max-memory", () => {
  it("ends what would take more, says so, and judges the others", async () => {
    const folder = makeFolder({ "m.spdl": ENDLESS_MODEL });
    // Node.js alone has more than 1 MiB in use: whatever takes longer than a slice is ended.
    const words = ["verify", "m.spdl", "--unbounded", "--timeout", "60", "--max-memory", "1", "--quiet"];
    const { stdout, status } = await runAssay(folder, ...words);
    expect(stdout).toMatch(
      /secret x +\. inconclusive +\d+ runs? done +the memory was full; raise it with --max-memory/,
    );
    expect(stdout).toMatch(/secret n +! vacuous|secret n +\+ holds/);
    expect(status).toBe(3);
  });

  it("is taken from assay.config.yaml, and refused where there is no such memory", async () => {
    const folder = makeFolder({ "m.spdl": ENDLESS_MODEL, "assay.config.yaml": "max-memory: 99999999\n" });
    const { stderr, status } = await runAssay(folder, "verify", "m.spdl");
    expect(stderr).toContain("error AS112: This process has no 99999999 MiB: the machine has ");
    expect(status).toBe(2);
  });
});
