/**
 * Kind of mistake: keys that are the same whichever agent comes first, taken for keys with a direction.
 *
 * A reflection is an attack that needs them equal. Expected verdicts are those of ProVerif with the equation
 * shk(a, b) = shk(b, a), or exp(exp(g, x), y) = exp(exp(g, y), x).
 */
import * as fc from "fast-check";
import { describe as group, expect, it } from "vitest";
import {
  agree,
  alive,
  dh,
  hash,
  mac,
  nonce,
  protocol,
  scalar,
  sdec,
  secret,
  senc,
  type Fields,
  type SessionKey,
  sgk,
  shk,
  sign,
  type Typed,
  weakagree,
} from "../../index.ts";
import { describe } from "../../core/protocol/dsl/describe.ts";
import { readBuilder } from "../../core/protocol/dsl/protocol.ts";
import type { Model } from "../../core/protocol/ir/script.ts";
import { project } from "../../core/protocol/project/project.ts";
import { listClaims } from "../../core/protocol/claims/listing.ts";
import { type Draw, simulate } from "./injectivity/simulate.ts";
import { tryTrace } from "./replay/confirm.ts";
import { runToEnd } from "./run-to-end.ts";
import { Verifier } from "./verify.ts";

const OPTIONS = { maxRuns: 3, maxStates: 4_000 };

function modelOf(builder: object): Model {
  const recorded = readBuilder(builder);
  const described = recorded && describe(recorded);
  if (described?.description === undefined) throw new Error(JSON.stringify(described?.diagnostics));
  return project(described.description);
}

/** The claims by kind and subject, with their verdicts. */
function judge(model: Model): Record<string, string> {
  const verifier = new Verifier(model);
  const verdicts = listClaims(model).map((target) => {
    const { verdict } = runToEnd(verifier, target, OPTIONS);
    const scope = verdict.is === "holds" && verdict.scope !== "unbounded" ? " within the bound" : "";
    return [`${target.role} ${target.claim.kind} ${target.claim.on}`, `${verdict.is}${scope}`] as const;
  });
  return Object.fromEntries(verdicts.filter(([name]) => !name.includes("Reachable")));
}

/** The mistake itself: nothing commutes in the scripts, while the intruder has its keys either way round. */
function forget(model: Model): Model {
  return { ...model, commutative: model.commutative.filter((op) => op !== "shk") };
}

const ROLES = { A: "initiator", B: "responder" } as const;

/** A challenge, and its answer under the key. */
const challenge = (key: typeof shk | typeof shk.directed): object =>
  protocol("reflection", ROLES)
    .knows("A", { K: key("A", "B") })
    .knows("B", { K: key("A", "B") })
    .fresh("A", { N: nonce })
    .message("M1", "A", "B", ({ N }) => ({ N }))
    .message("M2", "B", "A", ({ N, K }) => senc({ N }, K))
    .claims("A", ({ N, K }) => [secret(K), alive("B"), weakagree("B"), agree("B", [N])]);

group("a symmetric key", () => {
  it("opens a protocol to reflection", () => {
    expect(judge(modelOf(challenge(shk)))).toEqual({
      "A Secret K": "holds",
      "A Alive B": "attack",
      "A Weakagree B": "attack",
      "A Agree B on N": "attack",
    });
  });

  it("with a direction does not, and every verdict says so", () => {
    const model = modelOf(challenge(shk.directed));
    expect(Object.values(judge(model))).toEqual(["holds", "holds", "holds", "holds"]);
    expect(model.assumptions.join(" ")).toContain("shk.directed");
    expect(modelOf(challenge(shk)).assumptions.join(" ")).not.toContain("direct");
  });

  it("taken for one with a direction, would hide it: the test seam of the fuzz", () => {
    expect(Object.values(judge(forget(modelOf(challenge(shk)))))).toEqual(["holds", "holds", "holds", "holds"]);
  });

  it("inside a MAC or a hash is as good for it as in a box", () => {
    const answer = (make: (said: Fields, key: Typed<unknown>) => Typed<unknown>): object =>
      protocol("answered", ROLES)
        .knows("A", { K: shk("A", "B") })
        .knows("B", { K: shk("B", "A") })
        .fresh("A", { N: nonce })
        .message("M1", "A", "B", ({ N }) => ({ N }))
        .message("M2", "B", "A", ({ N, K }) => ({ answer: make({ N }, K) }))
        .claims("A", ({ N }) => [alive("B"), agree("B", [N])]);
    for (const make of [mac, (said: Fields, key: Typed<unknown>) => hash({ ...said, key })]) {
      expect(judge(modelOf(answer(make)))).toEqual({ "A Alive B": "attack", "A Agree B on N": "attack" });
    }
  });

  it("is safe where the answer says who gives it", () => {
    const named = protocol("named", ROLES)
      .knows("A", { K: shk("A", "B") })
      .knows("B", { K: shk("A", "B") })
      .fresh("A", { N: nonce })
      .message("M1", "A", "B", ({ N }) => ({ N }))
      .message("M2", "B", "A", ({ N, B, K }) => senc({ N, B }, K))
      .claims("A", ({ N }) => [alive("B"), weakagree("B"), agree("B", [N])]);
    expect(new Set(Object.values(judge(modelOf(named))))).toEqual(new Set(["holds"]));
  });

  it("counts as the same in what is agreed on", () => {
    const agreed = protocol("agreed", ROLES)
      .knows("A", { K: shk("A", "B"), sgkA: sgk("A") })
      .knows("B", { K: shk("B", "A"), sgkB: sgk("B") })
      .fresh("A", { N: nonce })
      .message("M1", "A", "B", ({ N }) => ({ N }))
      .message("M2", "B", "A", ({ N, A, sgkB }) => sign({ N, A }, sgkB))
      .claims("A", ({ N, K }) => [agree("B", [K, N]), agree("B", [hash(K), N])]);
    expect(new Set(Object.values(judge(modelOf(agreed))))).toEqual(new Set(["holds"]));
  });
});

