/** The attacks on the scheme: each succeeds against the paper as it is, and is stopped where the changes say so. */
import { describe, expect, it } from "vitest";
import { ATTACKS } from "./attacks.ts";
import { maulElements } from "./malleability.ts";

/** The attacks that the literal variant suffers, and what stops them in the hardened one; undefined: nothing does. */
const EXPECTED: Readonly<Record<string, readonly [gained: RegExp | undefined, stopped: RegExp | undefined]>> = {
  collusion: [/owner's private key: a record that was shared with nobody opens/, /another record does not open/],
  "key replacement as g^z": [/X and the owner's private key/, /signature over it is missing/],
  "key replacement as a forged W": [/no W is asked for/, /satisfies e\(W,h2\) = e\(g1,P\)/],
  "key replacement by an outsider": [/locked out; X stays hidden/, /signature over it is missing/],
  "key replacement by hospital B": [/by hospital B alone/, /signature over it is missing/],
  "key replacement through Q": [/X, where Q comes from the request/, /Q is computed/],
  "key replacement as infinity": [/rk3 is X in the clear/, /the point is infinity/],
  "unscoped re-encryption key": [/never granted/, /does not open/],
  // The record is closed with a key derived from M, in both variants: multiplying blindly only destroys.
  "malleability, c2 multiplied": [undefined, /cannot-open/],
  "malleability, a record of the relay's own": [/forged/, /mismatch/],
  "malleability of the bare scheme": [/ownerReadsProduct/, undefined],
};

describe.each(ATTACKS)("$name", ({ name, play }) => {
  const [gained, stopped] = EXPECTED[name] ?? [/an attack that is not expected/, /an attack that is not expected/];

  it("against the literal variant", async () => {
    const outcome = await play("literal", "test");
    if (gained === undefined) expect(outcome).toMatchObject({ is: "stopped" });
    else expect(outcome).toEqual({ is: "succeeds", gained: expect.stringMatching(gained) as string });
  });

  it("against the hardened variant", async () => {
    const outcome = await play("hardened", "test");
    if (stopped === undefined) expect(outcome).toMatchObject({ is: "succeeds" });
    else expect(outcome).toEqual({ is: "stopped", by: expect.stringMatching(stopped) as string });
  });
});

describe("malleability of the bare scheme", () => {
  it("is the same with the other back end", async () => {
    expect(Object.values(await maulElements("noble", "test"))).toEqual([true, true, true, true, true, true]);
  });
});

describe("the expectations", () => {
  it("are of all attacks that there are", () => {
    expect(Object.keys(EXPECTED)).toEqual(ATTACKS.map(({ name }) => name));
  });
});
