/** The smallest sets against every set tried one by one, over random monotone claims. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Answer, findNeeds, type Needs } from "./needs.ts";

function runAll(
  roles: readonly string[],
  answer: (honest: readonly string[]) => Answer,
): { needs: Needs; asked: readonly string[][] } {
  const asked: string[][] = [];
  // biome-ignore lint/correctness/useYield: what is asked needs no time here
  const search = findNeeds<never, undefined>(roles, function* (honest) {
    asked.push([...honest]);
    return answer(honest);
  });
  const step = search.next();
  if (step.done !== true) throw new Error("nothing yields");
  return { needs: step.value, asked };
}

const ROLES = ["A", "B", "C", "D"];
const anySet = fc.subarray(ROLES);

/** A claim that holds with everything above one of some sets. */
const anyClaim = fc.array(anySet, { minLength: 1, maxLength: 4 });

function holdsWith(claim: readonly string[][], honest: readonly string[]): boolean {
  return claim.some((set) => set.every((role) => honest.includes(role)));
}

const everySet = ROLES.reduce<string[][]>((sets, role) => [...sets, ...sets.map((set) => [...set, role])], [[]]);

describe("findNeeds", () => {
  it("finds the minimal sets of every monotone claim, and asks nothing twice", () => {
    fc.assert(
      fc.property(anyClaim, (claim) => {
        const { needs, asked } = runAll(ROLES, (honest) => (holdsWith(claim, honest) ? "holds" : "falls"));
        const minimal = everySet.filter(
          (set) =>
            holdsWith(claim, set) &&
            set.every(
              (role) =>
                !holdsWith(
                  claim,
                  set.filter((other) => other !== role),
                ),
            ),
        );
        expect([...needs.sets].map((set) => set.join()).sort()).toEqual(minimal.map((set) => set.join()).sort());
        expect(needs.open).toBeUndefined();
        expect(new Set(asked.map((set) => set.join())).size).toBe(asked.length);
      }),
    );
  });

  it("asks once a role and once more where one set is needed", () => {
    const { needs, asked } = runAll(ROLES, (honest) => (honest.includes("C") ? "holds" : "falls"));
    expect(needs).toEqual({ sets: [["C"]] });
    expect(asked.length).toBe(5);
  });

  it("names what is not known, and takes it for no proof", () => {
    const { needs } = runAll(ROLES, (honest) =>
      honest.length >= 3 ? "holds" : honest.length === 2 ? "open" : "falls",
    );
    expect(needs.sets.every((set) => set.length === 3)).toBe(true);
    expect(needs.open?.length).toBe(6);
  });

  it("says that a claim needs nobody else", () => {
    expect(runAll(ROLES, () => "holds").needs).toEqual({ sets: [[]] });
    expect(runAll([], () => "holds").needs).toEqual({ sets: [[]] });
  });

  it("gives up on a claim of very many roles, and says so", () => {
    const many = Array.from({ length: 9 }, (_, i) => `R${i}`);
    const { needs, asked } = runAll(many, (honest) => (honest.length >= 5 ? "holds" : "falls"));
    expect(needs).toEqual({ sets: [many], open: [[]] });
    expect(asked.length).toBe(10);
  });
});
