/** Any description as a company of members over sockets: the end is that of one process, wherever members stop on the way. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadProtocol } from "../../repository/load-protocol.ts";
import type { LoadedProtocol } from "../../repository/loaded-protocol.ts";
import { type Crash, launchHere } from "../processes/example.ts";
import { folderOf } from "../processes/layout.ts";
import { perform, prepare } from "../processes/perform.ts";
import type { LiveEnd } from "../system/live-system.ts";
import { actGenerically, openGenericCompany } from "./company.ts";
import { openGenericSession } from "./open-session.ts";

const NOW = 1_750_000_000_000;
const isNightly = process.env["ASSAY_NIGHTLY"] !== undefined;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "assay-company-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function optionsOf(loaded: LoadedProtocol) {
  const identity = { build: "build", description: "description" };
  return { ...loaded, backend: "mcl" as const, seed: "t", identity, wall: () => NOW, stopwatch: () => 0 };
}

async function playApart(
  loaded: LoadedProtocol,
  crashes: readonly Crash[] = [],
  written: (member: string, line: object) => void = () => undefined,
): Promise<LiveEnd> {
  const company = await openGenericCompany(optionsOf(loaded), undefined);
  const launch = launchHere(
    (_, surroundings) => actGenerically({ ...loaded, backend: "mcl" }, surroundings),
    crashes,
    written,
  );
  const stage = { company, folder, passphrase: "p", play: {}, launch, cost: 10, wall: () => Date.now() };
  const notes: string[] = [];
  await prepare({ ...stage, tell: () => undefined, note: (_, text) => void notes.push(text) });
  const performed = await perform({ ...stage, tell: () => undefined, note: (_, text) => void notes.push(text) });
  expect(notes.filter((note) => note.includes("SIGKILL")).length).toBe(crashes.length);
  return company.conclude(performed, (member) => folderOf(folder, member));
}

async function playTogether(loaded: LoadedProtocol): Promise<LiveEnd> {
  return (await openGenericSession(optionsOf(loaded))).run(() => undefined);
}

const loadNamed = (name: string): Promise<LoadedProtocol> =>
  loadProtocol(new URL(`../../../protocol/${name}/protocol.ts`, import.meta.url).pathname);

describe("a description as a company", () => {
  it.each([
    "otway-rees",
    "sigma-i",
    ...(isNightly ? ["needham-schroeder", "nessett", "kerberos-exchange", "tls13-like"] : []),
  ])("%s says over sockets, byte for byte, what it says in one process", async (name) => {
    const loaded = await loadNamed(name);
    const together = await playTogether(loaded);
    expect(together).toMatchObject({ is: "completed", isSound: true });
    expect(await playApart(loaded)).toEqual(together);
  });

  it("comes to the same end wherever a member stops", async () => {
    const loaded = await loadNamed("needham-schroeder");
    const together = await playTogether(loaded);
    // Each has two or three steps, and two lines for each.
    const points = ["Alice", "Bob"].flatMap((member) =>
      [1, 2, 3, 4].flatMap((line) => (["before", "after"] as const).map((when) => ({ member, line, when }))),
    );
    const chosen = isNightly ? points : points.filter((_, i) => i % 5 === 1);
    for (const crash of chosen) {
      expect(await playApart(loaded, [crash]), JSON.stringify(crash)).toEqual(together);
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("goes on when all of its members stop, one after the other", async () => {
    const loaded = await loadNamed("otway-rees");
    const crashes: Crash[] = ["Alice", "Bob", "Charlie"].map((member, i) => ({
      member,
      line: 2,
      when: i % 2 === 0 ? "before" : "after",
    }));
    expect(await playApart(loaded, crashes)).toEqual(await playTogether(loaded));
  });
});
