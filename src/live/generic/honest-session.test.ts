/** Every description of the catalogue runs on bytes, and a party with a mistake is found out. */
import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { loadProtocol } from "../../repository/load-protocol.ts";
import { loadSystem } from "../system/find-system.ts";
import type { Operations } from "../roles/operations.ts";
import { play } from "./example.ts";
import { playHonestly, type SessionEnd } from "./honest-session.ts";
import { castAgents } from "./open-session.ts";
import { setStage, type Stage } from "./stage.ts";

const root = new URL("../../../protocol/", import.meta.url);
const names = readdirSync(root);

async function stageOf(name: string): Promise<{ stage: Stage; cast: ReadonlyMap<string, string> }> {
  const path = new URL(`${name}/protocol.ts`, root).pathname;
  const { description, implementations } = await loadProtocol(path);
  const cast = castAgents(description.roles.map((role) => role.name));
  const bind = (await loadSystem(path))?.bind;
  const agents = [...cast.values()];
  const stage = await setStage({ description, implementations, agents, seed: "s", backend: "mcl", now: () => 1, bind });
  return { stage, cast };
}

/** The stage with one party's operations replaced. */
function replaceFor(stage: Stage, role: string, change: (honest: Operations) => Operations): Stage {
  return {
    ...stage,
    meansOf: (each, agent) => {
      const means = stage.meansOf(each, agent);
      return each === role ? { ...means, operations: change(means.operations) } : means;
    },
  };
}

function sayEnd({ refused, discrepancies }: SessionEnd): readonly string[] {
  return [...(refused === undefined ? [] : [refused.code]), ...discrepancies.map(({ kind }) => kind)];
}

describe("an honest session", () => {
  it.each(names)("of %s says what its description says, field for field", async (name) => {
    const { stage, cast } = await stageOf(name);
    const end = await playHonestly(stage, cast);
    expect(sayEnd(end)).toEqual([]);
    expect(end.messages.map(({ label }) => label)).toEqual(stage.plan.messages.map(({ label }) => label));
  });

  it("draws other bytes under another seed, and the same under the same", async () => {
    const protocol = await loadProtocol(new URL("sigma-i/protocol.ts", root).pathname);
    const bytesOf = async (seed: string): Promise<string> =>
      (await play(protocol, seed)).messages.map(({ bytes }) => bytes.join()).join("|");
    expect(await bytesOf("a")).toBe(await bytesOf("a"));
    expect(await bytesOf("a")).not.toBe(await bytesOf("b"));
  });

  it.each([
    ["a nonce that is drawn once and for all", "needham-schroeder", "R", fixNonces, ["not-fresh"]],
    ["a hash of its own", "sigma-i", "B", flipHash, ["cannot-open"]],
    ["a signature over the wrong bytes", "nessett", "A", signOther, ["bad-signature"]],
  ] as const)("finds %s", async (_, name, role, change, found) => {
    const { stage, cast } = await stageOf(name);
    // Both parties of Needham-Schroeder draw the same nonce where each has the mistake.
    const both = name === "needham-schroeder" ? replaceFor(stage, "I", change) : stage;
    expect(sayEnd(await playHonestly(replaceFor(both, role, change), cast))).toEqual(found);
  });
});

function fixNonces(honest: Operations): Operations {
  return {
    ...honest,
    sample: (sort, randomness) => (sort === "Nonce" ? new Uint8Array(16) : honest.sample(sort, randomness)),
  };
}

function flipHash(honest: Operations): Operations {
  return { ...honest, hash: (message, context) => honest.hash(message, context).map((byte) => byte ^ 1) };
}

function signOther(honest: Operations): Operations {
  return { ...honest, sign: (key, message, context) => honest.sign(key, message.slice(1), context) };
}
