import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Diagnostic, DiagnosticError } from "../../core/diagnostic/diagnostic.ts";
import type { Model, RoleScript } from "../../core/protocol/ir/script.ts";
import { equals } from "../../core/term/term.ts";
import { loadSpdl } from "./load.ts";
import { printTerm } from "./print-term.ts";
import type { Settings } from "./settings.ts";

function load(text: string, settings: Settings = {}) {
  return loadSpdl("models/m.spdl", (path) => (path === "models/m.spdl" ? { path, text } : undefined), settings);
}

function roleOf(model: Model, protocol: string, role: string): RoleScript {
  const found = model.protocols.find((p) => p.name === protocol)?.roles.find((r) => r.role === role);
  if (found === undefined) throw new Error(`no role ${role} in ${protocol}`);
  return found;
}

function messagesOf(role: RoleScript): string[] {
  return role.events.flatMap((event) =>
    event.kind === "send" || event.kind === "recv" ? [printTerm(event.message)] : [],
  );
}

/** Macros m0 to m`count`, each of which is the one before it; m0 is `first`. */
function chainMacros(count: number, first = "c"): string {
  const macros = Array.from({ length: count }, (_, i) => `macro m${i + 1} = m${i};`);
  return [`const c: Nonce; macro m0 = ${first};`, ...macros].join("\n");
}

function diagnosticsOf(text: string): readonly Diagnostic[] {
  try {
    load(text);
    return [];
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return error.diagnostics;
  }
}

/** A protocol of one role A with this body. */
const inRole = (body: string) => `protocol p(A) { role A { ${body} claim(A,Reachable); } }`;

