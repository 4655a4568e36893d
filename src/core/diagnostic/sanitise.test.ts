import { describe, expect, it } from "vitest";
import { escapeXml } from "../../reports/junit/escape-xml.ts";
import { sanitise, sanitiseLines, writeJson } from "./sanitise.ts";

describe("sanitise", () => {
  it("replaces an escape sequence and a reordering mark, and keeps letters of any script", () => {
    expect(sanitise("\u001b[2J\u202eabc\n\tänd 日本")).toBe("\ufffd[2J\ufffdabc änd 日本");
  });
});

/** ESC, OSC with BEL, C1, separators, every mark that reorders, a lone surrogate. */
const HOSTILE = [
  "\u001b[2J",
  "\u001b]0;title\u0007",
  "\u009b31m",
  "\u009d0;title\u009c",
  "\u007f",
  "\u0085",
  "\u2028",
  "\u2029",
  "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
  "\ud800",
];
const RAW = /[^\P{Cc}\n]|[\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;

describe("every writer", () => {
  it.each(HOSTILE)("keeps %j from the terminal and the report", (text) => {
    expect(text).toMatch(RAW);
    expect(sanitise(`a${text}b`)).not.toMatch(RAW);
    expect(sanitiseLines(`a${text}\nb`)).not.toMatch(RAW);
    expect(escapeXml(`a${text}b`)).not.toMatch(RAW);
    const written = writeJson({ [text]: [text, "line\nfeed"] });
    expect(written).not.toMatch(RAW);
    expect(JSON.parse(written)).toEqual({ [text]: [text, "line\nfeed"] });
  });
});
