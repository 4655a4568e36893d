import { describe, expect, it } from "vitest";
import { describeBuild, digestBuild, digestParts } from "./build-identity.ts";
import { makeFolder } from "../assess/example.ts";

describe("the digest of a build", () => {
  it("is the same every time, and in the description", () => {
    expect(digestBuild()).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(describeBuild()).toMatchObject({ digest: digestBuild(), node: process.versions.node });
  });

  it("is another one for a byte, a name, a place or a file more; not for a test", () => {
    const files = { "src/a.ts": "const a = 1;", "src/b.json": "{}", "bin/x.mjs": "1" };
    const digest = (changed: Readonly<Record<string, string>>, head = "1.0.0"): string => {
      const folder = makeFolder(changed);
      return digestParts(head, [
        { name: "code", folder: `${folder}/src`, counts: (name) => name.endsWith(".ts") },
        { name: "data", folder: `${folder}/src`, counts: (name) => name.endsWith(".json") },
        { name: "bin", folder: `${folder}/bin`, counts: (name) => name.endsWith(".mjs") },
      ]);
    };
    const { "src/a.ts": a, ...others } = files;
    const all = [
      digest(files),
      digest(files, "1.0.1"),
      digest({ ...files, "src/a.ts": "const a = 2;" }),
      digest({ ...files, "src/b.json": "[]" }),
      digest({ ...files, "bin/x.mjs": "2" }),
      digest({ ...files, "src/c.ts": "" }),
      digest({ ...others, "src/d/a.ts": a }),
      // The same bytes one after the other, cut elsewhere.
      digest({ ...others, "src/a.ts": "const a", "src/c.ts": " = 1;" }),
    ];
    expect(new Set(all).size).toBe(all.length);
    expect(digest({ ...files, "src/a.test.ts": "x", "src/fixtures/f.json": "x", "src/example.ts": "x" })).toBe(all[0]);
  });
});
