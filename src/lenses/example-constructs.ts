/**
 * Small descriptions, one or two for each kind of claim, step and field, with the verdict on each claim by hand: for tests of
 * what other tools are asked.
 */
import type { ClaimWord, Description, Step } from "../core/protocol/ir/description.ts";
import {
  aenc,
  agree,
  alive,
  data,
  dh,
  hash,
  isynch,
  key,
  niagree,
  nisynch,
  nonce,
  op,
  pk,
  protocol,
  reachable,
  scalar,
  sdec,
  secret,
  senc,
  sgk,
  shk,
  sign,
  text,
  theory,
  type Typed,
  weakagree,
} from "../index.ts";

export const TOOLS = ["scyther", "proverif", "tamarin"] as const;
export type Tool = (typeof TOOLS)[number];

/** A description with what is true of its claims, by label. */
export interface ConstructCase {
  readonly builder: object;
  readonly verdicts: Readonly<Record<string, "holds" | "attack">>;
  /** Of claims that a tool cannot judge: what its model says of that. */
  readonly said?: Partial<Record<Tool, Readonly<Record<string, RegExp>>>>;
  /** Claims that a tool is asked about and comes to no answer on. */
  readonly open?: Partial<Record<Tool, readonly string[]>>;
}

const NO_INJECTIVITY = /B\d: injective/;
const ALL_HONEST = /in SPDL every role of a run that claims is played by an honest agent/;
const NO_NAME = /SPDL has no agreement without the name of the partner/;
const NO_GUESSES = /SPDL has no claim that a guess cannot be verified/;
const SECRECY_ALONE = /not that no guess of it can be verified/;
const GUESSES_APART = /a model of its own asks that no guess of it can be verified/;
const MORE_THAN_SAID = /That is more than it says/;
const ANY_TERM = /takes any term here|takes those of other types/;

/** B challenges A, who signs the challenge; for whom, it says or not. */
const roles = { A: "signer", B: "challenger" } as const;
const challenge = () =>
  protocol("challenge", roles)
    .fresh("B", { N: nonce })
    .message("M1", "B", "A", ({ N }) => ({ N }));
const named = () => challenge().message("M2", "A", "B", ({ N, B }) => sign({ N, B }, sgk("A")));
const nameless = () => challenge().message("M2", "A", "B", ({ N }) => sign({ N }, sgk("A")));

/** A statement that nothing ties to one run of B. */
const statement = () =>
  protocol("statement", roles)
    .fresh("A", { N: nonce })
    .message("M1", "A", "B", ({ N, B }) => sign({ N, B }, sgk("A")));

const box = theory("box", {
  shut: op<<M>(m: Typed<M>, k: Typed<unknown>) => Typed<{ shut: M }>>("message", "key"),
  unshut: op<<M>(c: Typed<{ shut: M }>, k: Typed<unknown>) => Typed<M>>("box", "key"),
})
  .rewrites(({ shut, unshut }, { any, reduces }) => ({
    unshut: reduces(unshut(shut(any("m"), any("k")), any("k")), any("m")),
  }))
  .weakness("leak", "its keys are short", ({ shut }, { any, yields }) => yields([shut(any("m"), any("k"))], any("m")));
const boxed = () => protocol("boxed", { A: "sender", B: "receiver" });

/** A nonce goes about in clear, and a key in a box that looks like one with a nonce. */
const flawed = (mode: 0 | 1 | 2) =>
  protocol("flawed", { A: "sender", B: "receiver" })
    .match(mode)
    .fresh("A", { N: nonce, K: key })
    .message("M1", "A", "B", ({ N, K }) => ({
      N,
      c: senc({ N }, shk.directed("A", "B")),
      d: senc({ K }, shk.directed("A", "B")),
    }))
    .claims("B", ({ K }) => [secret(K)]);

