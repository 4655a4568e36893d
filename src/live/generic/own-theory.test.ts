/** The theories of docs/theories.md, as their files: printed, encoded, idealised, verified and run like built-in ones. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Tagged } from "cborg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verify } from "../../api.ts";
import { makeLatexPrinter } from "../../core/term/print.ts";
import { idealise } from "../../lenses/ban/idealise/idealise.ts";
import { printAscii } from "../../lenses/ban/print/ascii.ts";
import { encodeModel } from "../../lenses/scyther/encode.ts";
import { describeModel } from "../../repository/describe-model.ts";
import { loadProtocol } from "../../repository/load-protocol.ts";
import type { LoadedProtocol } from "../../repository/loaded-protocol.ts";
import { NAMED_TAG } from "../wire/form.ts";
import { openEnvelope } from "../wire/envelope.ts";
import { play } from "./example.ts";

const PAGE = readFileSync(new URL("../../../docs/theories.md", import.meta.url), "utf8");
const folder = mkdtempSync(join(tmpdir(), "assay-theories-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes the page's files; `change` may make another description of `protocol.ts`. */
function writeFiles(name: string, change: (file: string, text: string) => string = (_, text) => text): string {
  for (const [, text = ""] of PAGE.matchAll(/^```ts\n(\/\/ [\s\S]*?)^```$/gm)) {
    const file = /^\/\/ (\S+\.ts)\n/.exec(text)?.[1];
    if (file === undefined) continue;
    const path = join(folder, name, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, change(file, text));
  }
  return join(folder, name, "protocol.ts");
}

let loaded: LoadedProtocol;
let plain: LoadedProtocol;
/** Nothing is opened at once then, so B opens by hand what it gets, and A sends the opening in clear. */
const PLAIN = `
import { nonce, pk, protocol, secret, sk } from "assay";
import { commit } from "./theories/commit.ts";
import { vault } from "./theories/vault.ts";

export default protocol("plain", { A: "caller", B: "flipper" })
  .uses(commit)
  .uses(vault)
  .public({ pkB: pk("B") })
  .knows("B", { skB: sk("B") })
  .fresh("A", { X: nonce, r: nonce })
  .message("M1", "A", "B", ({ A, X, r, pkB }) => ({ V: vault.lock({ A, C: commit.commit(X, r) }, pkB) }))
  .computes("B", ({ V, skB }) => vault.unlock(V, skB))
  .message("M2", "A", "B", ({ X, r }) => ({ X, r }))
  .claims("B", ({ X }) => [secret(X)]);
`;
const withoutFacets = (file: string, text: string): string =>
  file === "protocol.ts" ? PLAIN : text.replace(/\n {2}\.facets\(\{[\s\S]*?\n {2}\}\)/, "");
beforeAll(async () => {
  loaded = await loadProtocol(writeFiles("whole"));
  plain = await loadProtocol(writeFiles("plain", withoutFacets));
});

