import { describe, expect, it } from "vitest";
import { type AssessEvent, check, decide, derive, render, renderFiles, verify } from "assay/api";
import { NEEDHAM_SCHROEDER } from "./api/example.ts";

describe("assay/api", () => {
  it("finds Lowe's attack on a protocol that the program built", async () => {
    const assessment = await verify(NEEDHAM_SCHROEDER, { claims: ["R secret Nr"] });
    expect(assessment.errors).toEqual([]);
    expect(assessment.findings.map(({ verdict }) => verdict.is)).toEqual(["attack"]);
    expect(decide(assessment)).toBe(1);
  });

  it("takes a protocol by its name, and claims as tables print them", async () => {
    const { findings } = await verify("needham-schroeder-lowe", { claims: ["R ni-synch", "r Secret nr"] });
    expect(findings.map(({ role, claim, verdict }) => [role, claim, verdict.is])).toEqual([
      ["R", "Secret", "holds"],
      ["R", "Nisynch", "holds"],
    ]);
  });

  it("says what is wrong with a source, and throws nothing", async () => {
    const { findings, errors } = await verify("needham-schroder");
    expect(findings).toEqual([]);
    expect(errors.map(({ code }) => code)).toEqual(["AS102"]);
    expect((await check("needham-schroder")).map(({ diagnostic }) => diagnostic.code)).toEqual(["AS102"]);
    await expect(verify({} as never)).rejects.toThrow(TypeError);
  });

  it("ends when it is told to, and says so", async () => {
    const stop = new AbortController();
    const heard: AssessEvent["kind"][] = [];
    const assessment = await verify(NEEDHAM_SCHROEDER, {
      signal: stop.signal,
      onProgress: ({ kind }) => {
        // How often progress is told depends on the machine.
        if (kind !== "progress") heard.push(kind);
        if (kind === "judged") stop.abort();
      },
    });
    expect(assessment.interrupted).toBe(true);
    expect(assessment.findings).toHaveLength(1);
    expect(heard).toEqual(["started", "judged"]);
    expect(decide(assessment)).toBe(130);
  });

  it("derives goals, and renders what it found", async () => {
    const assessment = await derive("nessett", { claims: ["A Reachable"] });
    const goals = assessment.findings.filter(({ lens }) => lens === "ban");
    expect(goals.some(({ verdict }) => verdict.is === "derived")).toBe(true);
    expect(await render(assessment, "markdown")).toContain("nessett");
    expect((await renderFiles(assessment)).map(({ name }) => name)).toContain("assessment.json");
  });
});
