import { describe, expect, it } from "vitest";
import { DiagnosticError } from "../../../core/diagnostic/diagnostic.ts";
import { parseSpdl } from "./parse.ts";
import { printSpdl } from "./print.ts";

const parse = (text: string) => parseSpdl({ path: "m", text }, () => undefined);

function firstError(text: string): string {
  try {
    parse(text);
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    const [diagnostic] = error.diagnostics;
    return `${diagnostic?.code} ${diagnostic?.place?.line}:${diagnostic?.place?.column}`;
  }
  return "no error";
}

const inRole = (event: string) => `protocol p(A) { role A {\n${event} } }`;

describe("parseSpdl", () => {
  it("reads every form", () => {
    const text = [
      "usertype T, U;",
      "untrusted Bob, Eve;",
      "run p.A(x, y);",
      'option "-r 2"',
      "const a, b: T;",
      "secret const c;",
      "secret s: Function;",
      "var v: T, U;",
      "secret var w;",
      "secret hashfunction h;",
      "function f, g;",
      "inversekeys(a, b);",
      "inversekeyfunctions(f, g);",
      "compromised sk(Bob), { a }b;",
      "macro m = a, (b, c);",
      "protocol @p(A, B)",
      "{ macro x = A; singular role A { knows a; fresh n: Nonce; send_1(A, B, { n, a }{ b }pk(A)); read_2(B, A, (n));",
      " match(v, (a, b)); not match(v, a); claim_c(A, Secret, n); claim(A, Alive); }; };",
    ].join("\n");
    expect(printSpdl(parse(text).file)).toMatchInlineSnapshot(`
      "usertype T, U;
      untrusted Bob, Eve;
      run p.A(x, y);
      option "-r 2";
      const a, b: T;
      secret const c;
      secret s: Function;
      var v: T, U;
      secret var w;
      secret hashfunction h;
      function f, g;
      inversekeys(a, b);
      inversekeyfunctions(f, g);
      compromised sk(Bob), { a }b;
      macro m = a, (b, c);
      protocol @p(A, B)
      {
        macro x = A;
        singular role A
        {
          knows a;
          fresh n: Nonce;
          send_1(A, B, { n, a }{ b }pk(A));
          recv_2(B, A, (n));
          match(v, (a, b));
          not match(v, a);
          claim_c(A, Secret, n);
          claim(A, Alive);
        }
      }
      "
    `);
  });

  it("remembers the spellings of all names, labels included", () => {
    expect(parse(inRole("send_!1(A,A,A);")).spellings).toEqual(new Set(["p", "A", "!1"]));
  });

  it.each([
    ["an empty file", " // nothing\n", "SP109 2:1"],
    ["a lone ;", "const a;;", "SP104 1:9"],
    ["an application of an application", inRole("send_1(A,A,h(n)(n));"), "SP104 2:16"],
    ["an empty argument list", inRole("send_1(A,A,h());"), "SP104 2:14"],
    ["an empty encryption", inRole("send_1(A,A,{}k);"), "SP104 2:13"],
    ["an encryption without key", inRole("send_1(A,A,{n});"), "SP104 2:15"],
    ["a header without roles", "protocol p() {}", "SP104 1:12"],
    ["a match of three terms", inRole("match(a,b,c);"), "SP104 2:10"],
    ["a tuple in match without parentheses", inRole("not send_1(A);"), "SP104 2:5"],
    ["usertype in a protocol", "protocol p(A) { usertype T; }", "SP104 1:17"],
    ["untrusted in a role", inRole("untrusted A;"), "SP104 2:1"],
    ["two types of a const", "const a: T,U;", "SP104 1:11"],
    ["trusted", "trusted Bob;", "SP104 1:1"],
    ["symmetric-role", "symmetric-role protocol p(A) {}", "SP104 1:1"],
    ["a name with _", "const a_b;", "SP104 1:8"],
    ["a keyword as name", "const send;", "SP105 1:7"],
    ["a keyword as label", inRole("send_recv(A,A,A);"), "SP105 2:6"],
    ["a claim in a protocol", "protocol p(A) { claim(A,Secret,A); }", "SP104 1:17"],
    ["a file that stops early", "protocol p(A) { role A {", "SP104 1:25"],
    ["a file that stops in a term", "protocol p(A", "SP104 1:13"],
  ])("refuses %s", (_, text, expected) => {
    expect(firstError(text)).toBe(expected);
  });

  it.each([
    ["parentheses", "("],
    ["encryptions", "{"],
    ["applications", "f("],
    ["keys", "{n}"],
  ])("refuses 100,000 nested %s without exhausting the stack", (_, open) => {
    expect(firstError(`macro m = ${open.repeat(100_000)}`)).toMatch(/^SP106 1:/);
  });
});