describe("loadSpdl", () => {
  it("names the model after its file and keeps the header's order of roles", () => {
    const { model } = load(
      "protocol p(B,A) { role A { send_!1(A,B,A); } role B { send_!2(B,A,A); claim(B,Alive,A); } }",
    );
    expect(model.name).toBe("m");
    expect(roleOf(model, "p", "A").roles).toEqual(["B", "A"]);
    expect(model.protocols[0]?.roles.map((role) => role.role)).toEqual(["A", "B"]);
  });

  it("reports a file that cannot be read", () => {
    expect(() => loadSpdl("x.spdl", () => undefined)).toThrow(DiagnosticError);
    expect(() => loadSpdl("x.spdl", () => undefined)).toThrow(/SP115 .*x\.spdl/);
  });

  it("lets the file's options win over the settings", () => {
    const text = `option "-m1 -r 2"; ${inRole("send_!1(A,A,A);")}`;
    expect(load(text, { match: 2, maxRuns: 9, maxStates: 5 }).settings).toEqual({ match: 1, maxRuns: 2, maxStates: 5 });
    expect(load(text).model.match).toBe(1);
  });

  it("reports wrong options together with other errors", () => {
    expect(() => load(`option "--bogus"; ${inRole("send_!1(A,A,n);")}`)).toThrow(/SP401[^]*SP201/);
  });

  it("takes f(x,y) and {x,y}f for the same term and nests tuples to the right", () => {
    const { model } = load(`hashfunction f; ${inRole("send_!1(A,A,f(A,A,f)); send_!2(A,A,{A,(A,f)}f);")}`);
    const [first, second] = roleOf(model, "p", "A").events;
    if (first?.kind !== "send" || second?.kind !== "send") throw new Error("expected two sends");
    expect(equals(first.message, second.message)).toBe(true);
    expect(first.message.key).toBe("crypt(pair(v:A,pair(v:A,c:f)),c:f)");
  });

  it("resolves the names of a macro where it is used, and lets a later macro replace it", () => {
    const text = `macro m = {n}pk(A);
      protocol p(A) { role A { fresh n: Nonce; send_!1(A,A,m); macro m = n,n; send_!2(A,A,m); claim(A,Secret,n); } }
      protocol q(A) { role A { var n: Nonce; recv_!1(A,A,m); } }`;
    const { model } = load(text);
    expect(messagesOf(roleOf(model, "p", "A"))).toEqual(["{ n }pk(A)", "(n,n)"]);
    const event = roleOf(model, "q", "A").events[0];
    expect(event?.kind === "recv" && event.message.key).toBe("pair(v:n,v:n)");
  });

  // Scyther 1.3, asked (src/lenses/verifier/fixtures/shared.json): what q does with its c, it does with p's.
  it("has one constant of a name for all protocols, and another one for the file", () => {
    const text = `const c: Nonce; protocol p(A) { secret c: Nonce; role A { send_!1(A,A,c); claim(A,Secret,c); } }
      protocol q(A) { secret c: Nonce; role A { send_!1(A,A,c); } } protocol r(A) { role A { send_!1(A,A,c); } }`;
    const { model } = load(text);
    const keys = ["p", "q", "r"].map((name) => {
      const event = roleOf(model, name, "A").events[0];
      return event?.kind === "send" ? event.message.key : "";
    });
    expect(keys[0]).toBe(keys[1]);
    expect(keys[0]).not.toBe(keys[2]);
    expect(keys[2]).toBe("c:c");
    expect(["p", "q"].map((name) => messagesOf(roleOf(model, name, "A"))[0])).toEqual(["c", "c"]);
  });

  it("does not take a variable with the name of a role for the role's agent", () => {
    const { model } = load("protocol p(A,B) { role A { var B: Nonce; recv_!1(A,A,B); claim(A,Secret,B); } }");
    const event = roleOf(model, "p", "A").events[0];
    expect(event?.kind === "recv" && event.message.key).not.toBe("v:B");
  });

  it("appends the events of a second body", () => {
    const { model } = load("protocol p(A) { role A { send_!1(A,A,A); } role A { send_!2(A,A,A,A); claim(A,Alive); } }");
    expect(messagesOf(roleOf(model, "p", "A"))).toEqual(["A", "(A,A)"]);
  });

  it("makes Running a signal, NotEqual a match, and drops Empty and SID", () => {
    const body = "fresh n: Nonce; claim(A,Running,A,(n,n)); claim(A,NotEqual,(A,n)); claim(A,Empty); claim(A,SID,n);";
    const events = roleOf(load(inRole(body)).model, "p", "A").events;
    expect(events.map((event) => event.kind)).toEqual(["running", "match", "claim"]);
    expect(events[0]?.kind === "running" && events[0].data.map(printTerm)).toEqual(["n", "n"]);
    expect(events[2]?.kind === "claim" && events[2].claim.label).toBe("A5");
  });

  it("gives variables of both sides of a match their place in the order of events", () => {
    expect(() => load(inRole("var x,y: Nonce; recv_!1(A,A,x); match(y,x); send_!2(A,A,y);"))).not.toThrow();
    expect(() => load(inRole("var x,y: Nonce; recv_!1(A,A,x); match(x,y);"))).toThrow(/SP305 .*'y'/);
    expect(() => load(inRole("var x,y: Nonce; recv_!1(A,A,x); not match(y,x);"))).toThrow(/SP305 .*'y'/);
  });

  it("lists what the intruder knows from the start", () => {
    const text = `secret s: Nonce; const c: Nonce; hashfunction h; const f: Function; secret g: Function; const Bob: Agent;
      compromised g(Bob); untrusted Bob; ${inRole("send_!1(A,A,s);")}`;
    const { deductions, untrusted } = load(text).model;
    const known = deductions.syntheses.filter((rule) => rule.from.length === 0).map((rule) => printTerm(rule.yields));
    const agents = ["Alice", "Bob", "Charlie", "Dave", "Eve", "Simon", "Pete"];
    const eve = ["sk(Eve)", "k(Alice,Eve)", "k(Bob,Eve)", "k(Charlie,Eve)", "k(Eve,Alice)"];
    expect(known.sort()).toEqual(["pk", "c", "h", "f", ...agents, "A", ...eve, "g(Bob)"].sort());
    expect(untrusted.map(printTerm)).toEqual(["Eve", "Bob"]);
  });

  it("writes down how each kind of key is inverted", () => {
    const text = `const f: Function; secret g: Function; inversekeyfunctions(f,g); const a,b: Nonce; inversekeys(a,b);
      hashfunction h; ${inRole("send_!1(A,A,A);")}`;
    const rules = load(text).model.deductions.analyses.map(
      (rule) =>
        `${printTerm(rule.from)} / ${rule.using.map(printTerm)} unless ${rule.unless.map((u) => printTerm(u.pattern))}`,
    );
    expect(rules).toEqual([
      "{ m }pk(X) / sk(X) unless ",
      "{ m }sk(X) / pk(X) unless ",
      "{ m }f(X) / g(X) unless ",
      "{ m }g(X) / f(X) unless ",
      "{ m }a / b unless ",
      "{ m }b / a unless ",
      "{ m }k / k unless pk(X),sk(X),f(X),g(X),a,b,h",
    ]);
  });

  // Scyther 1.3, asked: the first three never receive x, and are refused where they send it first; the last receives it.
  it.each(["var x: Nonce; fresh x: Nonce;", "fresh x: Nonce; var x: Nonce;", "var x: Nonce; secret x: Nonce;"])(
    "refuses %s in a role",
    (declared) => {
      const text = `protocol p(A) { role A { ${declared} recv_!1(A,A,x); claim(A,Reachable); } }`;
      expect(() => load(text)).toThrow(/SP231/);
    },
  );

  it("takes a variable of the protocol for one, whatever is declared beside it", () => {
    const text = "protocol p(A) { var x: Nonce; const x: Nonce; role A { recv_!1(A,A,x); claim(A,Reachable); } }";
    const [role] = load(text).model.protocols[0]?.roles ?? [];
    expect([role?.fresh.length, role?.variables.length]).toEqual([0, 1]);
  });

  it("stays readable for deep and for long terms, or says that they are too large", () => {
    expect(() => load(inRole(`send_!1(A,A,${"A,".repeat(900)}A);`))).not.toThrow();
    expect(() => load(inRole(`send_!1(A,A,{${"A,".repeat(5000)}A}A);`))).toThrow(/SP217/);
    expect(diagnosticsOf(`${chainMacros(5000)}\n${inRole("send_!1(A,A,m5000);")}`)).toEqual([
      expect.objectContaining({ code: "SP217", place: expect.objectContaining({ line: 5002, column: 38 }) as object }),
    ]);
    expect(diagnosticsOf(`${chainMacros(5000, "m5000")}\n${inRole("send_!1(A,A,m5000);")}`)).toEqual([
      expect.objectContaining({ code: "SP217", place: expect.objectContaining({ line: 5002, column: 38 }) as object }),
    ]);
    // In m0 the last macro of the circle is no macro yet, and its name that of nothing.
    expect(diagnosticsOf(`${chainMacros(500, "m500")}\n${inRole("send_!1(A,A,m500);")}`)).toEqual([
      expect.objectContaining({ code: "SP201", place: expect.objectContaining({ line: 502, column: 38 }) as object }),
    ]);
    expect(diagnosticsOf(`${chainMacros(500)}\n${inRole("send_!1(A,A,m500);")}`)).toEqual([]);
  });

  it("stops after many errors", () => {
    const sends = Array.from({ length: 1000 }, (_, i) => `send_!${i}(A,A,n${i});`).join(" ");
    try {
      load(inRole(sends));
      expect.unreachable();
    } catch (error) {
      expect(error instanceof DiagnosticError && error.diagnostics.length).toBe(101);
    }
  });
});