export const CASES: Readonly<Record<string, ConstructCase>> = {
  secret: {
    builder: protocol("sealed", { A: "sender", B: "receiver" })
      .fresh("A", { N: nonce })
      .message("M1", "A", "B", ({ N }) => aenc({ N }, pk("B")))
      .claims("A", ({ N }) => [secret(N)])
      .claims("B", ({ N }) => [secret(N)]),
    verdicts: { A1: "holds", B1: "attack" },
  },
  guessable: {
    builder: protocol("guessed", { A: "sender", B: "receiver" })
      .fresh("A", { M: data })
      .message("M1", "A", "B", ({ M }) => ({ h: hash({ M }) }))
      .claims("A", ({ M }) => [secret(M, { guessable: true })]),
    verdicts: { A1: "attack" },
    said: { scyther: { A1: NO_GUESSES }, proverif: { A1: GUESSES_APART }, tamarin: { A1: SECRECY_ALONE } },
  },
  agreements: {
    builder: named().claims("B", ({ N }) => [
      alive("A"),
      weakagree("A"),
      agree("A", [N]),
      niagree(),
      nisynch(),
      agree("A", [N], { injective: true }),
      isynch(),
      reachable(),
    ]),
    verdicts: { ...holding(7), B8: "holds" },
    said: { scyther: { B6: NO_INJECTIVITY, B7: NO_INJECTIVITY } },
    // The order of two messages in one query is beyond ProVerif; that of one is not.
    open: { proverif: ["B5", "B7"] },
  },
  "agreements that fail": {
    builder: nameless().claims("B", ({ N }) => [weakagree("A"), agree("A", [N]), niagree(), nisynch()]),
    verdicts: { B1: "attack", B2: "attack", B3: "attack", B4: "attack" },
  },
  "nobody there": {
    builder: challenge()
      .message("M2", "A", "B", ({ N }) => ({ N }))
      .claims("B", () => [alive("A")]),
    verdicts: { B1: "attack" },
  },
  "a statement again": {
    builder: statement().claims("B", ({ N }) => [agree("A", [N], { injective: true }), isynch(), nisynch()]),
    verdicts: { B1: "attack", B2: "attack", B3: "holds" },
    said: {
      scyther: { B1: NO_INJECTIVITY, B2: NO_INJECTIVITY },
      tamarin: { B1: MORE_THAN_SAID, B2: MORE_THAN_SAID },
    },
  },
  "a claim in the middle": {
    builder: protocol("early", { A: "sender", B: "receiver" })
      .fresh("A", { N: nonce })
      .message("M1", "A", "B", ({ N }) => aenc({ N }, pk("B")))
      .message("M2", "A", "B", ({ N }) => ({ N }))
      .claims("A", ({ N }) => [secret(N, { after: "M1" }), secret(N)]),
    verdicts: { A1: "holds", A2: "attack" },
  },
  "honest roles": {
    builder: protocol("honest", { A: "sender", B: "receiver", C: "other" })
      .fresh("A", { N: nonce })
      .message("M1", "A", "B", ({ N }) => aenc({ N }, pk("B")))
      .message("M2", "A", "C", ({ A }) => ({ A }))
      .claims("A", ({ N }) => [secret(N, { honest: ["B"] }), secret(N, { honest: ["C"] })]),
    verdicts: { A1: "holds", A2: "attack" },
    said: { scyther: { A1: ALL_HONEST, A2: ALL_HONEST } },
  },
  "an unnamed partner": {
    builder: nameless().claims("B", ({ N }) => [agree("A", [N], { partner: false })]),
    verdicts: { B1: "holds" },
    said: { scyther: { B1: NO_NAME } },
  },
  "public constants": {
    builder: protocol("public", { A: "sender", B: "receiver" })
      .public({ c: text })
      .message("M1", "A", "B", ({ c }) => senc({ c }, shk.directed("A", "B")))
      .claims("A", ({ c }) => [secret(c)]),
    verdicts: { A1: "attack" },
  },
  "an agent's constants": {
    builder: protocol("constants", { A: "sender", B: "keeper" })
      .knows("A", { s: nonce, t: nonce })
      .message("M1", "A", "B", ({ s, t }) => ({ c: aenc({ s }, pk("A")), d: aenc({ t }, pk("B")) }))
      .claims("A", ({ s, t }) => [secret(s), secret(t)]),
    // What an agent has from the start is the same in all its runs: it tells Eve its t.
    verdicts: { A1: "holds", A2: "attack" },
  },
  timestamps: {
    builder: protocol("timed", { A: "sender", B: "receiver" })
      .timestamp("A", "T")
      .fresh("A", { N: nonce })
      .message("M1", "A", "B", ({ T, N }) => aenc({ T, N }, pk("B")))
      .claims("A", ({ T, N }) => [secret(T), secret(N)]),
    verdicts: { A1: "attack", A2: "holds" },
  },
  computes: {
    builder: protocol("opened-later", { A: "sender", B: "receiver" })
      .fresh("A", { N: nonce, K: key })
      .message("M1", "A", "B", ({ N, K }) => ({ c: senc(N, K) }))
      .message("M2", "A", "B", ({ N, K, B }) => ({
        s: sign({ c: senc(N, K), B }, sgk("A")),
        k: aenc({ K }, pk("B")),
      }))
      .computes("B", ({ c, K }) => ({ N: sdec(c, K) }))
      .claims("A", ({ N }) => [secret(N)])
      .claims("B", () => [alive("A")]),
    verdicts: { A1: "holds", B1: "holds" },
  },
  "a test": {
    builder: protocol("tested", { A: "asker", B: "signer" })
      .fresh("A", { N: nonce })
      .message("M1", "A", "B", ({ N }) => ({ N }))
      .message("M2", "B", "A", ({ N, A }) => ({ proof: sign({ N, A }, sgk("B")) }))
      .claims("A", () => [alive("B")]),
    verdicts: { A1: "holds" },
  },
  "a view without that test": {
    builder: protocol("untested", { A: "asker", B: "signer" })
      .fresh("A", { N: nonce })
      .message("M1", "A", "B", ({ N }) => ({ N }))
      .message("M2", "B", "A", ({ N, A }) => ({ proof: sign({ N, A }, sgk("B")) }))
      .view("M2", ["proof"])
      .claims("A", () => [alive("B")]),
    verdicts: { A1: "attack" },
  },
  "a signal that is placed": {
    builder: named()
      .running("A", ({ N }) => [N], { with: "B", after: "M1" })
      .claims("B", ({ N }) => [agree("A", [N])]),
    verdicts: { B1: "holds" },
  },
  "a trusted role": {
    builder: protocol("server", { A: "client", S: { title: "server", trusted: true } })
      .fresh("A", { N: nonce })
      .message("M1", "A", "S", ({ N }) => aenc({ N }, pk("S")))
      .claims("A", ({ N }) => [secret(N), secret(N, { honest: [] })]),
    verdicts: { A1: "holds", A2: "holds" },
    said: { scyther: { A2: ALL_HONEST } },
  },
  "a theory of one's own": {
    builder: boxed()
      .uses(box)
      .fresh("A", { N: nonce })
      .message("M1", "A", "B", ({ N }) => ({ c: box.ops.shut(N, shk.directed("A", "B")) }))
      .computes("B", ({ c }) => ({ N: box.ops.unshut(c, shk.directed("A", "B")) }))
      .claims("A", ({ N }) => [secret(N)]),
    verdicts: { A1: "holds" },
  },
  "a weakness": {
    builder: boxed()
      .uses(box, { weaknesses: ["leak"] })
      .fresh("A", { N: nonce })
      .message("M1", "A", "B", ({ N }) => ({ c: box.ops.shut(N, shk.directed("A", "B")) }))
      .claims("A", ({ N }) => [secret(N)]),
    verdicts: { A1: "attack" },
  },
  "Diffie-Hellman": {
    builder: protocol("shares", { A: "initiator", B: "responder" })
      .uses(dh)
      .fresh("A", { x: scalar })
      .fresh("B", { y: scalar })
      .message("M1", "A", "B", ({ x }) => ({ X: dh.share(x) }))
      .message("M2", "B", "A", ({ y }) => ({ Y: dh.share(y) }))
      .computes("A", ({ Y, x }) => ({ K: dh.key(Y, x) }))
      .claims("A", ({ K, x }) => [secret(K), secret(x)]),
    verdicts: { A1: "attack", A2: "holds" },
  },
  "types kept": { builder: flawed(0), verdicts: { B1: "holds" }, said: { tamarin: { B1: ANY_TERM } } },
  "any atom": { builder: flawed(1), verdicts: { B1: "attack" } },
  "any term": { builder: flawed(2), verdicts: { B1: "attack" } },
  "an indexed key": {
    builder: protocol("indexed", { A: "sender", B: "receiver" })
      .fresh("B", { n: nonce })
      .fresh("A", { N: nonce })
      .message("M1", "B", "A", ({ n, A }) => sign({ k: pk("B", "eph", n), A }, sgk("B")))
      .message("M2", "A", "B", ({ N, k }) => aenc({ N }, k))
      .claims("A", ({ N }) => [secret(N)]),
    verdicts: { A1: "holds" },
  },
  "an identity-based family": {
    builder: protocol("attributes", { A: "sender", B: "receiver" })
      .identityBased("attr")
      .public({ x: text })
      .fresh("A", { N: nonce })
      .message("M1", "A", "B", ({ N, x }) => aenc({ N }, pk("B", "attr", x)))
      .claims("A", ({ N }) => [secret(N)]),
    verdicts: { A1: "holds" },
  },
  "a partner that is learnt": {
    builder: protocol("learnt", { A: "signer", B: "reader" })
      .learns("B", "A", { in: "M1" })
      .fresh("A", { N: nonce })
      .message("M1", "A", "B", ({ A, B, N }) => ({ A, s: sign({ N, B }, sgk("A")) }))
      .claims("B", ({ N }) => [agree("A", [N])]),
    verdicts: { B1: "holds" },
  },
};

