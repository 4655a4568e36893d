import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadSpdl } from "../../src/lenses/scyther/load.ts";
import { anyProtocol } from "./protocols.ts";

function load(text: string): ReturnType<typeof loadSpdl> {
  return loadSpdl("random.spdl", () => ({ path: "random.spdl", text }));
}

describe("random protocols", () => {
  it("always load", () => {
    fc.assert(
      fc.property(anyProtocol, (text) => {
        expect(load(text).model.protocols.length).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });

  it("load where a part is taken that is inside another one everywhere", () => {
    // Of seed 253 one of the first 300 said a variable that no message had given a value.
    for (const text of fc.sample(anyProtocol, { seed: 253, numRuns: 300 })) expect(() => load(text)).not.toThrow();
  });

  it("have everything that a protocol can have", () => {
    const texts = fc.sample(anyProtocol, { seed: 3, numRuns: 400 });
    const share = (pattern: RegExp): number => texts.filter((text) => pattern.test(text)).length / texts.length;
    for (const kind of ["Secret", "SKR", "Alive", "Weakagree", "Niagree", "Nisynch", "Commit", "Reachable"]) {
      expect(share(new RegExp(`,${kind}\\b`))).toBeGreaterThan(0.1);
    }
    const rarer = [/pk\(/, /sk\(/, /k\(/, /h\(/, /\bf\(/, /\bg\(/, /Ticket/, /Running/, /protocol @/, /role C/, /_!/];
    for (const pattern of [...rarer, / match\(/, /not match\(/, /untrusted/, /--match=/]) {
      expect(share(pattern)).toBeGreaterThan(0.005);
    }
  });

  it("shrink to little", () => {
    const result = fc.check(
      fc.property(anyProtocol, (text) => !/Commit/.test(text) || !/Running/.test(text)),
      { seed: 5, numRuns: 500 },
    );
    const [smallest = ""] = result.counterexample ?? [];
    const events = smallest.split("\n").filter((line) => /^ *(send|recv|claim|match)/.test(line));
    expect(events.length).toBeGreaterThanOrEqual(4);
    expect(events.length).toBeLessThanOrEqual(7);
  });
});
