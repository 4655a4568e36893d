import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeFolder } from "../assess/example.ts";
import { runErased } from "./run-erased.ts";

const ASSAY = { protocol: (name: string) => ({ name }) };

function run(text: string, beside: Readonly<Record<string, string>> = {}): unknown {
  const folder = makeFolder({ "protocol.ts": text, ...beside });
  return runErased(join(folder, "protocol.ts"), ASSAY);
}

describe("a file that is run without a compiler", () => {
  it("has its exports, with types cut out and files beside it run once", () => {
    const made = run(
      'import { protocol } from "assay";\nimport { name, type Name } from "./name.ts";\nimport "./name.ts";\n' +
        "export default protocol(name satisfies Name);\n",
      { "name.ts": 'export type Name = string;\nlet runs = 0;\nexport const name: Name = "x" + ++runs;\n' },
    );
    expect(made).toMatchObject({ default: { name: "x1" } });
  });

  it.each([
    'import { readFileSync } from "node:fs";\nexport default readFileSync;',
    'import x from "./data.json";\nexport default x;',
    'import x from "./nowhere.ts";\nexport default x;',
    "export default await 1;",
    "export default require;",
    'export default () => import("./name.ts");',
    'import x from "./waits.ts";\nexport default x;',
  ])("is for jiti where it says %j", (text) => {
    expect(run(text, { "data.json": "{}", "waits.ts": "export default await 1;" })).toBeUndefined();
  });

  it("throws what the file throws, with its own places", () => {
    const fail = (): unknown => run('\n\n  throw new Error("no");\nexport {};');
    expect(fail).toThrow("no");
    try {
      fail();
    } catch (error) {
      expect((error as Error).stack).toMatch(/protocol\.ts:3:\d+/);
    }
  });
});
