/** Under `match: 2` the rules of a theory take values of any type, for whoever executes a trace as for whoever finds it. */
import { describe, expect, it } from "vitest";
import type { Model } from "../../core/protocol/ir/script.ts";
import { loadSpdl } from "../scyther/load.ts";
import { normalise } from "../../core/term/rewrite.ts";
import { AGENT, apply, constant, freshName, type Term, tuple, variable } from "../../core/term/term.ts";
import { loosenRewrite } from "../../core/theory/deductions.ts";
import { examineTrace } from "./examine-trace.ts";
import { drive, runToEnd } from "./run-to-end.ts";
import { Verifier } from "./verify.ts";

/** Opens a box of one nonce. */
const OPENING = {
  name: "open",
  left: apply("open", apply("box", variable("m", ["Nonce"]), variable("a", [AGENT])), variable("k", ["Key"])),
  right: variable("m", ["Nonce"]),
};

/** A puts a pair into a box; B opens boxes of single nonces for anyone, taking the box for what `held` says. */
function load(match: Model["match"], held: string): Model {
  const text = `usertype Key; secret key: Key; protocol p(A,B) {
    role A { fresh n: Nonce; send_1(A,B,n); claim_s(A,Secret,n); }
    role B { var x: ${held}; recv_1(A,B,x); send_2(B,A,x); }
  }`;
  const { model } = loadSpdl("p.spdl", () => ({ path: "p.spdl", text }));
  const nonce = freshName("n", ["Nonce"]);
  const messages: Record<string, Term> = {
    A1: apply("box", tuple(nonce, nonce), variable("A", [AGENT])),
    B2: apply("open", variable("x", held === "Ticket" ? [] : [held]), constant("key", ["Key"])),
  };
  const protocols = model.protocols.map((protocol) => ({
    ...protocol,
    roles: protocol.roles.map((role) => ({
      ...role,
      events: role.events.map((event) =>
        event.kind === "send" ? { ...event, message: messages[role.role + event.label] ?? event.message } : event,
      ),
    })),
  }));
  return { ...model, protocols, rewrites: [OPENING], match };
}

const CLAIM = { protocol: "p", role: "A", label: "s" };
const OPTIONS = { maxRuns: 4, maxStates: 5_000 };

describe("rules under untyped matching", () => {
  it("reduce terms of every type, but keep agents apart from the rest", () => {
    const [a, b, key] = [constant("a", ["Nonce"]), constant("b", [AGENT]), constant("k", ["Word"])];
    const reduce = (payload: typeof a, agent: typeof a): string =>
      normalise(apply("open", apply("box", tuple(payload, payload), agent), key), [loosenRewrite(OPENING)]).key;
    expect(reduce(a, b)).toBe(tuple(a, a).key);
    expect(reduce(a, a)).not.toBe(tuple(a, a).key);
    expect(normalise(apply("open", apply("box", tuple(a, a), b), key), [OPENING]).key).not.toBe(tuple(a, a).key);
  });

  it.each(["Ticket", "Nonce"])("expose a pair where a nonce was meant, in what is held as a %s", (held) => {
    expect(runToEnd(new Verifier(load(0, held)), CLAIM, OPTIONS).verdict.is).toBe("holds");
    expect(runToEnd(new Verifier(load(2, held)), CLAIM, OPTIONS).verdict.is).toBe("attack");
  });

  it("count for traces from elsewhere as well", () => {
    const found = drive(new Verifier(load(2, "Ticket")).attack(CLAIM, OPTIONS));
    if (found === undefined) throw new Error("no attack");
    expect(examineTrace(load(2, "Ticket"), found.execution.trace)).toBeDefined();
    expect(examineTrace(load(0, "Ticket"), found.execution.trace)).toBeUndefined();
  });
});
