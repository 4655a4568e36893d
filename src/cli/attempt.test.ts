/** The first try of a command: what is told is what a supervised process tells, whichever of them comes to the end. */
import { describe, expect, it } from "vitest";
import { LEAKY_MODEL, makeFolder, SMALL_PROTOCOL, SOUND_MODEL } from "../assess/example.ts";
import { type Ended, runAssay, startAssay } from "./example.ts";

/** As the command is told with `--max-memory`, which is never tried in the process that was started. */
async function runBoth(files: Readonly<Record<string, string>>, ...words: string[]): Promise<readonly [Ended, Ended]> {
  const folder = makeFolder(files);
  const tried = await runAssay(folder, "verify", ...words);
  return [tried, await runAssay(folder, "verify", ...words, "--max-memory", "1000")];
}

/** Its search goes on for as long as it may. */
const ENDLESS = `hashfunction h; secret k: SessionKey;
protocol endless(A,B) {
  role A { var x: Nonce; recv_1(B,A, {x}k); claim_A1(A, Secret, x); }
  role B {
    fresh s: SessionKey; var y,z: Ticket;
    send_!2(B,A, {s}k); recv_!3(A,B, {z}k); send_!4(B,A, {h(z)}k); recv_!5(A,B, {h(y)}k); send_1(B,A, {y}k);
  }
}
`;

describe("the first try of a command", () => {
  it("tells what a supervised process tells of verdicts and of mistakes", async () => {
    const files = {
      "protocol/small/protocol.ts": SMALL_PROTOCOL,
      "wrong/protocol.ts": SMALL_PROTOCOL.replace(".fresh(", ".frsh("),
      "leaky.spdl": LEAKY_MODEL,
      "sound.spdl": SOUND_MODEL,
    };
    const [tried, supervised] = await runBoth(files, "small", "wrong/protocol.ts", "leaky.spdl", "sound.spdl");
    expect(tried).toEqual(supervised);
    expect(tried.stderr).toContain("leaky");
  });

  it("hands over a long search with what was found, and tells everything once", async () => {
    const files = { "sound.spdl": SOUND_MODEL, "endless.spdl": ENDLESS };
    const words = ["sound.spdl", "endless.spdl", "--unbounded", "--timeout", "3"];
    const { stdout, stderr, status } = await runAssay(makeFolder(files), "verify", ...words);
    expect(stdout).toMatch(/secret x +\. inconclusive/);
    expect(stderr.match(/^sound\.spdl .*: holds$/gm)?.length).toBe(3);
    expect(stderr.match(/^endless\.spdl endless: A Secret x: inconclusive$/gm)?.length).toBe(1);
    expect(stderr.match(/SP313/g)?.length).toBe(1);
    expect(status).toBe(3);
  });

  it("is interrupted with 130 after it was handed over", async () => {
    const folder = makeFolder({ "sound.spdl": SOUND_MODEL, "endless.spdl": ENDLESS });
    const words = ["verify", "sound.spdl", "endless.spdl", "--unbounded", "--timeout", "600"];
    const running = startAssay(folder, words);
    // Told when the try is over: the search that goes on never is.
    await running.hear("sound.spdl sound: A Secret n: holds");
    running.interrupt();
    expect((await running.ended).status).toBe(130);
  });
});
