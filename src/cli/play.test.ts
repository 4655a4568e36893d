import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Ended, runHere } from "./example.ts";

/** Runs a command in this process, where it is. */
const run = (...words: string[]): Promise<Ended> => runHere(process.cwd(), ...words);

describe("assay play", () => {
  it("plays an adversary in a file, under the protocol's names, and says what it came to", async () => {
    const file = join(mkdtempSync(join(tmpdir(), "assay-play-")), "mine.ts");
    writeFileSync(
      file,
      `export default (game) => {
        const { secret } = game.keyOfDU("DU 1");
        const rekey = game.rekeyDO("target", "DU 1");
        const mask = game.scheme.recoverMask(game.curve, { c3: rekey.rk2, c4: rekey.rk3 }, secret);
        return game.scheme.recoverOwnerKey(game.curve, rekey, mask);
      };`,
    );
    const words = [
      "play",
      "phr-sharing",
      "--game",
      "collusion",
      "--adversary",
      file,
      "--plays",
      "12",
      "--workers",
      "1",
    ];
    const { status, stdout } = await run(...words);
    expect(stdout).toContain("Collusion safety");
    expect(stdout).toMatch(/x mine\.ts +advantage 0\.\d+ to 1 at 99 %, 12 of 12 plays won: attack/);
    expect(status).toBe(1);
    const again = await run(...words, "--format", "json", "--resume");
    const { results } = JSON.parse(again.stdout) as { results: { verdict: { won: number; plays: number } }[] };
    expect(results[0]?.verdict).toMatchObject({ is: "estimated", won: 12, plays: 12, distinguished: true });
  });

  it.each([
    [["--game", "colusion"], "AS120", /Did you mean collusion/],
    [["--game", "netwrok"], "AS120", /Did you mean network/],
    [["--game", "wire-ind:litreal"], "AS120", /Did you mean wire-ind:literal/],
    [["--game", "collusion", "--adversary", "dividng"], "AS121", /Did you mean dividing/],
    [["--adversary", "/nowhere/mine.ts"], "AS102", /mine\.ts/],
    [["--plays", "0"], "AS101", /whole number/],
    [["--plays", "3", "--detect", "0.1"], "AS101", /conflict|cannot be used/],
    [["--confidence", "1.5"], "AS101", /between 0 and 1/],
    [["--queue", "localhost"], "AS124", /redis:/],
    [["--queue", "redis://queue.example:6379"], "AS147", /ASSAY_QUEUE_KEY is not set/],
    [["--redundancy", "2"], "AS101", /--redundancy needs --queue/],
  ])("says what is wrong with %j", async (words, code, said) => {
    const { status, stderr } = await run("play", "phr-sharing", ...words);
    expect({ status, stderr }).toMatchObject({ status: 2 });
    expect(stderr).toContain(code);
    expect(stderr).toMatch(said);
  });

  it("says so of a protocol that has no games", async () => {
    const { status, stderr } = await run("play", "mac-authentication");
    expect(status).toBe(2);
    expect(stderr).toContain("AS123");
  });

  it("plays a stored attack again, and stores what it finds", async () => {
    const stored = "games/phr-sharing/network/impersonated-user.json";
    const network = ["play", "phr-sharing", "--game", "network"];
    const again = await run(...network, "--replay", stored);
    expect(again).toMatchObject({ status: 1 });
    expect(again.stdout).toContain("DO Alive DU: broken, as stored");
    const folder = mkdtempSync(join(tmpdir(), "assay-attacks-"));
    const other = ["play", "nessett", "--game", "network"];
    const { status, stdout } = await run(...other, "--plays", "12", "--seed", "audit", "--save", folder);
    expect(status).toBe(1);
    const [, path = ""] = /stored in (\S+)/.exec(stdout) ?? [];
    const replayed = await run(...other, "--replay", path, "--format", "json");
    expect(JSON.parse(replayed.stdout)).toMatchObject({ seed: "audit", broken: true, isSame: true });
  });

  it.each([
    [["--game", "network", "--replay", "package.json"], "AS126", /schema/],
    [["--game", "network", "--replay", "/nowhere.json"], "AS102", /nowhere/],
    [["--game", "collusion", "--replay", "package.json"], "AS101", /--replay needs the network adversary/],
  ])("says what is wrong with %j", async (words, code, said) => {
    const { status, stderr } = await run("play", "phr-sharing", ...words);
    expect(status).toBe(2);
    expect(stderr).toContain(code);
    expect(stderr).toMatch(said);
  });

  it("does not play one protocol's attack against another", async () => {
    const stored = "games/phr-sharing/network/impersonated-user.json";
    const { status, stderr } = await run("play", "phr-sharing-hardened", "--game", "network", "--replay", stored);
    expect(status).toBe(2);
    expect(stderr).toContain('It is an attack on "phr-sharing".');
  });

  it("refuses for the network adversary what only a campaign has", async () => {
    const { status, stderr } = await run(
      "play",
      "phr-sharing",
      "--game",
      "network",
      "--workers",
      "2",
      "--detect",
      "0.1",
    );
    expect(stderr).toContain("The network adversary has no --detect, --workers.");
    expect(status).toBe(2);
  });
});
