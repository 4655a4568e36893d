import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { SMALL_EXPECTATIONS, SMALL_PROTOCOL, makeFolder } from "../assess/example.ts";
import { findRepository } from "./find-repository.ts";
import { runHere } from "../cli/example.ts";

describe("findRepository", () => {
  it("finds the nearest folder with a configuration", () => {
    const folder = makeFolder({ "assay.config.yaml": "", "a/assay.config.yaml": "", "a/b/c/x": "", "d/e/x": "" });
    expect(findRepository(folder)).toBe(".");
    expect(findRepository(join(folder, "a/b/c"))).toBe(join("..", ".."));
    expect(findRepository(join(folder, "d/e"))).toBe(join("..", ".."));
  });

  it("does not leave a git work tree, and stays where there is none", () => {
    const folder = makeFolder({ "assay.config.yaml": "", "inner/sub/x": "" });
    mkdirSync(join(folder, "inner/.git"));
    expect(findRepository(join(folder, "inner/sub"))).toBe(".");
    expect(findRepository(makeFolder({}))).toBe(".");
  });

  it("takes the top of a work tree with protocols, where nobody wrote a configuration", () => {
    const folder = makeFolder({ "protocol/p/protocol.ts": "", "sub/deep/x": "" });
    expect(findRepository(join(folder, "sub/deep"))).toBe(".");
    mkdirSync(join(folder, ".git"));
    expect(findRepository(join(folder, "sub/deep"))).toBe(join("..", ".."));
  });

  it("lets commands run from a folder below", async () => {
    const folder = makeFolder({
      "assay.config.yaml": "protocols: p\n",
      "p/small/protocol.ts": SMALL_PROTOCOL,
      "p/small/expected.yaml": SMALL_EXPECTATIONS,
    });
    const below = join(folder, "p/small");
    expect((await runHere(folder, "audit", "--quiet", "--no-cache")).status).toBe(0);
    // The reports written above are those that an audit from below would write.
    expect((await runHere(below, "audit", "--quiet", "--no-cache", "--check")).status).toBe(0);
    expect((await runHere(below, "verify", "small", "--quiet")).stdout).toContain("All as expected.");
    expect((await runHere(below, "verify", "protocol.ts", "--quiet")).stdout).toContain("All as expected.");
  });
});
