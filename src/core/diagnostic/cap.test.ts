import { describe, expect, it } from "vitest";
import { capDiagnostics } from "./cap.ts";
import type { Diagnostic } from "./diagnostic.ts";

const make = (number: number, severity: Diagnostic["severity"]): Diagnostic => ({
  code: "AS101",
  severity,
  message: `${number}`,
});
const tell = (more: number): Diagnostic => make(more, "warning");

describe("capDiagnostics", () => {
  it("leaves what a person can read", () => {
    const all = Array.from({ length: 100 }, (_, i) => make(i, "error"));
    expect(capDiagnostics(all, tell)).toEqual(all);
  });

  it("says how many more there are, and never hides that there is an error", () => {
    const all = [...Array.from({ length: 5000 }, (_, i) => make(i, "warning")), make(5000, "error")];
    const capped = capDiagnostics(all, tell);
    expect(capped).toHaveLength(101);
    expect(capped.at(-1)?.message).toBe("4901");
    expect(capped.filter(({ severity }) => severity === "error")).toEqual([all[5000]]);
  });
});