describe("a theory of an author's own, with every facet", () => {
  it("prints as it says, in every listing and in LaTeX", () => {
    expect(describeModel(loaded.model)).toContain("send M1 to B: vault{ A, commit[ X; r ] }pk(B)");
    const [first] = loaded.model.protocols[0]?.roles[0]?.events ?? [];
    if (first?.kind !== "send") throw new Error("A sends first");
    expect(makeLatexPrinter(loaded.model.operations)(first.message)).toBe(
      String.raw`\mathit{vault}\{ \mathit{A}, \mathsf{C}_{\mathit{r}}( \mathit{X} ) \}\mathit{pk}(\mathit{B})`,
    );
  });

  it("is an encryption in SPDL", () => {
    const { text, approximations } = encodeModel(loaded.model, { title: "", source: "protocol.ts" });
    expect(text).toContain("send_M1(A, B, { A, commit(X, r) }pk-key(B))");
    expect(text).not.toContain("vault-");
    expect(approximations.filter((each) => each.includes("helper"))).toEqual([]);
  });

  it("is a box and a hash in BAN logic", () => {
    const { analysis, warnings } = idealise(loaded.description);
    expect(analysis.messages.map(({ id, formula }) => `${id} ${printAscii(formula)}`)).toEqual([
      "M1 {H(X, r)}pkB",
      "M2 {H(X, r), Y}pkA",
      "M3 {X, Y, r}pkB",
    ]);
    expect(warnings).toEqual([]);
  });

  it("is verified as the built-in operations with the same rules are, and told in its own notation", async () => {
    // Lowe's mistake: without B's name in M2, A hands Y to whomever it talks to.
    const flawed = (text: string): string => text.replace("vault.lock({ B, C, Y }", "vault.lock({ C, Y }");
    const twin = (text: string): string =>
      text
        .replaceAll("vault.lock", "aenc")
        .replaceAll("commit.commit(X, r)", "hash({ X, r })")
        .replace(/\n {2}\.uses\(\w+\)/g, "")
        .replace(/import \{ (commit|vault) \}.*\n/g, "")
        .replace("import { agree,", "import { aenc, agree, hash,");
    const onlyProtocol = (change: (text: string) => string) => (file: string, text: string) =>
      file === "protocol.ts" ? change(text) : text;
    const judge = async (name: string, change: (text: string) => string): Promise<Record<string, unknown>> => {
      const { findings } = await verify(writeFiles(name, onlyProtocol(change)));
      const verdicts = findings.map(({ label, role, verdict }) => [`${role} ${label}`, verdict] as const);
      // Sentences about each theory contain its name; the rest is the same.
      const text = JSON.stringify(Object.fromEntries(verdicts), (key, value: unknown) =>
        key === "assumptions" ? (value as string[]).filter((each) => !each.startsWith("The theory ")) : value,
      );
      return JSON.parse(text) as Record<string, unknown>;
    };
    const own = await judge("own", flawed);
    const builtIn = await judge("twin", (text) => twin(flawed(text)));
    const inTwinsWords = JSON.stringify(own)
      .replaceAll("vault{", "{")
      .replaceAll(/commit\[ ([^;\]]*); ([^;\]]*) \]/g, "hash(($1, $2))")
      .replaceAll("(unlock)", "(decrypt)")
      .replaceAll('"unlock"', '"decrypt"')
      .replaceAll(/\bvault\.lock\b/g, "aenc")
      .replaceAll('"commit"', '"hash"');
    expect(JSON.stringify(own)).toContain("vault{ ");
    expect(JSON.stringify(own)).toContain('"is":"attack"');
    expect(JSON.stringify(own)).toContain('"is":"holds"');
    expect(JSON.parse(inTwinsWords)).toEqual(builtIn);
  });

  it("runs on bytes: opened at once, made again to be compared", async () => {
    const { refused, messages, playing } = await play(loaded, "seed");
    expect(refused).toBeUndefined();
    expect(messages.map(({ label }) => label)).toEqual(["M1", "M2", "M3"]);
    const body = openEnvelope(messages[0]?.bytes ?? new Uint8Array()).body as Tagged;
    expect(body.tag).toBe(NAMED_TAG);
    expect((body.value as readonly unknown[])[0]).toBe("vault.lock");
    for (const performer of playing.values()) expect(performer.awaits()).toBeUndefined();
  });

  it("refuses a box that was altered, one of another operation, and an opening that is not the one committed to", async () => {
    const altered = await play(loaded, "seed", (label, body) => {
      const { tag, value } = body as Tagged;
      const [name, bytes] = value as [string, Uint8Array];
      return label === "M1" ? new Tagged(tag, [name, bytes.map((byte, i) => byte ^ Number(i === 40))]) : body;
    });
    expect(altered.refused).toMatchObject({ label: "M1", code: "cannot-open" });
    const renamed = await play(loaded, "seed", (_, body) => {
      const [, bytes] = (body as Tagged).value as [string, Uint8Array];
      return new Tagged(NAMED_TAG, ["vault.open", bytes]);
    });
    expect(renamed.refused).toMatchObject({ label: "M1", code: "wrong-type" });
    const cheat = (file: string, text: string): string =>
      file === "protocol.ts"
        ? text
            .replace("{ X: nonce, r: nonce }", "{ X: nonce, r: nonce, s: nonce }")
            .replace("({ A, X, r, pkB }) => vault", "({ A, X, r, s, pkB }) => vault")
            .replace("commit.commit(X, r)", "commit.commit(X, s)")
        : text;
    const other = await loadProtocol(writeFiles("cheat", cheat));
    // A sends in the cheating description, and B receives in the honest one.
    const dishonest = await play(other, "seed");
    const swapped = await play(loaded, "seed", (label, body) => {
      const sent = dishonest.messages.find((message) => message.label === label);
      return label === "M1" && sent !== undefined ? openEnvelope(sent.bytes).body : body;
    });
    expect(swapped.refused).toMatchObject({ code: "mismatch" });
  });
});

