import { describe, expect, it } from "vitest";
import { suggestNearest } from "./suggest.ts";

describe("suggestNearest", () => {
  it("finds a slip, whatever its case", () => {
    expect(suggestNearest("phr-shraing", ["needham-schroeder", "phr-sharing"])).toBe("phr-sharing");
    expect(suggestNearest("HOLDS", ["attack", "holds"])).toBe("holds");
    expect(suggestNearest("ailve", ["alive", "agree"])).toBe("alive");
    expect(suggestNearest("Nj", ["Ni", "Nr"])).toBe("Ni");
  });

  it("does not guess far", () => {
    expect(suggestNearest("kerberos", ["needham-schroeder", "phr-sharing"])).toBeUndefined();
    expect(suggestNearest("x", ["y"])).toBeUndefined();
    expect(suggestNearest("abc", ["xyc"])).toBeUndefined();
    expect(suggestNearest("a".repeat(61), ["a".repeat(61)])).toBeUndefined();
  });
});
