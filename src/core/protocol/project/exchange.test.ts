/** Diffie-Hellman in descriptions: shares are compared, keys open boxes on both sides, long-term exponents work too. */
import { describe, expect, it } from "vitest";
import { dh, hash, mac, nonce, protocol, scalar, sdec, secret, senc } from "../../../index.ts";
import { listClaims } from "../claims/listing.ts";
import { runToEnd } from "../../../lenses/verifier/run-to-end.ts";
import { Verifier } from "../../../lenses/verifier/verify.ts";
import { describe as describeProtocol } from "../dsl/describe.ts";
import { readBuilder } from "../dsl/protocol.ts";
import type { Model } from "../ir/script.ts";
import { printScript } from "./print-script.ts";
import { project } from "./project.ts";

const ROLES = { I: "initiator", R: "responder" };

function modelOf(builder: object): Model {
  const recorded = readBuilder(builder);
  const described = recorded && describeProtocol(recorded);
  if (described?.description === undefined) throw new Error(JSON.stringify(described?.diagnostics));
  return project(described.description);
}

function codesOf(builder: object): string[] {
  const recorded = readBuilder(builder);
  return recorded === undefined ? [] : describeProtocol(recorded).diagnostics.map(({ code }) => code);
}

function linesOf(model: Model, role: string): string[] {
  const script = model.protocols[0]?.roles.find((each) => each.role === role);
  return script === undefined ? [] : printScript(script).filter((line) => !line.startsWith("claim"));
}

function judge(model: Model): Record<string, string> {
  return Object.fromEntries(
    listClaims(model).map((claim) => {
      const { verdict } = runToEnd(new Verifier(model), claim, { maxRuns: 4, maxStates: 50_000 });
      return [claim.label, verdict.is];
    }),
  );
}

const confirmed = (): object =>
  protocol("confirmed", ROLES)
    .uses(dh)
    .fresh("I", { x: scalar })
    .message("M1", "I", "R", ({ x }) => ({ X: dh.share(x) }))
    .fresh("R", { y: scalar, N: nonce })
    .computes("R", ({ X, y }) => ({ K: dh.key(X, y) }))
    .message("M2", "R", "I", ({ X, y, N, K }) => ({ Y: dh.share(y), box: senc({ N }, hash(K)), code: mac({ X }, K) }))
    .computes("I", ({ Y, x }) => ({ K: dh.key(Y, x) }))
    .computes("I", ({ box, K }) => ({ N: sdec(box, hash(K)).N }))
    .message("M3", "I", "R", ({ N, K }) => ({ back: mac({ N }, K) }))
    .claims("R", ({ N }) => [secret(N)]);

describe("an exchange", () => {
  it("is projected: each side raises what it cannot read, and compares its own share", () => {
    const model = modelOf(confirmed());
    expect(linesOf(model, "I")).toEqual([
      "send M1 dh.share(x)",
      "recv M2 (?Y, senc(?N:Nonce, hash(dh.key(?Y, x))), mac(dh.share(x), dh.key(?Y, x)))",
      "send M3 mac(?N:Nonce, dh.key(?Y, x))",
    ]);
    expect(linesOf(model, "R")).toEqual([
      "recv M1 ?X",
      "send M2 (dh.share(y), senc(N, hash(dh.key(?X, y))), mac(?X, dh.key(?X, y)))",
      "recv M3 mac(N, dh.key(?X, y))",
    ]);
  });

  it("can be finished by both sides, and by a man in the middle", () => {
    expect(judge(modelOf(confirmed()))).toEqual({ "I-reachable": "holds", R1: "attack", "R-reachable": "holds" });
  });

  it("works with long-term exponents", () => {
    const model = modelOf(
      protocol("long-term", ROLES)
        .uses(dh)
        .knows("I", { a: scalar })
        .knows("R", { b: scalar })
        .message("M1", "I", "R", ({ a }) => ({ A: dh.share(a) }))
        .fresh("R", { N: nonce })
        .message("M2", "R", "I", ({ A, b, N }) => ({ B: dh.share(b), box: senc({ N }, dh.key(A, b)) }))
        .computes("I", ({ B, a, box }) => ({ N: sdec(box, dh.key(B, a)).N }))
        .claims("I", ({ N }) => [secret(N)]),
    );
    expect(judge(model)).toEqual({ I1: "attack", "I-reachable": "holds", "R-reachable": "holds" });
  });

  it("is refused where something else than a share is raised", () => {
    const raise = (pick: "N" | "K"): object =>
      protocol("wrong", ROLES)
        .uses(dh)
        .fresh("I", { x: scalar, N: nonce })
        .computes("I", ({ x }) => ({ K: dh.key(dh.share(x), x) }))
        .computes("I", (names) => ({ wrong: dh.key(names[pick] as never, names.x) }))
        .message("M1", "I", "R", ({ N }) => ({ N }));
    expect(codesOf(raise("N"))).toEqual(["CP206"]);
    expect(codesOf(raise("K"))).toEqual(["CP206"]);
  });
});
