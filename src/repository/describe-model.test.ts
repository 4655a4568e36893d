/** The intruder's rules and the roles' computations are printed in names that readers know. */
import { describe, expect, it } from "vitest";
import { modelOf } from "../core/protocol/project/example.ts";
import { aenc, data, id, nonce, pk, pre, protocol, sgk, sign, vk } from "../index.ts";
import { describeModel } from "./describe-model.ts";

describe("a model in words", () => {
  it("names the variables of rules with letters and leaves out the family of a key that may be any", () => {
    const text = describeModel(
      modelOf(
        protocol("p", { A: "one", B: "other" })
          .uses(pre)
          .fresh("A", { N: nonce })
          .message("M1", "A", "B", ({ N }) => ({
            box: aenc({ N }, pk("B")),
            signed: sign({ N }, sgk("A")),
            key: vk("A"),
          })),
      ),
    );
    expect(text).toContain("decrypt: { m }pk(A) with sk(A) gives m\n");
    expect(text).toContain("aenc: x and y gives { x }y\n");
    expect(text).toContain("pre.rekey: x and y and z gives pre.rekey(x, y, z)\n");
    expect(text).toContain("adec({ m }pk(A), sk(A)) -> m\n");
    expect(text).not.toMatch(/family|\.\d|\w'/);
  });

  it("leaves it out of what a role does, too", () => {
    const text = describeModel(
      modelOf(
        protocol("p", { A: "one", B: "other" })
          .fresh("A", { n: id, M: data })
          .message("M1", "A", "B", ({ n, M }) => ({
            n,
            vkE: vk("A", "eph", n),
            signed: sign({ M }, sgk("A", "eph", n)),
          })),
      ),
    );
    expect(text).toContain("  is filled in  n: Id, any-A: any term, M: Data\n");
    expect(text).toContain("  recv M1 from A: n, vk(any-A), sign{ M }sgk(any-A)\n");
    expect(text).not.toMatch(/family/);
  });
});
