/** The matchers for implementations: parties of this process, a module on a thread, and the attacks that they record. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import "assay/vitest";
import { type Flaw, makeClient } from "./implementations/fixtures/signed-echo/client.ts";

const fixtures = fileURLToPath(new URL("implementations/fixtures/signed-echo/", import.meta.url));
const protocol = join(fixtures, "protocol.ts");
const folder = mkdtempSync(join(tmpdir(), "assay-matchers-"));
afterAll(() => rmSync(folder, { recursive: true }));

const client = (flaw: Flaw) => ({ ...makeClient(flaw), mapping: join(fixtures, "implementation.yaml") });

describe("toFollow", () => {
  it("passes for honest runs that agree, in this process and on a thread", async () => {
    await expect(client("none")).toFollow(protocol);
    await expect(join(fixtures, "implementation.yaml")).toFollow(protocol, { runs: 2 });
  });

  it("fails with the run and what happened", async () => {
    await expect(expect(client("throws")).toFollow(protocol)).rejects.toThrow(
      /^client\.ts 1\.0 with throws does not follow signed-echo \(seed "0 0"\):\n {2}1\. Alice -> Bob: M1, \d+ B\n {2}2\. Bob -> Alice: M2, \d+ B\nAlice fails at receive: TypeError: out of luck$/,
    );
    await expect(expect(client("none")).not.toFollow(protocol)).rejects.toThrow(
      "client.ts 1.0 follows signed-echo in 5 runs.",
    );
  });

  it("fails within its time for a module that never gives its turn back", async () => {
    const spinning = expect(join(fixtures, "spinning.yaml")).toFollow(protocol, { runs: 1 });
    await expect(spinning).rejects.toThrow(/Alice fails at receive: It gives no answer within 0\.5 s\./);
  });
});

describe("toWithstand", () => {
  it("passes where every test is made, and fails with the attack where one is not; the attack is recorded and comes first", async () => {
    await expect(client("none")).toWithstand(protocol, { folder });
    const failing = expect(client("nonce")).toWithstand(protocol, { folder });
    await expect(failing).rejects.toThrow(
      /does not withstand an attack on A Agree B on N of signed-echo: A does not compare N of M2\.\n {2}1\. Alice .* sends M1[^]*takes M2[^]*\nWritten: /,
    );
    const place = join(folder, "signed-echo", "network");
    const [name = ""] = readdirSync(place);
    const recorded = JSON.parse(readFileSync(join(place, name), "utf8")) as Record<string, unknown>;
    expect(recorded).toMatchObject({ claim: "A Agree B on N", test: { role: "A", label: "M2", field: "N" } });
    await expect(expect(client("nonce")).toWithstand(protocol, { folder })).rejects.toThrow(
      /A does not compare N of M2/,
    );
    // A record of nothing that the protocol has, and one that is none, are passed over.
    writeFileSync(join(place, "implementation-other.json"), JSON.stringify({ ...recorded, claim: "A Agree B on X" }));
    writeFileSync(join(place, "implementation-broken.json"), "{");
    await expect(client("none")).toWithstand(protocol, { folder });
  });

  it("fails for an implementation that fails", async () => {
    const failing = expect(client("throws")).toWithstand(protocol, { folder: join(folder, "none") });
    await expect(failing).rejects.toThrow(
      /fails while attacks on signed-echo are executed:\nAlice fails at receive: TypeError/,
    );
  });

  it("fails for an implementation whose log says nothing: no attack on it could be seen", async () => {
    const failing = expect(client("logs nothing")).toWithstand(protocol, { folder: join(folder, "none") });
    await expect(failing).rejects.toThrow(/A does not come to its claims, or its log does not say so/);
  });

  it("tells a mistake in the file of an implementation from a failure", async () => {
    const file = join(folder, "wrong.yaml");
    writeFileSync(file, "name: x\nmodule: party.ts\nroles: [C]\n");
    await expect(expect(file).toWithstand(protocol)).rejects.toThrow(/AS832 signed-echo has no role C\./);
  });
});
