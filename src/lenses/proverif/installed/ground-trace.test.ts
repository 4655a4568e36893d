/** Tests of reading traces: each that ProVerif printed of the catalogue, and of a small model, can be replayed as it is. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe as group, expect, it } from "vitest";
import { addReachable } from "../../../core/protocol/claims/listing.ts";
import { describe } from "../../../core/protocol/dsl/describe.ts";
import { readBuilder } from "../../../core/protocol/dsl/protocol.ts";
import type { Description } from "../../../core/protocol/ir/description.ts";
import { project } from "../../../core/protocol/project/project.ts";
import { aenc, key, pk, protocol, scalar, secret, sgk, sign } from "../../../index.ts";
import { loadProtocol } from "../../../repository/load-protocol.ts";
import { listProtocols } from "../../../repository/resolve-sources.ts";
import { examineTrace } from "../../verifier/examine-trace.ts";
import { encodeProverif } from "../encode.ts";
import { groundTrace } from "./ground-trace.ts";
import { readOutput } from "./read-output.ts";

const FIXTURES = fileURLToPath(new URL("fixtures/", import.meta.url));

/** By claim, whether the trace that was printed against it can be replayed; a sentence where it cannot be read. */
function replayAll(described: Description, file: string): Record<string, string> {
  const model = addReachable(project({ ...described, match: 0 }));
  const { theories, weaknesses, name } = described;
  const { queries, lexicon } = encodeProverif({ model, theories, weaknesses, title: name, source: name });
  const stdout = readFileSync(join(FIXTURES, file), "utf8");
  const printed = { stdout, stderr: "", exitStatus: 0, signal: undefined };
  const output = readOutput(printed, new Set(queries.map(({ event }) => event)));
  if (output.is !== "judged") throw new Error(output.is);
  const said = queries.flatMap(({ event, protocol: of, role, claim }): [string, string][] => {
    const { trace } = output.answers.get(event) ?? {};
    if (trace === undefined) return [];
    const script = model.protocols.find((one) => one.name === of)?.roles.find((one) => one.role === role);
    const at = script?.events.findIndex((one) => one.kind === "claim" && one.claim.label === claim.label) ?? -1;
    const proposed = groundTrace(model, lexicon, output.process, trace, { event, protocol: of, role, at });
    if ("misfit" in proposed) return [[event, proposed.misfit]];
    return [[event, examineTrace(model, proposed) === undefined ? "does not replay" : "replays"]];
  });
  return Object.fromEntries(said);
}

/** C passes on in clear what came for it alone. ProVerif's trace has two runs of B that claim; one of them lost its x. */
function makeRelayed(): Description {
  const builder = protocol("relayed", { A: "role A", B: "role B", C: "role C" })
    .fresh("B", { x: scalar })
    .fresh("C", { K: key, y: scalar })
    .message("M1", "C", "B", ({ K, y }) => ({ outer: sign({ inner: sign({ K }, sgk("C")) }, sgk("C")), y }))
    .message("M2", "B", "C", ({ K, x }) => ({ one: aenc({ K }, pk("C")), two: aenc({ x }, pk("C")) }))
    .message("M3", "C", "A", ({ x }) => ({ x }))
    .claims("B", ({ x }) => [secret(x, { honest: ["C"] })]);
  const recorded = readBuilder(builder);
  const { description } = recorded === undefined ? {} : describe(recorded);
  if (description === undefined) throw new Error("it is no description");
  return description;
}

group("a trace that ProVerif prints", () => {
  it("is about the run that it calls the goal, not about another that claims later", () => {
    expect(readFileSync(join(FIXTURES, "relayed.out"), "utf8").match(/^event B1\(.*\(goal\)$/gm)).toHaveLength(1);
    expect(replayAll(makeRelayed(), "relayed.out")).toEqual({
      ...{ A_reachable: "replays", B1: "replays", B_reachable: "replays", C_reachable: "replays" },
    });
  });

  it("replays, whatever claim of the catalogue it is against", { timeout: 120_000 }, async () => {
    const all: Record<string, string> = {};
    for (const name of listProtocols("protocol")) {
      const { description } = await loadProtocol(`protocol/${name}/protocol.ts`);
      for (const [event, said] of Object.entries(replayAll(description, join("catalogue", `${name}.out`)))) {
        all[`${name} ${event}`] = said;
      }
    }
    expect(Object.entries(all).filter(([, said]) => said !== "replays")).toEqual([]);
    // The attacks, and a way to the end of each role.
    expect(Object.keys(all).length).toBeGreaterThan(60);
  });
});