describe("any text", () => {
  const folder = new URL("./fixtures/experiments/", import.meta.url).pathname;
  const models = readdirSync(folder)
    .filter((name) => name.endsWith(".spdl") && !name.startsWith("b01"))
    .map((name) => readFileSync(folder + name, "utf8"));
  const tokens = models.flatMap((text) => text.match(/[A-Za-z0-9!@]+|[^\sA-Za-z0-9]/g) ?? []);

  const load1 = (text: string): void => {
    try {
      load(text);
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      for (const diagnostic of error.diagnostics) {
        const line = text.split("\n")[(diagnostic.place?.line ?? 0) - 1];
        expect(line).toBeDefined();
        expect(diagnostic.place?.column).toBeLessThanOrEqual([...(line ?? "")].length + 1);
      }
    }
  };

  it("gives a model or diagnostics with true places, and nothing else", () => {
    const edit = fc.record({
      model: fc.constantFrom(...models),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      remove: fc.nat(12),
      insert: fc.array(fc.constantFrom(...tokens), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(edit, ({ model, at, remove, insert }) => {
        const start = Math.floor(at * model.length);
        load1(`${model.slice(0, start)} ${insert.join(" ")} ${model.slice(start + remove)}`);
      }),
      { numRuns: 400 },
    );
    fc.assert(fc.property(fc.string({ unit: "binary" }), load1), { numRuns: 200 });
  });
});
