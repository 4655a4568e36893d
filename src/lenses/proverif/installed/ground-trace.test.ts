/** Tests of reading traces: each that ProVerif printed of the catalogue, and of a small model, can be replayed as it is. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe as group, expect, it } from "vitest";
import { makeFolder } from "../../../assess/example.ts";
import { addReachable } from "../../../core/protocol/claims/listing.ts";
import type { Description } from "../../../core/protocol/ir/description.ts";
import { project } from "../../../core/protocol/project/project.ts";
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

/** Descriptions whose traces were not read as they are meant, by what was wrong. */
const SMALL = {
  /** Two runs of B claim, and one of them lost its x: C passes on in clear what came for it alone. */
  relayed: `import { aenc, key, pk, protocol, scalar, secret, sgk, sign } from "assay";
export default protocol("relayed", { A: "role A", B: "role B", C: "role C" })
  .fresh("B", { x: scalar })
  .fresh("C", { K: key, y: scalar })
  .message("M1", "C", "B", ({ K, y }) => ({ outer: sign({ inner: sign({ K }, sgk("C")) }, sgk("C")), y }))
  .message("M2", "B", "C", ({ K, x }) => ({ one: aenc({ K }, pk("C")), two: aenc({ x }, pk("C")) }))
  .message("M3", "C", "A", ({ x }) => ({ x }))
  .claims("B", ({ x }) => [secret(x, { honest: ["C"] })]);
`,
  /** No message contains the key with which the intruder opens N; only the derivation of N at the end does. */
  unsent: `import { nonce, op, protocol, secret, theory } from "assay";
const made = theory("made", { f: op("part", "part"), g: op("part", "part"), d: op("whole") })
  .approximates("It is made up.")
  .rewrites(({ f, g, d }, { any, reduces }) => ({ d: reduces(d(g(g(any("k"), any("n")), f(any("n"), any("m")))), any("k")) }));
export default protocol("unsent", { A: "role A", C: "role C" })
  .uses(made)
  .fresh("A", { N: nonce })
  .fresh("C", { K: nonce })
  .message("M1", "A", "C", ({ N }) => ({ N }))
  .message("M2", "C", "A", ({ K, N }) => ({ both: made.ops.g(K, N) }))
  .claims("C", ({ K }) => [secret(K)]);
`,
  /** A key that commutes stands in the message before what it is made of, and the other way round. */
  turned: `import { aenc, data, dh, pk, protocol, scalar, secret, senc, shk } from "assay";
export default protocol("turned", { A: "role A", B: "role B", C: { title: "role C", trusted: true } })
  .uses(dh)
  .fresh("A", { D: data, x: scalar })
  .message("M1", "A", "B", ({ x, D }) => ({ X: dh.share(x), box: senc({ x, D }, shk("C", "A")) }))
  .computes("B", ({ X }) => ({ odd: dh.key(X, X), power: dh.key(X, shk("B", "C")) }))
  .message("M3", "B", "C", ({ power, B, odd, box }) => ({ sealed: aenc({ power, B, inner: aenc(odd, pk("B")) }, pk("C")), box }))
  .claims("C", ({ D }) => [secret(D, { honest: [] })]);
`,
  /** The intruder turns a box of its own with what it opened another one for: only how it made it says so. */
  opened: `import { aenc, agree, key, nonce, op, pk, protocol, shk, theory } from "assay";
const made = theory("made", {
  enc: op("message", "key"), swap: op("old key", "new key"), turn: op("ciphertext", "swap"),
  turned: op("message", "key"), undo: op("ciphertext", "key"),
})
  .approximates("It is made up.")
  .rewrites(({ enc, swap, turn, turned, undo }, { any, reduces }) => ({
    turn: reduces(turn(enc(any("m"), any("k")), swap(any("k"), any("j"))), turned(any("m"), any("j"))),
    undo: reduces(undo(turned(any("m"), any("j")), any("j")), any("m")),
  }));
export default protocol("opened", { A: "role A", B: "role B", C: "role C" })
  .uses(made)
  .fresh("A", { K2: key })
  .fresh("C", { N4: nonce })
  .message("M1", "A", "B", ({ K2 }) => aenc({ K2 }, pk("B")))
  .message("M2", "C", "A", ({ N4 }) => ({ p7: aenc({ N4 }, pk("C")) }))
  .message("M3", "A", "C", ({ p7, K2 }) => ({ p7, p8: made.ops.swap(K2, shk("A", "C")) }))
  .message("M4", "C", "B", ({ p7 }) => ({ p10: made.ops.turned(p7, shk("B", "C")) }))
  .computes("B", ({ p10 }) => ({ q11: made.ops.undo(p10, shk("B", "C")) }))
  .claims("B", ({ q11 }) => [agree("A", [q11], { injective: true })]);
`,
} as const;

group("a trace that ProVerif prints", () => {
  it.each(Object.entries(SMALL))("replays as it is: %s", async (name, text) => {
    const { description } = await loadProtocol(join(makeFolder({ "small.ts": text }), "small.ts"));
    const said = replayAll(description, `${name}.out`);
    expect(Object.keys(said).length).toBeGreaterThan(2);
    expect(Object.entries(said).filter(([, one]) => one !== "replays")).toEqual([]);
  });

  it("replays, whatever claim of the catalogue it is against", { timeout: 120_000 }, async () => {
    const all: Record<string, string> = {};
    for (const name of listProtocols("protocol")) {
      if (!existsSync(join(FIXTURES, "catalogue", `${name}.out`))) continue;
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
