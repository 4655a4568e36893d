import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeFolder, SMALL_PROTOCOL, SOUND_MODEL } from "../assess/example.ts";
import { listProtocols, resolveSources } from "./resolve-sources.ts";

function makeProject(): string {
  return makeFolder({
    "protocol/b/protocol.ts": SMALL_PROTOCOL,
    "protocol/a/protocol.ts": SMALL_PROTOCOL,
    "protocol/empty/README.md": "nothing",
    "models/z.spdl": SOUND_MODEL,
    "models/deep/er/y.spdl": SOUND_MODEL,
    "models/node_modules/x.spdl": SOUND_MODEL,
    "models/.hidden/x.spdl": SOUND_MODEL,
    "models/notes.txt": "",
    "bare/readme.txt": "",
  });
}

describe("resolveSources", () => {
  it("finds a protocol by name, a file by path, and everything below a folder in order", () => {
    const root = makeProject();
    const { sources, diagnostics } = resolveSources(
      ["a", join(root, "models"), join(root, "protocol/b/protocol.ts")],
      join(root, "protocol"),
    );
    expect(diagnostics).toEqual([]);
    expect(sources.map(({ kind, source }) => [kind, source.replace(root, "")])).toEqual([
      ["description", "a"],
      ["spdl", "/models/deep/er/y.spdl"],
      ["spdl", "/models/z.spdl"],
      ["description", "/protocol/b/protocol.ts"],
    ]);
  });

  it("counts a file once, under the first word for it", () => {
    const root = makeProject();
    const words = [join(root, "models/z.spdl"), join(root, "models")];
    const { sources } = resolveSources(words, join(root, "protocol"));
    expect(sources.map(({ source }) => source.replace(root, ""))).toEqual(["/models/z.spdl", "/models/deep/er/y.spdl"]);
  });

  it("goes on after words that stand for nothing, and says what each lacks", () => {
    const root = makeProject();
    const words = ["aa", join(root, "bare"), join(root, "models/notes.txt"), "../a", "", "nul\0", "b"];
    const { sources, diagnostics } = resolveSources(words, join(root, "protocol"));
    expect(diagnostics.map(({ diagnostic }) => diagnostic.code)).toEqual([
      "AS102",
      "AS106",
      "AS107",
      "AS102",
      "AS102",
      "AS102",
    ]);
    expect(diagnostics[0]?.diagnostic.help).toBe("Did you mean a?");
    expect(sources.map(({ source }) => source)).toEqual(["b"]);
  });

  it("ends on a folder that links to itself", () => {
    const root = makeProject();
    symlinkSync(join(root, "models"), join(root, "models/deep/again"));
    const { sources } = resolveSources([join(root, "models")]);
    expect(sources).toHaveLength(2);
  });
});

describe("listProtocols", () => {
  it("lists folders with a protocol.ts by name, and nothing where there is no folder", () => {
    const root = makeProject();
    expect(listProtocols(join(root, "protocol"))).toEqual(["a", "b"]);
    expect(listProtocols(join(root, "nowhere"))).toEqual([]);
  });
});
