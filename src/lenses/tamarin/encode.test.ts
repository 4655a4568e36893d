/** Every theory is readable, asks about every claim once, and says what it leaves out. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { addReachable, listClaims } from "../../core/protocol/claims/listing.ts";
import type { Description } from "../../core/protocol/ir/description.ts";
import type { Model } from "../../core/protocol/ir/script.ts";
import { loadProtocol } from "../../repository/load-protocol.ts";
import { listProtocols } from "../../repository/resolve-sources.ts";
import { loadSpdl } from "../scyther/load.ts";
import { encodeTamarin } from "./encode.ts";

function encode(model: Model, description?: Description) {
  return encodeTamarin({
    model: addReachable(model),
    theories: description?.theories,
    weaknesses: description?.weaknesses ?? [],
    title: model.name,
    source: "here",
  });
}

async function encodeProtocol(name: string) {
  const { model, description } = await loadProtocol(`protocol/${name}/protocol.ts`);
  return encode(model, description);
}

/** A model from SPDL text. */
function encodeText(text: string) {
  return encode(loadSpdl("m.spdl", (path) => ({ path, text }), {}).model);
}

/** The rule of a theory, up to the next one. */
function cutRule(text: string, name: string): string {
  return new RegExp(`^rule ${name}:[^]*?(?=^(?:rule|//|lemma) )`, "m").exec(text)?.[0] ?? "";
}

