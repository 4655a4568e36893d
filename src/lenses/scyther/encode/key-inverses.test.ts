/** Boxes under keys whose inverse in SPDL is not the key that opens the box: what opens it must be the same in both. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { verify } from "../../../api.ts";
import { describe as describeProtocol } from "../../../core/protocol/dsl/describe.ts";
import { readBuilder } from "../../../core/protocol/dsl/protocol.ts";
import { project } from "../../../core/protocol/project/project.ts";
import {
  type Body,
  key,
  nonce,
  op,
  opening,
  pk,
  type Pk,
  protocol,
  type Sealed,
  secret,
  senc,
  sgk,
  shk,
  sign,
  type Sk,
  theory,
  type Typed,
  vk,
} from "../../../index.ts";
import { encodeModel } from "../encode.ts";

/** A box with a back door: the public key opens it as well as the secret one. */
const doorTheory = theory("door", {
  lock: op<<P extends Body, O extends string>(message: P, key: Pk<O>) => Sealed<P, O>>("message", "public key"),
  unlock: opening<<P extends Body, O extends string>(box: Sealed<P, O>, key: Sk<O>) => P>("box", "secret key"),
  force: op<<P extends Body, O extends string>(box: Sealed<P, O>, key: Pk<O>) => P>("box", "public key"),
})
  .rewrites(({ lock, unlock, force }, { any, pk: open, sk: own, reduces }) => ({
    unlock: reduces(unlock(lock(any("m") as never, open("A")), own("A")) as never, any("m") as never),
    force: reduces(force(lock(any("m") as never, open("A")), open("A")) as never, any("m") as never),
  }))
  .facets({ lock: { opens: "at once", spdl: "encryption" } });
const { lock } = doorTheory.ops;

/** A symmetric box of an author's own, which any agent's own name opens, too. */
const chestTheory = theory("chest", {
  shut: op<<P extends Body>(message: P, key: Typed<unknown>) => Typed<{ chest: P }>>("message", "key"),
  open: op<<P extends Body>(box: Typed<{ chest: P }>, key: Typed<unknown>) => P>("box", "key"),
  peek: op<<P extends Body>(box: Typed<{ chest: P }>) => P>("box"),
})
  .rewrites(({ shut, open, peek }, { any, sgk: signing, reduces }) => ({
    open: reduces(open(shut(any("m") as never, any("k")), any("k")) as never, any("m") as never),
    peek: reduces(peek(shut(any("m") as never, signing("A"))) as never, any("m") as never),
  }))
  .facets({ shut: { opens: "at once", spdl: "encryption" } });
const { shut } = chestTheory.ops;

type Names = Record<"N" | "K" | "r" | "pkB" | "vkA" | "sgkA" | "kab", never>;
type Keys = Record<string, (names: Names) => Typed<unknown>>;

/** The keys that A closes with; what may open depends on the box. */
const KEYS = {
  "pk(B)": ({ pkB }) => pkB,
  "vk(A)": ({ vkA }) => vkA,
  "sgk(A)": ({ sgkA }) => sgkA,
  "shk(A,B)": ({ kab }) => kab,
  K: ({ K }) => K,
  "sgk(A, sig, r)": ({ r }) => sgk("A", "sig", r),
} satisfies Keys;
type KeyName = keyof typeof KEYS;

const BOXES = {
  senc: (body: Body, by: Typed<unknown>) => senc(body, by as never),
  "chest.shut": (body: Body, by: Typed<unknown>) => shut(body, by),
  sign: (body: Body, by: Typed<unknown>) => sign(body, by as never),
  "door.lock": (body: Body, by: Typed<unknown>) => lock(body, by as never),
};
type BoxName = keyof typeof BOXES;

/** A sends N in boxes, one in the other, the first one innermost; `given` is sent in clear beside it. */
interface Sent {
  readonly boxes: readonly (readonly [box: BoxName, key: KeyName])[];
  readonly given: readonly ("K" | "r")[];
}

function build({ boxes, given }: Sent) {
  const used = (name: "K" | "r"): boolean =>
    given.includes(name) || boxes.some(([, by]) => (name === "K" ? by === "K" : by === "sgk(A, sig, r)"));
  const made = { N: nonce, ...(used("K") ? { K: key } : {}), ...(used("r") ? { r: nonce } : {}) };
  const wrap = (names: Names): Typed<unknown> => {
    const around = (inner: Body, [box, by]: Sent["boxes"][number], i: number): Body => {
      return { [`box${i}`]: BOXES[box](inner, KEYS[by](names)) };
    };
    const whole: Record<string, unknown> = boxes.reduce<Body>(around, { N: names.N }) as never;
    return whole[`box${boxes.length - 1}`] as never;
  };
  return protocol("boxes", { A: "sender", B: "receiver" })
    .uses(doorTheory.ops)
    .uses(chestTheory.ops)
    .public({ pkB: pk("B"), vkA: vk("A") })
    .knows("A", { sgkA: sgk("A"), kab: shk("A", "B") })
    .knows("B", { kab: shk("A", "B") })
    .fresh("A", made)
    .message("M1", "A", "B", ((names: Names) => ({
      ...Object.fromEntries(given.map((name) => [name, names[name]])),
      box: wrap(names),
    })) as never)
    .claims("A", (({ N }: Names) => [secret(N)]) as never);
}