group("a server with a key for each of many roles", () => {
  const star = (clients: number, trusted: boolean): object => {
    type Loose = Record<string, (...args: readonly unknown[]) => Loose>;
    const names = Array.from({ length: clients }, (_, i) => `C${i}`);
    const roles = Object.fromEntries(names.map((name) => [name, "client"]));
    let builder = protocol("star", { S: { title: "server", trusted }, ...roles }) as unknown as Loose;
    const step = (method: string, ...args: readonly unknown[]): void => {
      builder = (builder[method] as (...given: readonly unknown[]) => Loose)(...args);
    };
    for (const [i, name] of names.entries()) {
      step("fresh", name, { [`N${i}`]: nonce });
      step("message", `M${i}`, name, "S", (mine: Record<string, Typed<unknown>>) =>
        senc({ [`N${i}`]: mine[`N${i}`] as Typed<unknown> }, shk(name, "S")),
      );
    }
    return builder;
  };

  it("is refused where too many keys may be the same when agents change roles, and not where it is a server only", () => {
    expect(() => new Verifier(modelOf(star(9, false)))).toThrow(/CP602.*S has 9 keys/);
    expect(() => new Verifier(modelOf(star(9, true)))).not.toThrow();
    expect(() => new Verifier(modelOf(star(5, false)))).not.toThrow();
  });
});

group("a Diffie-Hellman key", () => {
  /** After fault-reflection-dh: long-term exponents, one form of introduction for both roles. ProVerif: true, false. */
  const introduced = (names: "one form" | "roles told apart"): object =>
    protocol("reflection-dh", ROLES)
      .uses(dh)
      .knows("A", { lt: scalar, sgkA: sgk("A") })
      .knows("B", { lt: scalar, sgkB: sgk("B") })
      .message("P", "B", "A", ({ B, lt, sgkB }) => sign({ B, gB: dh.share(lt) }, sgkB))
      .message("Q", "A", "B", ({ A, lt, sgkA }) => sign({ A, gA: dh.share(lt) }, sgkA))
      .computes("A", ({ gB, lt }) => ({ K: dh.key(gB, lt) }))
      .computes("B", ({ gA, lt }) => ({ K: dh.key(gA, lt) }))
      .fresh("A", { N: nonce })
      .message("M1", "A", "B", ({ N }) => ({ N }))
      .message("M2", "B", "A", ({ N, B, K }) => ({ answer: senc(names === "one form" ? { N } : { N, B }, K) }))
      .computes("A", ({ answer, K }) => sdec(answer, K))
      .claims("A", ({ N }) => [alive("B"), agree("B", [N])]);

  it("opens a protocol to reflection", () => {
    expect(judge(modelOf(introduced("one form")))).toEqual({ "A Alive B": "holds", "A Agree B on N": "attack" });
  });

  it("is the same for two initiators that are handed each other's shares", () => {
    const twins = protocol("twins", ROLES)
      .uses(dh)
      .knows("A", { sgkA: sgk("A") })
      .knows("B", { sgkB: sgk("B") })
      .fresh("A", { x: scalar })
      .fresh("B", { y: scalar })
      .message("M1", "A", "B", ({ x, B, sgkA }) => sign({ X: dh.share(x), to: B }, sgkA))
      .computes("B", ({ X, y }) => ({ K: dh.key(X, y) }))
      .message("M2", "B", "A", ({ y, A, sgkB }) => sign({ Y: dh.share(y), to: A }, sgkB))
      .computes("A", ({ Y, x }) => ({ K: dh.key(Y, x) }))
      .claims("A", ({ K }) => [secret(K), alive("B"), weakagree("B"), agree("B", [K])]);
    // Two initiators sign the same form, so A may have the key with another one: secret, and no responder agrees on it.
    expect(judge(modelOf(twins))).toEqual({
      "A Secret K": "holds",
      "A Alive B": "holds",
      "A Weakagree B": "holds",
      "A Agree B on K": "attack",
    });
  });

  it("is agreed on where both roles make it of the same shares", () => {
    const model = modelOf(introduced("roles told apart"));
    expect(judge(model)["A Alive B"]).toBe("holds");
  });
});