describe("encodeTamarin", () => {
  it.each(listProtocols("protocol"))("writes %s for a reader, with each claim once", async (name) => {
    const { model, description } = await loadProtocol(`protocol/${name}/protocol.ts`);
    const { text, lemmas } = encode(model, description);
    for (const line of text.split("\n")) expect(line.length).toBeLessThan(100);
    const labels = listClaims(addReachable(model)).map(({ label }) => label);
    expect(lemmas.map(({ claim }) => claim.label)).toEqual(labels);
    for (const { lemma, claim } of lemmas) {
      expect(text.match(new RegExp(`^lemma ${lemma}:`, "gm"))).toHaveLength(1);
      expect(text).toContain(`// ${claim.label}: `);
    }
  });

  it("takes one rule from each receive to the next, and passes on what is needed later", async () => {
    const { text } = await encodeProtocol("needham-schroeder");
    expect(cutRule(text, "I_1")).toMatch(
      /\[ Fr\(~run\), Fr\(~Ni\) \][^]*Out\(M1\)[^]*State_I_1\(~run, \$I, \$R, ~Ni\)/,
    );
    expect(cutRule(text, "I_2")).toMatch(/State_I_1\(~run, \$I, \$R, ~Ni\)\n +, In\(M2\)[^]*Out\(M3\)/);
    expect(text).toContain("M2 = aenc(<~Ni, ~Nr>, pk('key', $I))");
  });

  it("writes Diffie-Hellman as Tamarin has it, and says what that adds", async () => {
    const { text, losses } = await encodeProtocol("signed-diffie-hellman");
    expect(text).toContain("builtins: diffie-hellman");
    expect(text).not.toMatch(/dh_|shared\(/);
    expect(losses.join("\n")).toContain("exponents are multiplied and inverted");
  });

  it("finds a shared key by either order of its agents, and gives Eve's away", async () => {
    const { text } = await encodeProtocol("mac-authentication");
    expect(text).toContain("[ !Shared_key('shared', $A, $B, ~key), !Shared_key('shared', $B, $A, ~key) ]");
    expect(text).toMatch(/\[ !Shared_key\('shared', 'Eve', \w+, ~key\) \]\n +-->\n +\[ Out\(~key\) \]/);
  });

  it("tells the agents of a trusted role from all others, and takes them for honest", async () => {
    const { text } = await encodeProtocol("otway-rees");
    expect(cutRule(text, "S_1")).toContain("agent_S($S)");
    expect(cutRule(text, "S_1")).not.toContain("Honest(agent_S");
    const lemma = /^lemma A1:\n(.*)$/m.exec(text)?.[1];
    expect(lemma).toContain("not(B = 'Eve')");
    expect(lemma).not.toContain("not(S = ");
  });

  it("says that a variable takes more than its type", async () => {
    const { losses } = await encodeProtocol("nessett");
    expect(losses.join("\n")).toMatch(/^Kab of B is of type .*, and takes fresh values of type .* as well here\.$/m);
  });

  it("asks of an early claim where its run goes no further", () => {
    const { text } = encodeText(`
      protocol p(I,R) {
        role I { fresh n: Nonce; claim_early(I,Secret,n); send_1(I,R,n); claim_late(I,Secret,n); }
        role R { var n: Nonce; recv_1(I,R,n); }
      }`);
    expect(text).toMatch(/^lemma early:\n.*not\(Ex #by\. Goes_on_I\(run\)@by\)/m);
    expect(/^lemma late:\n.*\n.*$/m.exec(text)?.[0]).not.toContain("Goes_on");
    expect(cutRule(text, "I_2")).toContain("Goes_on_I(~run)");
  });

  it("compares what a role matches", () => {
    const { text } = encodeText(`
      const c: Data;
      protocol p(I,R) {
        role I { fresh n: Nonce; send_1(I,R,(c,c),n); }
        role R { var n: Nonce; var w: Ticket; recv_1(I,R,w,n); match(w,(c,c)); not match(n,c); claim(R,Alive); }
      }`);
    expect(text).toContain("Eq(w, <c, c>)");
    expect(text).toContain("Neq(n, c)");
    expect(text).toContain('restriction Unequal: "All x #i. Neq(x, x)@i ==> F"');
  });

  it("calls nothing by a word of Tamarin, and no two things alike", () => {
    const { text, renamed } = encodeText(`
      const lemma: Data; const fst: Nonce; const Eve2: Data;
      protocol rule(in,Out) {
        role in { fresh a-b: Nonce; fresh aB: Nonce; fresh Ab: Nonce; send_1(in,Out,lemma,fst,a-b,aB,Ab); claim_Fr(in,Secret,a-b); }
        role Out { var x, y, z: Nonce; recv_1(in,Out,lemma,fst,x,y,z); }
      }`);
    const declared = [...text.matchAll(/^(?:rule|lemma|restriction) (\w+)/gm)].map(([, name]) => name);
    expect(new Set(declared).size).toBe(declared.length);
    expect(text).toMatch(/Fr\(~a_b\).*Fr\(~aB\).*Fr\(~Ab_2\)/);
    expect(text).not.toMatch(/\bFr\(~run,/);
    expect(renamed.length).toBeGreaterThan(3);
  });

  it("begins no variable and no constant with the name of a constant", () => {
    const { text } = encodeText(`
      const r, n, tag, tag2: Data;
      protocol p(I,R) {
        role I { fresh nonce: Nonce; send_1(I,R,{nonce,r,n,tag,tag2}pk(R)); claim_a(I,Secret,tag); }
        role R { var nonce: Ticket; var tagged: Ticket; recv_1(I,R,{nonce,r,n,tag,tagged}pk(R)); claim_b(R,Secret,nonce); }
      }`);
    const declared = /^functions: (.*(?:\n {4}.*)*)/m.exec(text)?.[1] ?? "";
    const constants = [...declared.matchAll(/(\w+)\/0/g)].map(([, name = ""]) => name);
    expect(constants.filter((one) => /^(c\d_)?(r|n|tag2?)$/.test(one))).toHaveLength(4);
    const code = text
      .replace(/\/\/.*/g, "")
      .replace(/\b\w+\(/g, "(")
      .replace(/[~$#@]\w+|'\w+'/g, "");
    const words = [...code.slice(code.indexOf("\nrule")).matchAll(/\w+/g)].map(([word]) => word);
    for (const word of [...words, ...constants]) {
      for (const one of constants) expect(word !== one && word.startsWith(one)).toBe(false);
    }
  });

  it("lets a run stop between a send and a signal behind it", () => {
    const { text } = encodeText(`
      protocol p(I,R) {
        role I { fresh n: Nonce; send_1(I,R,{n}sk(I)); claim_go(I,Running,R,n); send_2(I,R,{n}sk(I)); }
        role R { var n: Nonce; recv_1(I,R,{n}sk(I)); recv_2(I,R,{n}sk(I)); claim_a(R,Commit,I,n); claim_b(R,Niagree); }
      }`);
    expect(cutRule(text, "I_1")).toMatch(/Sent_x?1[^]*Out\(/);
    expect(cutRule(text, "I_1")).not.toMatch(/Running_I|Sent_x?2/);
    expect(cutRule(text, "I_2")).toMatch(/Running_I\([^]*Sent_x?2\([^]*Out\(/);
  });

  it("tells apart what keys of SPDL open, and gives the intruder public keys that no role names", () => {
    const { text } = encodeText(`
      hashfunction h; secret gk: Function;
      protocol p(I,R) {
        role I { fresh n: Nonce; fresh k1: SessionKey;
          send_1(I,R,{n,k1}pk(R)); send_2(I,R,{n}sk(I),{n}k1,{n}gk(R),h(n)); claim_a(I,Secret,n); }
        role R { var n: Nonce; var k1: SessionKey; recv_1(I,R,{n,k1}pk(R)); recv_2(I,R,{n}sk(I),{n}k1,{n}gk(R),h(n)); }
      }`);
    expect(text).toContain("aenc(<~n, ~k1>, pk($R))");
    expect(text).toMatch(/<sign\(~n, sk\(\$I\)\), senc\(~n, ~k1\), senc\(~n, gk\(\$R\)\), h\w*\(~n\)>/);
    const code = text.replace(/\s+/g, " ");
    expect(code).toContain("adec(aenc(x_m, pk(x_X)), sk(x_X)) = x_m");
    expect(code).toContain("message(sign(x_m, sk(x_X)), pk(x_X)) = x_m");
    expect(code).toMatch(/pk\/1[, ]/);
    expect(code).toContain("gk/1 [private]");
    expect(code).not.toMatch(/pk\/1 \[private\]|invert_/);
    const signed = encodeText(
      "protocol p(I,R) { role I { fresh n: Nonce; send_1(I,R,{n}sk(I)); claim_a(I,Secret,n); } role R { var n: Nonce; recv_1(I,R,{n}sk(I)); } }",
    );
    expect(signed.text).toMatch(/pk\/1[,\s]/);
    expect(signed.text).not.toMatch(/pk\/1\s+\[private\]/);
  });

  it("lets the intruder take apart what a public function is applied to, where it is no hash", () => {
    const { text } = encodeText(`
      const f: Function;
      protocol p(I,R) {
        role I { fresh n: Nonce; send_1(I,R,f(n)); claim_a(I,Secret,n); }
        role R { var n: Nonce; recv_1(I,R,f(n)); }
      }`);
    expect(text.replace(/\s+/g, " ")).toMatch(/invert_f\(f\w*\(x_m\)\) = x_m/);
  });

  it("refuses a box whose key may be of any kind", () => {
    const model = `
      protocol p(I,R) {
        role I { fresh n: Nonce; var k: Ticket; recv_!0(R,I,k); send_1(I,R,{n}k); claim_a(I,Secret,n); }
        role R { var n: Nonce; var k: Ticket; recv_!2(I,R,k); recv_1(I,R,{n}k); }
      }`;
    expect(() => encodeText(model)).toThrow("AS628 In here, what is encrypted under k has no one way to be opened");
  });
});

describe("docs/tamarin.md", () => {
  it.each(["needham-schroeder", "signed-diffie-hellman"])(
    "quotes the theory of %s as it is generated",
    async (name) => {
      const { text } = await encodeProtocol(name);
      const page = readFileSync("docs/tamarin.md", "utf8");
      const quote = new RegExp(`<!-- ${name} -->\\n+\`\`\`\\n([^]*?)\`\`\``).exec(page)?.[1] ?? "";
      const parts = quote.trim().split(/\n\n/);
      expect(parts.length).toBeGreaterThan(3);
      for (const part of parts) expect(text).toContain(part);
    },
  );
});
