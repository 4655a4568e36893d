/** `--honest`: for whom claims are made, against every set of roles stated as a claim of its own. */
import { describe, expect, it } from "vitest";
import { runHere } from "../cli/example.ts";
import type { Assessment } from "../core/verdict/verdict.ts";
import { sayNeeds } from "../lenses/verifier/honesty.ts";
import { makeFolder } from "./example.ts";

/** R's name is in no signature of D's; M goes to R through D. Claims with the options that are given. */
function forwarded(options: string): string {
  return `import { aenc, agree, alive, nonce, pk, protocol, secret, sgk, sign, sk } from "assay";
export default protocol("forwarded", { S: "source", D: "depot", R: "reader" })
  .knows("S", { sgkS: sgk("S") })
  .knows("D", { skD: sk("D") })
  .knows("R", { skR: sk("R") })
  .fresh("S", { M: nonce, N: nonce })
  .message("M1", "S", "D", ({ M, N, S, R, sgkS }) => ({ box: aenc({ signed: sign({ M, S, R }, sgkS), N }, pk("D")) }))
  .message("M2", "D", "R", ({ signed }) => ({ box: aenc({ signed }, pk("R")) }))
  .claims("S", ({ M, N }) => [secret(M${options}), secret(N${options})])
  .claims("R", ({ M }) => [secret(M${options}), agree("S", [M]${options}), alive("D"${options})]);
`;
}

async function verify(text: string, ...flags: readonly string[]): Promise<Assessment["findings"]> {
  const folder = makeFolder({ "forwarded.ts": text });
  const { stdout } = await runHere(folder, "verify", "forwarded.ts", "--format", "json", "--quiet", ...flags);
  return (JSON.parse(stdout) as Assessment).findings.filter(({ claim }) => claim !== "Reachable");
}

describe("--honest", () => {
  it("finds the smallest of all sets of roles that were stated one by one", async () => {
    const sets = [[], ["S"], ["D"], ["R"], ["S", "D"], ["S", "R"], ["D", "R"]];
    const held = new Map<string, string[][]>();
    for (const honest of sets) {
      for (const { label, role, verdict } of await verify(forwarded(`, { honest: ${JSON.stringify(honest)} }`))) {
        if (verdict.is === "holds")
          held.set(label, [...(held.get(label) ?? []), honest.filter((name) => name !== role)]);
      }
    }
    const asked = await verify(forwarded(""), "--honest");
    expect(asked.some(({ verdict }) => verdict.is === "holds")).toBe(true);
    for (const { label, role, verdict } of asked) {
      if (verdict.is !== "holds") {
        expect(held.has(label)).toBe(false);
        continue;
      }
      const all = ["S", "D", "R"].filter((name) => name !== role);
      const holding = [...(held.get(label) ?? []), all];
      const minimal = holding.filter(
        (set) => !holding.some((other) => other.length < set.length && other.every((name) => set.includes(name))),
      );
      expect(new Set(verdict.needs?.map((set) => set.join()))).toEqual(new Set(minimal.map((set) => set.join())));
      expect(verdict.notes.at(-1)).toBe(sayNeeds({ sets: verdict.needs ?? [] }, all));
    }
  }, 60_000);

  it("needs D for N, which D opens, and nobody but S for what S signed", async () => {
    const needs = (await verify(forwarded(""), "--honest")).map(({ role, claim, on, verdict }) => [
      `${role} ${claim} ${on}`,
      verdict.is === "holds" ? verdict.needs : verdict.is,
    ]);
    expect(Object.fromEntries(needs)).toMatchObject({ "S Secret N": [["D"]], "R Agree S on M": [["S"]] });
  });

  it("leaves a finding as it was where it is not asked", async () => {
    for (const { verdict } of await verify(forwarded(""))) expect(verdict).not.toHaveProperty("needs");
  });
});

describe("who must be honest, in words", () => {
  it.each([
    [{ sets: [["DO"]] }, "needs DO alone; HA and RC may be Eve"],
    [{ sets: [["DO", "HA", "RC"]] }, "needs DO, HA and RC honest"],
    [{ sets: [[]] }, "needs nobody else honest: DO, HA and RC may be Eve"],
    [{ sets: [["DO"], ["HA", "RC"]] }, "needs one of these honest: DO; HA and RC"],
    [{ sets: [["DO", "HA"]], open: [["DO"]] }, "needs DO and HA alone; RC may be Eve; not known of DO"],
  ])("%j", (needs, words) => {
    expect(sayNeeds(needs, ["DO", "HA", "RC"])).toBe(words);
  });
});
