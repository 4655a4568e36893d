import { describe, expect, it } from "vitest";
import { admits, mergeSorts } from "../../../core/term/sorts.ts";
import { constant, variable } from "../../../core/term/term.ts";
import { Bank } from "./bank.ts";

describe("SortTable", () => {
  it("gives the answers of the rules of sorts in a model with thousands of types", () => {
    const bank = new Bank();
    const types = Array.from({ length: 9_000 }, (_, i) => `T${i}`);
    const values = types.map((type) => bank.intern(constant(`c${type}`, [type])));
    const variables = types.map((type) => bank.intern(variable("v", [type], 0)));
    const any = bank.intern(variable("w", [], 0));
    // Numbers that are a power of two apart are those that a packed key confuses.
    const picked = [0, 1, 2, 4_094, 4_095, 4_096, 4_097, 8_191, 8_192, 8_999];
    for (const i of picked) {
      expect(bank.sorts.admits(any, values[i] as never, 0)).toBe(true);
      for (const j of picked) {
        const [a, b] = [types[i] as string, types[j] as string];
        const expected = admits(variable("v", [a]), constant("c", [b]), 0);
        expect(bank.sorts.admits(variables[i] as never, values[j] as never, 0)).toBe(expected);
        const merged = bank.sorts.mergedNumber(variables[i] as never, variables[j] as never, 0);
        expect(merged === undefined).toBe(mergeSorts(variable("v", [a]), variable("v", [b]), 0) === undefined);
      }
    }
  });
});
