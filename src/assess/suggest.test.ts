import { describe, expect, it } from "vitest";
import { suggestNearest } from "./suggest.ts";

describe("suggestNearest", () => {
  it("finds a slip, whatever its case", () => {
    expect(suggestNearest("phr-shraing", ["needham-schroeder", "phr-sharing"])).toBe("phr-sharing");
    expect(suggestNearest("HOLDS", ["attack", "holds"])).toBe("holds");
  });

  it("does not guess far", () => {
    expect(suggestNearest("kerberos", ["needham-schroeder", "phr-sharing"])).toBeUndefined();
    expect(suggestNearest("x", [])).toBeUndefined();
  });
});
