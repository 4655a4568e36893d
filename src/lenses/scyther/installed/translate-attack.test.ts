import { describe, expect, it } from "vitest";
import { loadProtocol } from "../../../repository/load-protocol.ts";
import type { Model } from "../../../core/protocol/ir/script.ts";
import type { Term } from "../../../core/term/term.ts";
import { addReachable, type ListedClaim, listClaims } from "../../../core/protocol/claims/listing.ts";
import { examineTrace } from "../../verifier/examine-trace.ts";
import { Verifier } from "../../verifier/verify.ts";
import { type EncodedSpdl, encodeModel } from "../encode.ts";
import { buildModel } from "../load.ts";
import { parseSpdl } from "../syntax/parse.ts";
import { partsOf } from "./bind-run.ts";
import { type GroundedAttack, listTraces } from "./ground-attack.ts";
import { alignScripts, findScript, translateAttack } from "./translate-attack.ts";

const BOUNDS = { maxRuns: 4, maxStates: 2000 };

interface Pair {
  readonly model: Model;
  readonly encoded: EncodedSpdl;
  readonly spdl: Model;
}

async function encode(name: string): Promise<Pair> {
  const path = new URL(`../../../../protocol/${name}/protocol.ts`, import.meta.url).pathname;
  const model = addReachable((await loadProtocol(path)).model);
  const encoded = encodeModel(model, { title: name, source: name });
  const { model: spdl } = buildModel(
    parseSpdl({ path: name, text: encoded.text }, () => undefined),
    name,
  );
  return { model, encoded, spdl };
}

/** An attack on the encoded model, as one that Scyther shows would be. */
function attackEncoded(spdl: Model, claim: ListedClaim): GroundedAttack | undefined {
  const search = new Verifier(spdl).attack(claim, BOUNDS);
  let step = search.next();
  while (step.done !== true) step = search.next("go");
  const execution = step.value?.execution;
  if (execution === undefined) return undefined;
  const { runs, steps, invented, hints } = execution.trace;
  return {
    runs: runs.map((run, id) => {
      const protocol = spdl.protocols.find(({ name }) => name === run.protocol);
      const script = protocol?.roles.find(({ role }) => role === run.role);
      if (script === undefined) throw new Error(`no role ${run.role}`);
      const parts: (readonly Term[] | undefined)[] = [];
      for (const { run: of, at, event } of execution.events) if (of === id) parts[at] = partsOf(event);
      return { ...run, script, parts };
    }),
    orders: [steps],
    invented,
    hints,
  };
}

describe("translateAttack", () => {
  it.each(["needham-schroeder", "phr-sharing"])(
    "makes of every attack on the model of %s one on the description",
    async (name) => {
      const { model, encoded, spdl } = await encode(name);
      const results: string[] = [];
      for (const claim of listClaims(spdl).filter(({ protocol }) => !protocol.startsWith("@"))) {
        const attack = attackEncoded(spdl, claim);
        if (attack === undefined) continue;
        const translated = translateAttack(attack, encoded, model);
        if ("misfit" in translated) results.push(`${claim.label}: ${translated.misfit}`);
        else {
          const stands = listTraces(translated).some((trace) => examineTrace(model, trace) !== undefined);
          results.push(stands ? "replays" : `${claim.label} does not replay`);
        }
      }
      expect(results.length).toBeGreaterThan(5);
      expect(results).toEqual(results.map(() => "replays"));
    },
  );

  it.each([
    ["sigma-i", ["A3", "A-reachable", "B-reachable"]],
    ["tls13-like", ["C3", "C-reachable", "S1", "S2", "S-reachable"]],
  ])(
    "makes one on %s, whose roles compute keys to receive with, and signal to nobody in particular",
    async (name, labels) => {
      const { model, encoded, spdl } = await encode(name);
      const replayed = listClaims(spdl)
        .filter(({ protocol }) => !protocol.startsWith("@"))
        .flatMap((claim) => {
          const attack = labels.includes(claim.label) ? attackEncoded(spdl, claim) : undefined;
          const translated = attack && translateAttack(attack, encoded, model);
          if (translated === undefined || "misfit" in translated) return [];
          return listTraces(translated).some((trace) => examineTrace(model, trace) !== undefined) ? [claim.label] : [];
        });
      expect(replayed.sort()).toEqual([...labels].sort());
    },
  );

  it("refuses what the description has no words for", async () => {
    const { model, encoded, spdl } = await encode("needham-schroeder");
    const claim = listClaims(spdl).find(({ role, claim: { kind } }) => role === "R" && kind === "Secret");
    const attack = claim === undefined ? undefined : attackEncoded(spdl, claim);
    if (attack === undefined) throw new Error("no attack");
    const [first, ...others] = attack.runs;
    if (first === undefined) throw new Error("no run");
    const renamed = { ...attack, runs: [{ ...first, role: "X" }, ...others] };
    expect(translateAttack(renamed, encoded, model)).toMatchObject({ misfit: expect.stringContaining("no role X") });
    const emptied = { ...attack, runs: attack.runs.map((run) => ({ ...run, script: { ...run.script, events: [] } })) };
    expect(translateAttack(emptied, encoded, model)).toMatchObject({ misfit: expect.stringContaining("other events") });
    const [agent] = first.agents.values();
    const flat = attack.runs.map((run) => ({
      ...run,
      parts: run.parts.map((parts) => parts?.map((part) => agent ?? part)),
    }));
    expect(translateAttack({ ...attack, runs: flat }, encoded, model)).toMatchObject({
      misfit: expect.stringContaining("patterns do not take"),
    });
  });

  it("finds the role and the events that an encoded role was made from", async () => {
    const { model, encoded, spdl } = await encode("phr-sharing");
    for (const role of spdl.protocols.filter(({ name }) => !name.startsWith("@")).flatMap(({ roles }) => roles)) {
      const script = findScript(role, encoded, model);
      expect(script?.role).toBe(role.role);
      const places = script === undefined ? [] : (alignScripts(script, role) ?? []);
      expect(places.length).toBe(role.events.length);
    }
  });
});
