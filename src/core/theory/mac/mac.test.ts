/** A MAC is made by whoever has key and message, opens nothing, and is compared by who can make it. */
import { describe, expect, it } from "vitest";
import { describe as describeProtocol } from "../../protocol/dsl/describe.ts";
import { protocol } from "../../protocol/dsl/protocol.ts";
import { readBuilder } from "../../protocol/dsl/protocol.ts";
import { key, nonce } from "../../protocol/dsl/sorts.ts";
import type { Model } from "../../protocol/ir/script.ts";
import { printScript } from "../../protocol/project/print-script.ts";
import { project } from "../../protocol/project/project.ts";
import { apply, constant, freshName } from "../../term/term.ts";
import { Knowledge } from "../../../lenses/verifier/replay/knowledge.ts";
import { deduce } from "../deductions.ts";
import { shk } from "../keys.ts";
import { senc, sencTheory } from "../senc/senc.ts";
import { mac, macTheory } from "./mac.ts";

const k = freshName("k", ["Key"], 1);
const m = freshName("m", ["Nonce"], 1);
const code = apply("mac", m, k);

/** An intruder who has overheard some terms. */
function hearing(...heard: readonly Parameters<Knowledge["derive"]>[0][]): Knowledge {
  const knowledge = new Knowledge(deduce([macTheory.data, sencTheory.data]), [], []);
  for (const term of heard) knowledge.learn(term, 1, 0);
  return knowledge;
}

function modelOf(builder: object): Model {
  const recorded = readBuilder(builder);
  const described = recorded && describeProtocol(recorded);
  if (described?.description === undefined) throw new Error(JSON.stringify(described?.diagnostics));
  return project(described.description);
}

function receivesOf(model: Model, role: string): string[] {
  const script = model.protocols[0]?.roles.find((each) => each.role === role);
  return script === undefined ? [] : printScript(script).filter((line) => /^(recv|match)/.test(line));
}

describe("what the intruder can do with a MAC", () => {
  it("has no rule", () => {
    expect(macTheory.data.rewrites).toEqual([]);
    expect(deduce([macTheory.data]).analyses).toEqual([]);
  });

  it("makes it from key and message", () => {
    expect(hearing(k, m).derive(code)?.by).toEqual({ kind: "synthesis", rule: "mac" });
  });

  it.each([
    ["the message alone", [m], code],
    ["the key alone", [k], code],
    ["another MAC under the key", [m, apply("mac", constant("other"), k)], code],
    ["the MAC, its message", [code], m],
    ["the MAC and its key, its message", [code, k], m],
    ["the MAC and its message, its key", [code, m], k],
  ])("does not get from %s", (_, heard, wanted) => {
    expect(hearing(...heard).derive(wanted)).toBeUndefined();
  });

  it("is no encryption: a MAC under k is not a box under k", () => {
    expect(hearing(code, k).derive(apply("senc", m, k))).toBeUndefined();
  });
});

describe("who verifies a MAC", () => {
  const roles = { A: "sender", B: "receiver" };

  it("does so when it has key and message", () => {
    const model = modelOf(
      protocol("p", roles)
        .knows("A", { K: shk("A", "B") })
        .knows("B", { K: shk("A", "B") })
        .fresh("A", { N: nonce })
        .message("M1", "A", "B", ({ N, K }) => ({ N, code: mac({ N }, K) })),
    );
    expect(receivesOf(model, "B")).toEqual(["recv M1 (?N:Nonce, mac(?N:Nonce, shk(shared, A, B)))"]);
  });

  it("does so later, when the key comes later", () => {
    const model = modelOf(
      protocol("p", roles)
        .fresh("A", { N: nonce, K: key })
        .message("M1", "A", "B", ({ N, K }) => ({ N, code: mac({ N }, K) }))
        .message("M2", "A", "B", ({ K }) => senc({ K }, shk("A", "B"))),
    );
    expect(receivesOf(model, "B")).toEqual([
      "recv M1 (?N:Nonce, ?code)",
      "recv M2 senc(?K:Key, shk(shared, A, B))",
      "match mac(?N:Nonce, ?K:Key) = ?code",
    ]);
  });

  it("takes it unread without the key, and without the message", () => {
    const model = modelOf(
      protocol("p", roles)
        .knows("A", { K: shk("A", "A") })
        .fresh("A", { N: nonce })
        .message("M1", "A", "B", ({ N, K }) => ({ N, code: mac({ N }, K) }))
        .fresh("A", { secretN: nonce })
        .message("M2", "A", "B", ({ secretN }) => ({ blind: mac({ secretN }, shk("A", "B")) })),
    );
    expect(receivesOf(model, "B")).toEqual(["recv M1 (?N:Nonce, ?code)", "recv M2 ?blind"]);
  });
});
