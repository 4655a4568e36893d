/**
 * Claims about what is guessable, on descriptions whose verdicts are argued in their comments. Random descriptions are
 * compared with brute force and with ProVerif in `random.test.ts`.
 */
import { expect, describe as group, it } from "vitest";
import { hardened } from "../../../../protocol/phr-sharing-hardened/protocol.ts";
import {
  aenc,
  data,
  hash,
  mac,
  nonce,
  op,
  type Pk,
  pk,
  protocol,
  secret,
  senc,
  sgk,
  shk,
  sign,
  type Sk,
  sk,
  theory,
  type Typed,
} from "../../../index.ts";
import { judgeGuess } from "./example.ts";

const guess = { guessable: true } as const;

/** The names that the role may say; which of them an operation takes is not the point here. */
type Known = Readonly<Record<"M" | "N" | "X" | "sgkA" | "kAB", never>>;

group("a guess of a fresh value", () => {
  const sending = (say: (known: Known) => object) =>
    protocol("sending", { A: "one", B: "other" })
      .knows("A", { sgkA: sgk("A"), kAB: shk("A", "B") })
      .knows("B", { skB: sk("B"), kAB: shk("A", "B") })
      .fresh("A", { M: data, N: nonce, X: nonce })
      .message("M0", "A", "B", ({ N, X, kAB }) => ({ N, hidden: senc({ X, N }, kAB) }))
      .message("M1", "A", "B", say as never)
      .claims("A", ({ M }) => [secret(M, guess)]);

  it("is verified on its hash, and told", () => {
    const { verdict } = judgeGuess(sending(({ M }) => ({ h: hash(M) })));
    expect(verdict.is).toBe("attack");
    if (verdict.is !== "attack") return;
    const told = verdict.trace.narration.join("\n");
    expect(told).toContain("tries values for M");
    expect(told).toContain("compares it with hash(M");
    expect(told).toContain("claims that nobody can verify a guess of M, but the intruder can");
  });

  it("is not verified where the hash is salted with what stays secret", () => {
    expect(judgeGuess(sending(({ M, X }) => ({ h: hash({ M, X }) }))).verdict).toMatchObject({
      is: "holds",
      scope: { runs: 4 },
    });
  });

  it("is verified where the salt is in the open", () => {
    expect(judgeGuess(sending(({ M, X }) => ({ h: hash({ M, X }), X }))).verdict.is).toBe("attack");
    expect(judgeGuess(sending(({ M, N }) => ({ h: hash({ N, M }) }))).verdict.is).toBe("attack");
  });

  it("is verified on a hash in a hash, and on a hash under a signature", () => {
    expect(judgeGuess(sending(({ M }) => ({ h: hash(hash(M)) }))).verdict.is).toBe("attack");
    expect(judgeGuess(sending(({ M, sgkA }) => ({ s: sign({ h: hash(M) }, sgkA) }))).verdict.is).toBe("attack");
  });

  it("is verified where it is signed, which is reading it", () => {
    const { verdict } = judgeGuess(sending(({ M, sgkA }) => ({ s: sign({ M }, sgkA) })));
    expect(verdict.is).toBe("attack");
    expect(verdict.is === "attack" && verdict.trace.narration.at(-1)).toContain("is secret, but the intruder has it");
  });

  it("is verified on a message authentication code with a known key or over a known text, and on no other", () => {
    expect(judgeGuess(sending(({ M, N }) => ({ t: mac(M, N as never) }))).verdict.is).toBe("attack");
    expect(judgeGuess(sending(({ M, N }) => ({ t: mac({ N }, M as never) }))).verdict.is).toBe("attack");
    expect(judgeGuess(sending(({ M, kAB }) => ({ t: mac({ M }, kAB) }))).verdict.is).toBe("holds");
  });

  it("is not verified on a box that draws randomness, and is where it is the key", () => {
    expect(judgeGuess(sending(({ M }) => ({ c: aenc({ M }, pk("B")) }))).verdict.is).toBe("holds");
    expect(judgeGuess(sending(({ M, kAB }) => ({ c: senc({ M }, kAB) }))).verdict.is).toBe("holds");
    expect(judgeGuess(sending(({ M, X }) => ({ c: senc({ X }, M as never) }))).verdict.is).toBe("attack");
    expect(judgeGuess(sending(({ M, X }) => ({ c: senc({ X }, hash(M) as never) }))).verdict.is).toBe("attack");
  });

  it("is verified inside a box on what stands beside it in the open", () => {
    expect(judgeGuess(sending(({ M, kAB }) => ({ c: senc({ h: hash(M) }, kAB) }))).verdict.is).toBe("holds");
    expect(judgeGuess(sending(({ M, kAB, N }) => ({ c: senc({ M }, kAB), h: hash({ M, N }) }))).verdict.is).toBe(
      "attack",
    );
  });
});

