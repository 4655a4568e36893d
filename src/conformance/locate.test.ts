import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { SOUND_MODEL, makeFolder } from "../assess/example.ts";
import { locateLibrary } from "./locate.ts";

describe("locateLibrary", () => {
  it("takes the words as they are", () => {
    expect(locateLibrary("m", ["a.json", "b.json"], {})).toEqual({ folder: "m", verdicts: ["a.json", "b.json"] });
  });

  it("takes a folder with both from the environment", () => {
    const home = makeFolder({ "models/m.spdl": SOUND_MODEL, "scyther-verdicts.json": "{}" });
    expect(locateLibrary(undefined, [], { ASSAY_CONFORMANCE: home })).toEqual({
      folder: join(home, "models"),
      verdicts: [join(home, "scyther-verdicts.json")],
    });
  });

  it("takes the two from the environment one by one, and lets words win", () => {
    const variables = { ASSAY_CONFORMANCE: "m", ASSAY_CONFORMANCE_VERDICTS: "v.json" };
    expect(locateLibrary(undefined, [], variables)).toEqual({ folder: "m", verdicts: ["v.json"] });
    expect(locateLibrary("other", [], variables)).toEqual({ folder: "other", verdicts: ["v.json"] });
    expect(locateLibrary(undefined, ["w.json"], variables)).toEqual({ folder: "m", verdicts: ["w.json"] });
  });

  it("says what to pass where something is missing", () => {
    expect(() => locateLibrary(undefined, [], {})).toThrow(/AS506 No library/);
    expect(() => locateLibrary(undefined, ["v.json"], { ASSAY_CONFORMANCE: "" })).toThrow(/AS506 No library/);
    expect(() => locateLibrary("m", [], {})).toThrow(/AS506 No recorded verdicts are given for m\./);
  });
});