/** A message of a random exchange: which names, in which box. */
interface Said {
  readonly box: "open" | "senc" | "mac" | "hash";
  readonly nonces: readonly ("N" | "M")[];
  readonly names: readonly ("A" | "B")[];
}

const anySaid: fc.Arbitrary<Said> = fc.record({
  box: fc.constantFrom("open", "senc", "mac", "hash"),
  nonces: fc.subarray(["N", "M"] as const, { minLength: 1 }),
  names: fc.subarray(["A", "B"] as const),
});

/** Two nonces, then up to three answers by turns, under one key that every use of it may name either way round. */
function exchangeOf(said: readonly Said[], turned: readonly boolean[], [A, B]: readonly [string, string]): object {
  let uses = 0;
  const key = (): SessionKey => {
    const isTurned = turned[uses++ % turned.length] === true;
    return (isTurned ? shk(B, A) : shk(A, B)) as unknown as SessionKey;
  };
  type Mine = Readonly<Record<string, Typed<unknown>>>;
  const say =
    ({ box, nonces, names }: Said, number: number) =>
    (mine: Mine): Fields => {
      const fields: Record<string, Typed<unknown>> = {};
      for (const name of nonces) fields[name] = mine[name] as Typed<unknown>;
      for (const name of names) fields[`name${name}`] = mine[name === "A" ? A : B] as Typed<unknown>;
      switch (box) {
        case "open":
          return fields;
        case "senc":
          return { [`box${number}`]: senc(fields, key()) };
        case "mac":
          return { [`code${number}`]: mac(fields, key()) };
        case "hash":
          return { [`digest${number}`]: hash({ ...fields, key: key() }) };
        default:
          return box satisfies never;
      }
    };
  // The roles are not known to the compiler, which is not what is tested here.
  type Loose = Record<string, (...args: readonly unknown[]) => Loose>;
  let builder = protocol("exchange", { [A]: "initiator", [B]: "responder" }) as unknown as Loose;
  const step = (method: string, ...args: readonly unknown[]): void => {
    builder = (builder[method] as (...given: readonly unknown[]) => Loose)(...args);
  };
  step("fresh", A, { N: nonce });
  step("message", "M1", A, B, ({ N }: Mine) => ({ N }));
  step("fresh", B, { M: nonce });
  step("message", "M2", B, A, ({ M }: Mine) => ({ M }));
  for (const [i, one] of said.entries()) {
    const [from, to] = i % 2 === 0 ? [B, A] : [A, B];
    step("message", `M${i + 3}`, from, to, say(one, i));
  }
  const claim = (partner: string, agreed: readonly ("N" | "M")[]) => (mine: Mine) => [
    alive(partner),
    weakagree(partner),
    agree(
      partner,
      agreed.map((name) => mine[name] as Typed<unknown>),
    ),
  ];
  step("claims", A, claim(B, ["N", "M"]));
  // Whoever speaks once has not heard the second nonce when it does.
  step("claims", B, claim(A, said.length > 1 ? ["N", "M"] : ["N"]));
  return builder;
}

const anyExchange = fc.array(anySaid, { minLength: 1, maxLength: 3 });
const RUNS = { numRuns: Number(process.env["FC_NUM_RUNS"] ?? 20) };

group("random exchanges under a symmetric key", () => {
  it("have the same verdicts whichever name of the two comes first, and whatever the roles are called", () => {
    const turned = fc.array(fc.boolean(), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(anyExchange, turned, (said, flips) => {
        const [plain, other, renamed] = [
          exchangeOf(said, [false], ["A", "B"]),
          exchangeOf(said, flips, ["A", "B"]),
          exchangeOf(said, flips, ["Z", "B"]),
        ].map((builder) => judge(modelOf(builder)));
        expect(other).toEqual(plain);
        expect(Object.values(renamed as object)).toEqual(Object.values(plain as object));
      }),
      RUNS,
    );
  });

  it("fall to every attack that a random play forward comes upon", () => {
    let attacks = 0;
    let hidden = 0;
    fc.assert(
      fc.property(anyExchange, fc.infiniteStream(fc.nat()), (said, stream) => {
        const draw: Draw = (limit) => (stream.next().value as number) % limit;
        const model = modelOf(exchangeOf(said, [false], ["A", "B"]));
        const verdicts = judge(model);
        const mistaken = judge(forget(model));
        for (const target of listClaims(model).filter(({ claim }) => claim.kind !== "Reachable")) {
          const name = `${target.role} ${target.claim.kind} ${target.claim.on}`;
          for (let tries = 0; tries < 20; tries++) {
            const trace = simulate(model, target.label, 2, draw);
            if (trace === undefined || tryTrace(model, trace) === undefined) continue;
            expect(verdicts[name]).toBe("attack");
            attacks++;
            if (mistaken[name] !== "attack") hidden++;
            break;
          }
        }
      }),
      { ...RUNS, seed: 7 },
    );
    expect(attacks).toBeGreaterThan(10);
    // The test can fail: with the mistake put back, some of these attacks are not found.
    expect(hidden).toBeGreaterThan(0);
  });
});