group("a password", () => {
  const password = shk("A", "B", "password");

  /** Bellovin and Merritt (S&P 1992), where the box tells a wrong key: what it holds must then not be sealed so. */
  it("is guessed from a box that it closes, since such a box says whether it was opened", () => {
    const exchange = protocol("eke", { A: "one", B: "other" })
      .knows("A", { pw: password })
      .knows("B", { pw: password })
      .fresh("A", { R: nonce })
      .message("M1", "A", "B", ({ R, pw }) => ({ box: senc({ R }, pw) }))
      .message("M2", "B", "A", ({ R }) => ({ h: hash(R) }))
      .claims("A", ({ pw }) => [secret(pw, guess)]);
    const { verdict } = judgeGuess(exchange);
    expect(verdict.is === "attack" && verdict.trace.narration.join("\n")).toContain(
      "this succeeds only for the right value (decrypt)",
    );
  });

  it("is guessed from an answer to a challenge, by whoever listens or asks", () => {
    const answering = protocol("challenge", { A: "one", B: "other" })
      .knows("A", { pw: password })
      .knows("B", { pw: password })
      .fresh("A", { N: nonce })
      .message("M1", "A", "B", ({ N }) => ({ N }))
      .message("M2", "B", "A", ({ N, pw }) => ({ h: hash({ N, pw }) }))
      .claims("A", ({ pw }) => [secret(pw, guess)]);
    expect(judgeGuess(answering).verdict.is).toBe("attack");
  });

  it("is not guessed from an answer under the key of the one who asks", () => {
    const sealing = protocol("sealed", { A: "one", B: "other" })
      .knows("A", { pw: password, skA: sk("A") })
      .knows("B", { pw: password })
      .fresh("A", { N: nonce })
      .message("M1", "A", "B", ({ N }) => ({ N }))
      .message("M2", "B", "A", ({ N, pw }) => ({ c: aenc({ h: hash({ N, pw }) }, pk("A")) }))
      .claims("A", ({ pw }) => [secret(pw, guess)]);
    expect(judgeGuess(sealing).verdict).toMatchObject({ is: "holds", scope: { runs: 4 } });
  });

  it("is guessed by whoever is asked, where an honest one answers under the key of another that nobody vouches for", () => {
    const trusting = protocol("trusting", { A: "one", B: "other" })
      .knows("A", { pw: password })
      .knows("B", { pw: password })
      .fresh("A", { K: nonce })
      .message("M1", "A", "B", ({ K }) => ({ c: aenc({ K }, pk("B")) }))
      .message("M2", "B", "A", ({ K, pw }) => ({ t: mac({ pw }, K as never) }))
      .claims("B", ({ pw }) => [secret(pw, guess)]);
    // Eve makes K herself, and asks B in the name of A.
    expect(judgeGuess(trusting).verdict.is).toBe("attack");
  });
});

group("an encryption that draws no randomness", () => {
  const textbook = theory("textbook", {
    seal: op<<M, O extends string>(m: Typed<M>, key: Pk<O>) => Typed<{ sealed: M; to: O }>>("message", "public key"),
    open: op<<M, O extends string>(c: Typed<{ sealed: M; to: O }>, key: Sk<O>) => Typed<M>>("box", "secret key"),
  }).rewrites(({ seal, open }, { m, pk: publicKey, sk: secretKey, reduces }) => ({
    open: reduces(open(seal(m, publicKey("A")), secretKey("A")), m),
  }));
  const sealing = (own: typeof textbook) =>
    protocol("sealing", { A: "one", B: "other" })
      .uses(own)
      .fresh("A", { M: data })
      .message("M1", "A", "B", ({ M }) => ({ c: own.ops.seal(M, pk("B")) }))
      .claims("A", ({ M }) => [secret(M, guess)]);

  it("is made again with every guess, and compared", () => {
    expect(judgeGuess(sealing(textbook)).verdict.is).toBe("attack");
    expect(judgeGuess(sealing(textbook.facets({ seal: { randomness: "drawn" } }) as typeof textbook)).verdict.is).toBe(
      "holds",
    );
  });
});

group("a value that another has boxed", () => {
  // In terms both boxes are the same; the randomness in them is not.
  it("is not verified on a box in a hash that only its maker has", () => {
    const boxing = protocol("boxing", { A: "one", B: "other" })
      .fresh("A", { M: data, N: nonce })
      .message("M1", "A", "B", ({ N, M }) => ({ N, t: mac({ box: aenc({ N }, pk("B")) }, M as never) }))
      .claims("A", ({ M }) => [secret(M, guess)]);
    expect(judgeGuess(boxing).verdict.is).toBe("holds");
  });

  it("is verified on one that the intruder has made and sent, or that was sent in the open", () => {
    const answering = protocol("answering", { A: "one", B: "other" })
      .fresh("A", { M: data, N: nonce })
      .message("M0", "B", "A", ({ A }) => ({ box: aenc({ A }, pk("B")) }))
      .message("M1", "A", "B", ({ box, M }) => ({ t: mac({ box }, M as never) }))
      .message("M2", "A", "B", ({ N }) => ({ N }))
      .claims("A", ({ M }) => [secret(M, guess)]);
    expect(judgeGuess(answering).verdict.is).toBe("attack");
  });
});

group("the record of phr-sharing-hardened", () => {
  const judge = (...undone: Parameters<typeof hardened>): string =>
    judgeGuess(hardened(...undone), { maxRuns: 3, maxStates: 100_000 }).verdict.is;

  it("is not guessed, and is where the commitment has no salt", () => {
    expect(judge()).toBe("holds");
    expect(judge("commitment-hides-message")).toBe("attack");
  });
});
