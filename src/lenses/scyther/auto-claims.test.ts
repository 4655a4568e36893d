import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { loadSpdl } from "./load.ts";

const folder = new URL("./fixtures/experiments/", import.meta.url).pathname;
const read = (path: string) => (existsSync(path) ? { path, text: readFileSync(path, "utf8") } : undefined);

function claimsOf(file: string): string[] {
  const { model } = loadSpdl(folder + file, read, { autoClaims: true });
  return model.protocols.flatMap((protocol) =>
    protocol.roles.flatMap((role) =>
      role.events.flatMap((event) =>
        event.kind === "claim" ? [`${protocol.name} ${event.claim.label} ${event.claim.kind} ${event.claim.on}`] : [],
      ),
    ),
  );
}

describe("applyAutoClaims", () => {
  it("replaces the claims of every role, variables and fresh values last first", () => {
    expect(claimsOf("d02-weakagree-not-niagree.spdl")).toEqual([
      ...["A1 Secret n", "A2 Secret m", "A3 Alive -", "A4 Weakagree -", "A5 Niagree -", "A6 Nisynch -"].map(
        (c) => `p ${c}`,
      ),
      ...["B1 Secret m", "B2 Secret n", "B3 Alive -", "B4 Weakagree -", "B5 Niagree -", "B6 Nisynch -"].map(
        (c) => `p ${c}`,
      ),
    ]);
  });

  it("does not complain that the file has no claims of its own", () => {
    const text = "protocol p(A) { role A { send_!1(A,A,A); } }";
    const { model, warnings } = loadSpdl("m.spdl", () => ({ path: "m.spdl", text }), { autoClaims: true });
    expect(warnings).toEqual([]);
    expect(model.protocols[0]?.roles[0]?.events).toHaveLength(5);
  });

  it("leaves helper protocols without claims", () => {
    expect(claimsOf("d06-helper-runs-do-not-count.spdl").filter((claim) => claim.startsWith("@"))).toEqual([]);
  });
});
