import { describe, expect, it } from "vitest";
import { sanitise } from "./sanitise.ts";

describe("sanitise", () => {
  it("replaces an escape sequence and a reordering mark, and keeps letters of any script", () => {
    expect(sanitise("\u001b[2J\u202eabc\n\tänd 日本")).toBe("\ufffd[2J\ufffdabc änd 日本");
  });
});