function holding(count: number): ConstructCase["verdicts"] {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`B${i + 1}`, "holds" as const]));
}

/** Cases with each kind of claim. */
export const CLAIM_CASES: Readonly<Record<ClaimWord, readonly string[]>> = {
  secret: ["secret"],
  unguessable: ["guessable"],
  alive: ["agreements", "nobody there"],
  weakagree: ["agreements", "agreements that fail"],
  niagree: ["agreements", "agreements that fail"],
  nisynch: ["agreements", "agreements that fail"],
  isynch: ["agreements", "a statement again"],
  agree: ["agreements", "agreements that fail", "an unnamed partner", "honest roles"],
  "injective agree": ["agreements", "a statement again"],
  reachable: ["agreements"],
};

/** Cases with each kind of step. */
export const STEP_CASES: Readonly<Record<Step["kind"], readonly string[]>> = {
  public: ["public constants"],
  knows: ["an agent's constants"],
  fresh: ["secret"],
  timestamp: ["timestamps"],
  computes: ["computes"],
  message: ["secret"],
  view: ["a view without that test"],
  running: ["a signal that is placed"],
  claims: ["a claim in the middle"],
};

/** Cases with each field of a description; BAN annotations are read by that lens alone. */
export const FIELD_CASES: Readonly<Record<keyof Description, readonly string[]>> = {
  schema: ["secret"],
  name: ["secret"],
  roles: ["a trusted role"],
  theories: ["a theory of one's own", "Diffie-Hellman"],
  weaknesses: ["a weakness"],
  match: ["types kept", "any atom", "any term"],
  identityBased: ["an identity-based family", "an indexed key"],
  learns: ["a partner that is learnt"],
  steps: ["secret"],
  ban: [],
};
