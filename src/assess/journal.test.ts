/** Tests the journal: what one process of an analysis writes, the next one finds again, and nothing else. */
import { describe, expect, it } from "vitest";
import { type Entry, type Inheritance, Past, type ReadSource, type Work } from "./journal.ts";

const READ: ReadSource = { subjects: [], jobs: [{ lens: "ban", subject: "sha256:0", options: {}, asks: [] }] };
const judged = (claim: string, why: "timeout" | "memory"): Entry => ({
  is: "judged",
  source: "a",
  claim,
  verdict: { is: "inconclusive", why, reached: { runs: 1 } },
  milliseconds: 7,
  states: 8,
});

/** As it comes through the channel between two processes. */
function pass(inheritance: Inheritance): Past {
  return new Past(JSON.parse(JSON.stringify(inheritance)) as Inheritance);
}

describe("Past", () => {
  it("is not there where nothing was written", () => {
    const past = pass({ entries: [], cuts: [] });
    expect(past.isThere).toBe(false);
    expect(past.readOf("a")).toBeUndefined();
    expect(past.closedOf("a")).toBeUndefined();
    expect(past.untilOf("a")).toBeUndefined();
    expect(past.verdictOf("a", "0 verifier")).toBeUndefined();
    expect(past.toldOf("a")).toEqual([]);
  });

  it("has what was written, by source and claim", () => {
    const diagnostic = { code: "AS127", severity: "error", message: "No claim." } as const;
    const entries: Entry[] = [
      { is: "told", source: "a", diagnostic },
      { is: "told", source: "a", diagnostic: { ...diagnostic, message: "Another." } },
      { is: "read", source: "a", ...READ },
      { is: "opened", source: "a", until: 100 },
      judged("0 verifier", "timeout"),
      judged("1 verifier", "memory"),
      { is: "closed", source: "b", claims: [], beside: [], appendix: {} },
    ];
    const past = pass({ entries, cuts: [] });
    expect(past.isThere).toBe(true);
    expect(past.toldOf("a").map(({ message }) => message)).toEqual(["No claim.", "Another."]);
    expect(past.readOf("a")).toMatchObject(READ);
    expect(past.verdictOf("a", "0 verifier")).toMatchObject({
      verdict: { why: "timeout" },
      milliseconds: 7,
      states: 8,
    });
    expect(past.verdictOf("a", "1 verifier")).toMatchObject({ verdict: { why: "memory" } });
    expect(past.verdictOf("b", "0 verifier")).toBeUndefined();
    expect(past.closedOf("b")).toMatchObject({ claims: [], beside: [], appendix: {} });
    expect(past.closedOf("a")).toBeUndefined();
  });

  it("gives a source no more time because a later process opens it again", () => {
    const opened = (until: number): Entry => ({ is: "opened", source: "a", until });
    expect(pass({ entries: [opened(100), opened(250)], cuts: [] }).untilOf("a")).toBe(100);
  });

  it("says of each piece of work why it was cut off, and of no other", () => {
    const reading: Work = { is: "reading", source: "a" };
    const judging: Work = { is: "judging", source: "a", claim: "0 verifier" };
    const past = pass({
      entries: [],
      cuts: [
        { work: reading, why: "exit" },
        { work: judging, why: "memory" },
      ],
    });
    expect(past.isThere).toBe(true);
    expect(past.cutOf(reading)).toBe("exit");
    expect(past.cutOf(judging)).toBe("memory");
    expect(past.cutOf({ ...judging, claim: "1 verifier" })).toBeUndefined();
    expect(past.cutOf({ is: "running", source: "a", job: "ban 0" })).toBeUndefined();
  });
});