const folder = mkdtempSync(join(tmpdir(), "assay-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The verdicts on the description, and on its SPDL model. */
async function judge(sent: Sent): Promise<{ described: string; encoded: string; text: string } | undefined> {
  const builder = build(sent);
  const { description } = describeProtocol(readBuilder(builder as never) as never);
  if (description === undefined) return undefined;
  const { text } = encodeModel(project(description), { title: "", source: "protocol.ts" });
  const file = join(folder, "boxes.spdl");
  writeFileSync(file, text);
  const secrecy = async (source: Parameters<typeof verify>[0]): Promise<string> => {
    const { findings } = await verify(source);
    return findings.find(({ claim }) => claim === "Secret")?.verdict.is ?? "none";
  };
  return { described: await secrecy(builder as never), encoded: await secrecy(file), text };
}

/** Secrecy of N by the rules, which depends on who has the opening key. */
const CASES: readonly (readonly [why: string, sent: Sent, verdict: "attack" | "holds"])[] = [
  ["everybody has pk(B), which opens it", { boxes: [["senc", "pk(B)"]], given: [] }, "attack"],
  ["everybody has vk(A), which opens it", { boxes: [["senc", "vk(A)"]], given: [] }, "attack"],
  ["A alone has sgk(A), which opens it", { boxes: [["senc", "sgk(A)"]], given: [] }, "holds"],
  ["A and B alone have their key", { boxes: [["senc", "shk(A,B)"]], given: [] }, "holds"],
  ["the key is beside it", { boxes: [["senc", "K"]], given: ["K"] }, "attack"],
  ["nobody else has the key", { boxes: [["senc", "K"]], given: [] }, "holds"],
  ["the public key opens an author's box, too", { boxes: [["door.lock", "pk(B)"]], given: [] }, "attack"],
  ["that rule is for public keys in it", { boxes: [["chest.shut", "pk(B)"]], given: [] }, "attack"],
  ["what is signed is no secret", { boxes: [["chest.shut", "sgk(A)"]], given: [] }, "attack"],
  ["a signature is read by all", { boxes: [["sign", "sgk(A)"]], given: [] }, "attack"],
  ["also one whose key has a secret index", { boxes: [["sign", "sgk(A, sig, r)"]], given: [] }, "attack"],
  [
    "the outer box opens, the inner does not",
    {
      boxes: [
        ["senc", "shk(A,B)"],
        ["senc", "pk(B)"],
      ],
      given: [],
    },
    "holds",
  ],
];

describe("a box opens in SPDL with the key that opens it in the description", () => {
  it.each(CASES)("%s", async (_, sent, verdict) => {
    const judged = await judge(sent);
    expect(judged?.described).toBe(verdict);
    expect(judged?.encoded).toBe(verdict);
  });

  it("and is told apart from one that SPDL would open with another", async () => {
    const judged = await judge({ boxes: [["senc", "pk(B)"]], given: [] });
    expect(judged?.text).toContain("{ N }senc-key(pk-key(B))");
    const plain = await judge({ boxes: [["senc", "shk(A,B)"]], given: [] });
    expect(plain?.text).toContain("{ N }shk-shared(A, B)");
  });

  it("for boxes in boxes under any of the keys", async () => {
    const box = fc.tuple(fc.constantFrom(...Object.keys(BOXES)), fc.constantFrom(...Object.keys(KEYS)));
    const sent = fc.record({
      boxes: fc.array(box, { minLength: 1, maxLength: 3 }),
      given: fc.subarray(["K", "r"]),
    }) as fc.Arbitrary<Sent>;
    const verdicts = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(sent, async (one) => {
        const judged = await judge(one);
        const name = judged === undefined ? "refused" : `${judged.described}, ${judged.encoded}`;
        verdicts.set(name, (verdicts.get(name) ?? 0) + 1);
        if (judged?.described === "attack") expect(judged.encoded).toBe("attack");
        if (judged?.described === "holds") expect(judged.encoded).not.toBe("attack");
      }),
      { seed: 20, numRuns: 120 },
    );
    expect(verdicts.get("attack, attack")).toBeGreaterThan(20);
    expect(verdicts.get("holds, holds")).toBeGreaterThan(5);
  }, 60_000);
});