describe("a theory of an author's own, without a facet", () => {
  it("prints, encodes and travels by default", async () => {
    expect(
      plain.model.operations.filter((operation) => "prints" in operation && !/^sh?g?k|^[pv]k/.test(operation.name)),
    ).toEqual([]);
    expect(describeModel(plain.model)).toContain("send M1 to B: vault.lock((A, commit(X, r)), pk(B))");
    const { text } = encodeModel(plain.model, { title: "", source: "protocol.ts" });
    expect(text).toContain("send_M1(A, B, vault-lock((A, commit(X, r)), pk-key(B)))");
    const { refused, playing } = await play(plain, "seed");
    expect(refused).toBeUndefined();
    expect(playing.get("B")).toBeDefined();
    expect(playing.get("B")?.awaits()).toBeUndefined();
  });
});

/** A signature of an author's own: verified with the key of whoever the message names. */
const STAMP: Readonly<Record<string, string>> = {
  "stamp.ts": `
import { type Body, opening, op, type Sgk, type Signed, theory } from "assay";

export const stampTheory = theory("stamp", {
  stamp: op<<P extends Body, O extends string>(message: P, key: Sgk<O>) => Signed<P, O>>("message", "signing key"),
  show: opening<<P extends Body>(stamped: Signed<P, string>) => P>("stamped"),
})
  .rewrites(({ stamp, show }, { m, sgk, reduces }) => ({ show: reduces(show(stamp(m, sgk("A"))), m) }))
  .constructors("stamp")
  .facets({
    stamp: {
      opens: "verified",
      spdl: "encryption",
      ban: { is: "box", kind: "signature", key: 1 },
      wire: { is: "parts", count: 2 },
    },
  })
  .implementedBy(() => import("./stamp-implementation.ts"));`,
  "stamp-implementation.ts": `
import { createPrivateKey, createPublicKey, sign, verify } from "node:crypto";

const PRIVATE = Buffer.from("302e020100300506032b657004220420", "hex");
const PUBLIC = Buffer.from("302a300506032b6570032100", "hex");
const privateKey = (raw) => createPrivateKey({ key: Buffer.concat([PRIVATE, raw]), format: "der", type: "pkcs8" });
const publicKey = (raw) => createPublicKey({ key: Buffer.concat([PUBLIC, raw]), format: "der", type: "spki" });

export async function implement() {
  return {
    operations: {
      stamp: (_, message, [secret]) => [message, new Uint8Array(sign(null, message, privateKey(secret)))],
      show: (_, [message, signature], key) => {
        if (key !== undefined && !verify(null, message, publicKey(key), signature)) throw new Error("It is not theirs.");
        return message;
      },
    },
    weaknesses: {}, draw: (randomness) => randomness.bytes(16), drawKeys: () => ({}), encode: (value) => value, guarantees: {},
  };
}`,
  "protocol.ts": `
import { agree, nonce, protocol, sgk } from "assay";
import { stampTheory } from "./stamp.ts";

export default protocol("stamped", { A: "signer", B: "reader" })
  .uses(stampTheory)
  .learns("B", "A", { in: "M1" })
  .knows("A", { sgkA: sgk("A") })
  .fresh("A", { N: nonce })
  .message("M1", "A", "B", ({ A, B, N, sgkA }) => ({ A, s: stampTheory.ops.stamp({ A, B, N }, sgkA) }))
  .claims("B", ({ N }) => [agree("A", [N])]);`,
};

