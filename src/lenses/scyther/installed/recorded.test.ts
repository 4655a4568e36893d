import { describe, expect, it } from "vitest";
import type { Model } from "../../../core/protocol/ir/script.ts";
import { examineTrace } from "../../verifier/examine-trace.ts";
import type { ClaimStatus } from "./attack.ts";
import { concludeStatus } from "./conclude.ts";
import { listRecorded, pathOfModel, readFile, readRecorded, understand } from "./example.ts";
import { groundAttack, listTraces } from "./ground-attack.ts";
import { loadSpdl } from "../load.ts";
import { orderEvents } from "./order-events.ts";

const recorded = listRecorded();
const finished = recorded.filter(({ exit }) => exit === 3);

/** Reads Scyther's table: protocol and role, type, Ok or Fail, status. */
function tableOf(tag: string): string[][] {
  const lines = readRecorded({ tag }, "stderr").split("\n");
  return lines
    .filter((line) => line.startsWith("claim\t"))
    .map((line) => {
      const [, who = "", type = "", , word = "", status = ""] = line.split("\t");
      return [who, type.replace(/_.*/, ""), word, status.replace(/^\[(.*)\]$/, "$1")];
    });
}

function claimsOf(tag: string): readonly ClaimStatus[] {
  const output = understand({ tag, args: [], exit: 3 });
  return output.is === "judged" ? output.claims : [];
}

/** Scyther's words for what was concluded. */
function nameVerdict(status: ClaimStatus): string[] {
  const { protocol, role, type, failed } = status;
  const context = {
    maxRuns: 4,
    match: 0,
    role: "whole",
    equations: "all",
    variables: "typed",
    approximations: [],
    assumptions: [],
  } as const;
  const kind = type === "Reachable" ? "Reachable" : type === "SKR" ? "SKR" : "Alive";
  const verdict = failed > 0 ? undefined : concludeStatus(status, { ...context, kind });
  const reachable = type === "Reachable";
  const who = [`${protocol},${role}`, type];
  if (verdict === undefined) return [...who, reachable ? "Ok" : "Fail"];
  const unseen = verdict.is === "holds" && verdict.notes.length === 1;
  if (verdict.is === "vacuous" || verdict.is === "inconclusive" || unseen)
    return [...who, reachable ? "Fail" : "Ok", "does not occur"];
  if (verdict.is === "holds" && verdict.scope === "unbounded") return [...who, "Ok", "proof of correctness"];
  return [...who, reachable ? "Fail" : "Ok", "no attack within bounds"];
}

describe("the recorded outputs of Scyther", () => {
  it("are there", () => {
    expect(recorded.length).toBeGreaterThan(50);
    expect(finished.length).toBeGreaterThan(40);
  });

  it.each(finished.map(({ tag }) => tag))("%s has the verdicts of its table", (tag) => {
    const claims = claimsOf(tag);
    const table = tableOf(tag);
    expect(claims.length).toBe(table.length);
    for (const [i, status] of claims.entries()) {
      const row = table[i] ?? [];
      const said = nameVerdict(status);
      expect(row.slice(0, said.length)).toEqual(said);
      if (status.failed > 0) expect(row[3]).toMatch(new RegExp(` ${status.failed} (attack|variant)s?$`));
    }
  });

  it.each(recorded.filter(({ exit }) => exit === 1).map((run) => [run.tag, run] as const))(
    "%s is a refusal",
    (tag, run) => {
      const output = understand(run);
      const lines = readRecorded({ tag }, "stderr").split("\n");
      const first = lines.find((line) => !line.startsWith("warning")) ?? "";
      expect(output).toMatchObject({ is: "refused" });
      expect(output.is === "refused" ? output.messages : []).toContain(first);
    },
  );

  it("is unreadable where it is no analysis", () => {
    expect(understand({ tag: "version", args: [], exit: 0 })).toMatchObject({ is: "unreadable" });
  });
});

/** Replays each attack on its model: an answer for each pattern that Scyther shows. */
function replayAll(tag: string, model: Model): string[] {
  return claimsOf(tag).flatMap(({ attacks }) =>
    attacks.map((attack) => {
      const grounded = groundAttack(attack, model);
      if ("misfit" in grounded) return grounded.misfit;
      const found = listTraces(grounded).find((trace) => examineTrace(model, trace) !== undefined);
      return found === undefined ? "nothing replays" : "replays";
    }),
  );
}

describe("the recorded attacks", () => {
  // Scyther reads nothing behind the first letter that is not ASCII; Assay refuses the file.
  const readable = finished.filter(
    ({ tag }) => tag !== "a13-non-ascii.xml" && claimsOf(tag).some(({ failed }) => failed > 0),
  );

  it.each(readable.map(({ tag, args }) => [tag, args] as const))("%s: each replays", (tag, args) => {
    const { model } = loadSpdl(pathOfModel(args.at(-1) ?? ""), readFile);
    const results = replayAll(tag, model);
    expect(results.length).toBeGreaterThan(0);
    expect(results).toEqual(results.map(() => "replays"));
  });

  it("come in orders in which nothing takes place before its causes, the claim last", () => {
    for (const { tag } of readable) {
      for (const attack of claimsOf(tag).flatMap(({ attacks }) => attacks)) {
        const runs = new Map(attack.runs.map((run) => [run.id, run]));
        for (const order of orderEvents(attack)) {
          const done = new Set<string>();
          for (const { run, index } of order) {
            const causes = [
              ...(runs.get(run)?.events[index]?.follows ?? []),
              ...(index > 0 ? [{ run, index: index - 1 }] : []),
            ];
            expect(causes.every((cause) => done.has(`${cause.run} ${cause.index}`))).toBe(true);
            done.add(`${run} ${index}`);
          }
          expect(order.at(-1)).toEqual({ run: 0, index: (runs.get(0)?.events.length ?? 0) - 1 });
        }
      }
    }
  });
});
