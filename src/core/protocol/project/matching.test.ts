/** Tests a model's assumption about types, by its mode of matching: no more than is so. */
import { expect, describe as group, it } from "vitest";
import { data, dh, pre, protocol, scalar } from "../../../index.ts";
import { describe } from "../dsl/describe.ts";
import { readBuilder } from "../dsl/protocol.ts";
import type { Model } from "../ir/script.ts";
import { project } from "./project.ts";

function read(builder: object): ReturnType<typeof describe> {
  const recorded = readBuilder(builder);
  if (recorded === undefined) throw new TypeError("read: expected a protocol");
  return describe(recorded);
}

const base = protocol("p", { A: "one", B: "other" })
  .uses(pre)
  .uses(dh)
  .fresh("A", { x: scalar, M: data })
  .message("M1", "A", "B", ({ x, M }) => ({ X: dh.share(x), M }));

function modelOf(builder: object): Model {
  const { description, diagnostics } = read(builder);
  if (description === undefined) throw new Error(JSON.stringify(diagnostics));
  return project(description);
}

function typingOf({ assumptions }: Model): readonly string[] {
  return assumptions.filter((sentence) => /well-typed|tell atoms|accept only atoms/.test(sentence));
}

group(".match", () => {
  it("is 0 where nothing is said: parts and rules are typed", () => {
    for (const model of [modelOf(base), modelOf(base.match(0))]) {
      expect(model.match).toBe(0);
      expect(typingOf(model)).toEqual([
        expect.stringMatching(/^Parts are well-typed/),
        expect.stringMatching(/^The rules of the theory pre accept only atoms/),
      ]);
    }
  });

  it("1: only atoms are told from what is compound, and no rule asks for more", () => {
    const model = modelOf(base.match(1));
    expect(model.match).toBe(1);
    expect(typingOf(model)).toEqual([expect.stringMatching(/^Receivers tell atoms from compound parts/)]);
  });

  it("2: nothing is assumed of types", () => {
    const model = modelOf(base.match(2));
    expect(model.match).toBe(2);
    expect(typingOf(model)).toEqual([]);
  });

  it("is a mistake with anything else", () => {
    const wrong = base.match(3 as never);
    expect(read(wrong).diagnostics).toMatchObject([{ code: "CP105", message: ".match has invalid arguments." }]);
  });
});
