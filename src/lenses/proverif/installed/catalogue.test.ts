/**
 * The generated models of the catalogue, claim by claim: ProVerif's recorded answers become the verdicts that models say
 * which were written by hand, apart from this encoder (by-hand.json), and that expected.yaml gives its reasons for.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { addReachable, listClaims } from "../../../core/protocol/claims/listing.ts";
import { project } from "../../../core/protocol/project/project.ts";
import type { Verdict } from "../../../core/verdict/verdict.ts";
import { loadProtocol } from "../../../repository/load-protocol.ts";
import { listProtocols } from "../../../repository/resolve-sources.ts";
import { makeStub } from "./example.ts";
import { openProverifSession } from "./proverif-session.ts";

const FIXTURES = fileURLToPath(new URL("fixtures/", import.meta.url));
const PROGRAM = process.env["ASSAY_PROVERIF"];
/** The protocols of which there is a record; `npm run record:proverif` makes one of every other. */
const NAMES = listProtocols("protocol").filter((name) => existsSync(join(FIXTURES, "catalogue", `${name}.out`)));

/** By protocol and label, what ProVerif 2.05 and Tamarin 1.8 say of models that were written by hand. */
const BY_HAND = JSON.parse(readFileSync(join(FIXTURES, "by-hand.json"), "utf8")) as Readonly<
  Record<string, Readonly<Record<string, Verdict["is"]>>>
>;

/** Claims about guesses: ProVerif is asked whether the value leaks, so a proof says too little of them, and counts for nothing. */
async function listGuesses(name: string): Promise<readonly string[]> {
  const { description } = await loadProtocol(`protocol/${name}/protocol.ts`);
  const listed = listClaims(addReachable(project({ ...description, match: 0 })));
  return listed.flatMap(({ label, claim }) => (claim.kind === "Unguessable" ? [label] : []));
}

async function judge(name: string, path: string): Promise<Record<string, Verdict>> {
  const protocol = `protocol/${name}/protocol.ts`;
  const { description } = await loadProtocol(protocol);
  const model = project({ ...description, match: 0 });
  const source = { kind: "description", source: name, path: protocol } as const;
  const subject = { model, description, source, bounds: { maxRuns: 5, maxStates: 20_000 } };
  const session = openProverifSession({ path, version: "2.05", from: "PATH" }, subject);
  const conditions = { now: () => 0, pause: () => Promise.resolve(), signal: new AbortController().signal };
  const verdicts: Record<string, Verdict> = {};
  try {
    for (const listed of listClaims(addReachable(model))) {
      verdicts[listed.label] = (await session.judge(listed, conditions, 120_000)).verdict;
    }
  } finally {
    session.close();
  }
  return verdicts;
}

function namesOf(verdicts: Readonly<Record<string, Verdict>>): Record<string, Verdict["is"]> {
  return Object.fromEntries(Object.entries(verdicts).map(([label, { is }]) => [label, is]));
}

describe("ProVerif on the catalogue, as it was recorded (again: npm run record:proverif)", () => {
  it("is compared with models by hand on most of its claims", () => {
    expect(Object.values(BY_HAND).flatMap((labels) => Object.keys(labels))).toHaveLength(161);
    expect(NAMES).toEqual(expect.arrayContaining(Object.keys(BY_HAND)));
  });

  it.each(NAMES)("%s: says what the model by hand says, every trace replayed", { timeout: 120_000 }, async (name) => {
    const verdicts = await judge(name, makeStub(`cat '${join(FIXTURES, "catalogue", `${name}.out`)}'`));
    const byHand = BY_HAND[name] ?? {};
    expect(namesOf(verdicts)).toMatchObject(byHand);
    const open = Object.entries(namesOf(verdicts)).flatMap(([label, is]) => (is === "inconclusive" ? [label] : []));
    expect(open).toEqual(await listGuesses(name));
    for (const verdict of Object.values(verdicts)) {
      if (verdict.is === "holds") expect(verdict).toMatchObject({ scope: "unbounded", method: "proverif" });
      if (verdict.is === "attack") expect(verdict.trace.narration.length).toBeGreaterThan(1);
    }
  });

  it("does not get those verdicts by itself: other answers are other verdicts", async () => {
    const recorded = readFileSync(join(FIXTURES, "catalogue", "nessett.out"), "utf8");
    const forged = recorded.replace(/^(RESULT event\(B2\(.*) is true\.$/m, "$1 cannot be proved.");
    expect(forged).not.toBe(recorded);
    const verdicts = await judge("nessett", makeStub(`cat <<'OUT'\n${forged}\nOUT`));
    expect(verdicts["B2"]).toMatchObject({ is: "inconclusive", why: "incomplete" });
  });
});

describe.skipIf(PROGRAM === undefined)("the installed ProVerif on the catalogue", () => {
  it.each(NAMES)("%s: says what the model by hand says", { timeout: 180_000 }, async (name) => {
    expect(namesOf(await judge(name, PROGRAM ?? ""))).toMatchObject(BY_HAND[name] ?? {});
  });
});
