import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { explainMissingPeer, PEER_GROUPS } from "./peers.ts";

const manifest = JSON.parse(readFileSync("package.json", "utf8")) as {
  readonly peerDependencies: Record<string, string>;
  readonly peerDependenciesMeta: Record<string, { readonly optional?: boolean }>;
  readonly devDependencies: Record<string, string>;
};

async function failToImport(name: string): Promise<unknown> {
  return import(name).then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe("optional peers", () => {
  it("are those of package.json, all of them optional, at the version that is tested", () => {
    const grouped = new Set(PEER_GROUPS.flatMap(({ packages }) => packages));
    const declared = Object.keys(manifest.peerDependencies).filter((name) => name !== "vitest");
    expect([...grouped].sort()).toEqual(declared.sort());
    for (const name of declared) {
      expect(manifest.peerDependenciesMeta[name]).toEqual({ optional: true });
      expect(manifest.peerDependencies[name]).toBe(`^${manifest.devDependencies[name]}`);
    }
  });

  it("are explained with the command that installs them", () => {
    for (const name of ["bullmq", "@ipld/dag-pb"]) {
      const message = `Cannot find package '${name}' imported from /somewhere/dist/queue.js`;
      const missing = Object.assign(new Error(message), { code: "ERR_MODULE_NOT_FOUND" });
      const diagnostic = explainMissingPeer(missing);
      expect(diagnostic?.code).toBe("AS116");
      expect(diagnostic?.help).toContain(name);
      expect(diagnostic?.help).toMatch(/^npm install --save-dev /);
    }
  });

  it("leave every other error as it is", async () => {
    expect(explainMissingPeer(await failToImport("a-package-that-there-is-not"))).toBeUndefined();
    expect(explainMissingPeer(new Error("Cannot find package 'bullmq'"))).toBeUndefined();
    expect(explainMissingPeer("bullmq")).toBeUndefined();
  });
});