describe("a signature of an author's own", () => {
  it("is verified with the key of whom it names, in the model and on bytes", async () => {
    mkdirSync(join(folder, "stamp"));
    for (const [file, text] of Object.entries(STAMP)) writeFileSync(join(folder, "stamp", file), text);
    const path = join(folder, "stamp", "protocol.ts");
    const { findings, errors } = await verify(path);
    expect(errors).toEqual([]);
    // A replay is no matter to non-injective agreement, and nobody but A makes A's stamp.
    expect(findings.find(({ label }) => label === "B1")?.verdict.is).toBe("holds");
    const stamped = await loadProtocol(path);
    const { text } = encodeModel(stamped.model, { title: "", source: "protocol.ts" });
    expect(text).toContain("{ A, B, N }sgk-sig(A)");
    const { analysis } = idealise(stamped.description);
    expect(analysis.messages.map(({ formula }) => printAscii(formula))).toEqual(["{N}vkA^-1"]);
    expect((await play(stamped, "seed")).refused).toBeUndefined();
    const forged = await play(stamped, "seed", (_, body) => changeLast(body));
    expect(forged.refused).toMatchObject({ label: "M1", code: "cannot-open" });
  });
});

describe("a theory without an implementation", () => {
  it("is verified all the same, and refused by name where it is to run", async () => {
    const without = (_: string, text: string): string => text.replace(/\n {2}\.implementedBy<Values>\([^;]*\)/, "");
    const bare = await loadProtocol(writeFiles("bare", without));
    expect(describeModel(bare.model)).toEqual(describeModel(loaded.model));
    await expect(play(bare, "seed")).rejects.toThrow(
      "There is no implementation of commit to run. Give the theory commit one with .implementedBy.",
    );
  });
});

describe("the built-in theories that no system has bound", () => {
  it.each(["sigma-i", "signed-diffie-hellman", "tls13-like", "gateway-pairing"])(
    "run %s by the same way",
    async (name) => {
      const path = new URL(`../../../protocol/${name}/protocol.ts`, import.meta.url).pathname;
      const protocol = await loadProtocol(path);
      const { refused, playing, messages } = await play(protocol, "seed");
      expect(refused).toBeUndefined();
      for (const performer of playing.values()) expect(performer.awaits()).toBeUndefined();
      // Any one byte of the last part of a message changed, and it is refused.
      for (const { label } of messages.slice(1)) {
        const altered = await play(protocol, "seed", (at, body) => (at === label ? changeLast(body) : body));
        expect(altered.refused).toBeDefined();
      }
    },
  );
});

/** The content with the last byte string in it changed in its last byte. */
function changeLast(content: unknown): unknown {
  if (content instanceof Uint8Array) return content.map((byte, i) => byte ^ Number(i === content.length - 1));
  if (content instanceof Tagged) return new Tagged(content.tag, changeLast(content.value));
  if (Array.isArray(content))
    return content.map((part: unknown, i) => (i === content.length - 1 ? changeLast(part) : part));
  if (content instanceof Map) {
    const parts: [unknown, unknown][] = [...content];
    return new Map(parts.map(([key, part], i) => [key, i === parts.length - 1 ? changeLast(part) : part]));
  }
  return content;
}
