import { describe, expect, it } from "vitest";
import type { Model, ScriptEvent } from "../../core/protocol/ir/script.ts";
import { encodeModel } from "./encode.ts";
import { addInjectiveClaims } from "./injective-claims.ts";
import { loadSpdl } from "./load.ts";

const TEXT = `protocol p(A,B) {
  role A { fresh n: Nonce; claim_r(A,Running,B,n); send_1(A,B,n); }
  role B { var n: Nonce; recv_1(A,B,n); claim_s(B,Nisynch); claim_s-injective(B,Secret,n); claim_c(B,Commit,A,n); }
}`;

function load(autoClaims = false): Model {
  return loadSpdl("p.spdl", () => ({ path: "p.spdl", text: TEXT }), { autoClaims }).model;
}

function claimsOf(model: Model): string[] {
  return model.protocols.flatMap((protocol) =>
    protocol.roles.flatMap((role) =>
      role.events.flatMap((event) => (event.kind === "claim" ? [`${event.claim.label} ${event.claim.kind}`] : [])),
    ),
  );
}

describe("addInjectiveClaims", () => {
  it("puts an injective claim behind each that has one, under a label of its own", () => {
    expect(claimsOf(addInjectiveClaims(load()))).toEqual([
      "s Nisynch",
      "s-injective' InjectiveSynch",
      "s-injective Secret",
      "c Commit",
      "c-injective InjectiveAgree",
    ]);
  });

  it("keeps partner, data and signal of an agreement", () => {
    const events = addInjectiveClaims(load()).protocols[0]?.roles[1]?.events ?? [];
    const [commit, injective] = events.slice(-2).map((event) => (event.kind === "claim" ? event.claim : undefined));
    expect({ ...injective, kind: "Commit", label: "c" }).toEqual(commit);
  });

  it("extends the standard claims, too", () => {
    const claims = claimsOf(addInjectiveClaims(load(true))).filter((claim) => claim.endsWith("synch"));
    const injective = claimsOf(addInjectiveClaims(load(true))).filter((claim) => claim.endsWith("InjectiveSynch"));
    expect(claims).toHaveLength(2);
    expect(injective).toEqual(["A5-injective InjectiveSynch", "B5-injective InjectiveSynch"]);
  });
});

describe("encodeModel", () => {
  const about = { title: "p", source: "protocol/p/protocol.ts", injective: "left out" } as const;

  it("leaves injective claims out and says so", () => {
    const { text, approximations } = encodeModel(addInjectiveClaims(load()), about);
    expect(text).toContain("// Claims that SPDL cannot make:\n");
    expect(text).toContain("//   - s-injective': injective synchronisation, of B\n");
    expect(text).toMatch(/^\/\/ {3}- c-injective: injective agreement with .*, of B$/m);
    expect(text.slice(text.indexOf("protocol p("))).not.toContain("c-injective");
    expect(approximations.join()).not.toContain("injective");
  });

  it("leaves out the signals that nothing else refers to", () => {
    const model = load();
    const signalled = (signal: string, kinds: readonly ("Agree" | "InjectiveAgree")[]): Model => ({
      ...model,
      protocols: model.protocols.map((protocol) => ({
        ...protocol,
        roles: protocol.roles.map((role) => ({
          ...role,
          events: role.events.flatMap((event): ScriptEvent[] => {
            if (event.kind === "running") return [{ ...event, signal }];
            if (event.kind !== "claim" || event.claim.kind !== "Commit") return [event];
            return kinds.map((kind) => ({ ...event, claim: { ...event.claim, kind, label: kind, signal } }));
          }),
        })),
      })),
    });
    expect(encodeModel(signalled("x", ["Agree", "InjectiveAgree"]), about).text).toContain("Running");
    expect(encodeModel(signalled("x", ["InjectiveAgree"]), about).text).not.toContain("Running");
  });

  it("can claim what is left of them without injectivity, instead", () => {
    const { text, approximations } = encodeModel(addInjectiveClaims(load()), { title: "p", source: "p.ts" });
    expect(text).toMatch(/claim_s-injective'\(B, Nisynch\);/);
    expect(text).toMatch(/claim_c-injective\(B, Commit, A, /);
    expect(approximations).toContain("c-injective is only claimed without injectivity.");
  });

  it("changes nothing where there are none", () => {
    expect(encodeModel(load(), about).text).not.toContain("cannot make");
  });
});
