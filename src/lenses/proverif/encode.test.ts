/** Every model is readable, asks about every claim once, and keeps apart what the source keeps apart. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeFolder } from "../../assess/example.ts";
import type { Description } from "../../core/protocol/ir/description.ts";
import type { Model } from "../../core/protocol/ir/script.ts";
import { loadProtocol } from "../../repository/load-protocol.ts";
import { listProtocols } from "../../repository/resolve-sources.ts";
import { loadSpdl } from "../scyther/load.ts";
import { addReachable, listClaims } from "../../core/protocol/claims/listing.ts";
import { encodeProverif } from "./encode.ts";

const PROGRAM = process.env["ASSAY_PROVERIF"];

function encode(model: Model, description?: Description) {
  return encodeProverif({
    model: addReachable(model),
    theories: description?.theories,
    weaknesses: description?.weaknesses ?? [],
    title: model.name,
    source: "here",
  });
}

/** A model from SPDL text. */
function encodeText(text: string, match: 0 | 1 | 2 = 0) {
  return encode(loadSpdl("m.spdl", (path) => ({ path, text }), { match }).model);
}

/** Reads ProVerif's answer for each claim, by its event. */
function judge(text: string): Map<string, string> {
  const folder = mkdtempSync(join(tmpdir(), "assay-proverif-test-"));
  try {
    writeFileSync(join(folder, "m.pv"), text);
    const { stdout } = spawnSync(PROGRAM ?? "", [join(folder, "m.pv")], { encoding: "utf8", timeout: 60_000 });
    const results = stdout.split("\n").filter((line) => /^RESULT [^(]/.test(line));
    return new Map(
      results.map((line) => [
        /event\((\w+)/.exec(line)?.[1] ?? "",
        /(true|false|cannot be proved)\.$/.exec(line)?.[1] ?? line,
      ]),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A key as an exponent, which no type of ours allows: A finds B's part in a power of that part. */
const POWERS = `import { aenc, dh, pk, protocol, scalar, secret, senc, sk } from "assay";

export default protocol("powers", { A: "role A", B: "role B" })
  .uses(dh)
  .fresh("A", { x: scalar })
  .message("M1", "A", "B", ({ x, A }) => ({ X: dh.share(x), A }))
  .computes("B", ({ X }) => ({ part: dh.key(X, sk("B")) }))
  .computes("B", ({ X, part }) => ({ whole: dh.key(X, part) }))
  .message("M2", "B", "A", ({ X, part, whole }) => ({ box: aenc({ X, inside: senc({ part }, whole) }, pk("A")), whole }))
  .claims("A", ({ part }) => [secret(part, { honest: [] })]);
`;

function loadPowers(): ReturnType<typeof loadProtocol> {
  return loadProtocol(join(makeFolder({ "powers.ts": POWERS }), "powers.ts"));
}

const TWO_ROLES = `
  secret k: SessionKey;
  protocol p(I,R) {
    role I {
      fresh n: Nonce; var m: Nonce;
      send_1(I,R,{I,n}pk(R));
      claim_early(I,Secret,n);
      recv_2(R,I,{n,m}pk(I));
      send_3(I,R,n);
      claim_late(I,Secret,n);
      claim_agree(I,Nisynch);
    }
    role R {
      var n: Nonce; var x: Ticket; fresh m: Nonce;
      recv_1(I,R,{I,n}pk(R));
      send_2(R,I,{n,m}pk(I));
      recv_3(I,R,n);
      claim_alive(R,Alive,I);
    }
  }`;

describe("encodeProverif", () => {
  it.each(listProtocols("protocol"))("writes %s for a reader, with each claim once", async (name) => {
    const { model, description } = await loadProtocol(`protocol/${name}/protocol.ts`);
    const { text, queries } = encode(model, description);
    for (const line of text.split("\n")) expect(line.length).toBeLessThan(100);
    const labels = listClaims(addReachable(model)).map(({ label }) => label);
    expect(queries.map(({ claim }) => claim.label)).toEqual(labels);
    expect(new Set(queries.map(({ event }) => event)).size).toBe(labels.length);
    for (const { event } of queries) {
      expect(text.match(new RegExp(`^event ${event}[(.]`, "gm"))).toHaveLength(1);
      expect(text.match(new RegExp(`^ +event ${event}[(;]`, "gm"))).toHaveLength(1);
    }
  });

  it("declares every name once, whatever the author calls things", () => {
    const { text, renamed } = encodeText(`
      const query: Data; const pair: Nonce; const attacker: Data;
      protocol event(process,new) {
        role process { fresh bitstring: Nonce; fresh a-b: Nonce; fresh a: Nonce;
          send_1(process,new,query,pair,attacker,bitstring,a-b,a); claim_in(process,Secret,a-b); }
        role new { var free, a-b, a: Nonce; recv_1(process,new,query,pair,attacker,free,a-b,a); }
      }`);
    const declared = [...text.matchAll(/^(?:type|fun|const|event|let) ([\w']+)/gm)].map(([, name]) => name);
    expect(new Set(declared).size).toBe(declared.length);
    expect(renamed.length).toBeGreaterThan(3);
  });

  it("lets a run stop where it claims in the middle, and go on otherwise", () => {
    const { text } = encodeText(TWO_ROLES);
    expect(text).toMatch(
      /in\(c, stops: bool\);[^]*new n: nonce;[^]*if stops then \(\n +if R <> Eve then\n[^]*?event early\(Nonce\(n\)\);\n +0\n +\) else/,
    );
  });

  it("makes each claim where those are honest whom it takes for honest", async () => {
    const loaded = await loadProtocol("protocol/phr-sharing-hardened/protocol.ts");
    const [protocol] = loaded.model.protocols;
    if (protocol === undefined) throw new Error("no protocol");
    const roles = protocol.roles.map((role) => ({
      ...role,
      events: role.events.map((event) =>
        event.kind === "claim" && event.claim.label === "DO1"
          ? { ...event, claim: { ...event.claim, honest: ["DO", "DU"] } }
          : event,
      ),
    }));
    const { text } = encode({ ...loaded.model, protocols: [{ ...protocol, roles }] }, loaded.description);
    expect(text).toMatch(
      /if DU <> Eve then\n +\(\* DO1[^\n]*\n +event DO1\([^;]*;\n +0\) \|\n +if DU <> Eve && HA <> Eve/,
    );
  });

  it("reads a shared key as the power that it is written as everywhere else", async () => {
    const { description, model } = await loadPowers();
    const { text } = encode(model, description);
    expect(text.replace(/\s+/g, " ")).toContain("open_dh_shared(dh_key(dh_share(x1), x2), x2) = x1 [private].");
    expect(text).not.toContain("open_dh_shared(dh_shared(");
  });

  it.each([0, 1, 2] as const)("takes the agents of a run for agents under --match %i", (match) => {
    const { text } = encodeText("protocol p(A,B) { role A { fresh n: Ticket; claim(A,Alive); } role B { } }", match);
    expect(text).toContain("event runs(ag(A));");
    expect(text).toContain("event A1(ag(B));");
  });

  it("says what it leaves out", async () => {
    const { model, description } = await loadProtocol("protocol/phr-sharing/protocol.ts");
    const { text, losses } = encode(model, description);
    expect(losses.join("\n")).toMatch(/DU4: Weak agreement is asked with every agent in its own role/);
    expect(text.replace(/\s+/g, " ")).toContain("expiry is not modelled");
  });

  it("writes the theories' own rules, not what the verifier closes them to", async () => {
    const { model, description } = await loadProtocol("protocol/phr-sharing/protocol.ts");
    const { text } = encode(model, description);
    expect(model.deductions.analyses.some(({ name }) => name.includes(", then "))).toBe(true);
    expect(text).not.toContain("then_");
    expect(text.match(/^reduc[^]*?\.$/gm)?.filter((rule) => rule.includes("pre_unmask"))).toHaveLength(1);
    expect(text).toMatch(/intruder_collusion\(pre_rekey\(/);
  });
});

describe.skipIf(PROGRAM === undefined)("what ProVerif says of the models", () => {
  it("keeps secrecy at the claim apart from secrecy later", () => {
    const said = judge(encodeText(TWO_ROLES).text);
    expect([said.get("early"), said.get("late"), said.get("alive")]).toEqual(["true", "false", "false"]);
  });

  it("tells sorts apart under typed matching alone", () => {
    const text = `
      usertype Id;
      protocol p(A,B) {
        role A { fresh n: Nonce; send_1(A,B,{A,n}sk(A)); }
        role B { var d: Id; recv_!1(A,B,{A,d}sk(A)); claim_here(B,Reachable); }
      }`;
    const reached = ([0, 1, 2] as const).map((match) => judge(encodeText(text, match).text).get("here"));
    expect(reached).toEqual(["true", "false", "false"]);
  });

  it("finds that a part which Eve made is no secret", async () => {
    const { description, model } = await loadPowers();
    // Eve plays B, computes as B does, and has what A then claims.
    expect(judge(encode(model, description).text).get("A1")).toBe("false");
  });

  it("finds Lowe's attack, and nothing where there is none", () => {
    const path = "src/lenses/scyther/fixtures/experiments/e01-nspk.spdl";
    const said = judge(encodeText(readFileSync(path, "utf8")).text);
    const labels = ["a1", "a4", "b1", "b2", "b3", "b4", "b5", "b6"];
    const [proved, refuted] = ["true", "false"];
    expect(labels.map((label) => said.get(label))).toEqual([
      ...[proved, proved, refuted, refuted, refuted, refuted, proved, refuted],
    ]);
  });
});
