/** The auditor in the accountability game, and one that believes what parties say of others: the game must notice it. */
import { randomInt } from "node:crypto";
import { describe, expect, it } from "vitest";
import { seededDraw } from "../example.ts";
import { type Deviation, type Judged, playAccountability } from "./game.ts";

const IS_NIGHTLY = process.env["ASSAY_NIGHTLY"] === "1";
const PLAYS = IS_NIGHTLY ? 20_000 : 1_000;
/** Every night plays other plays; the name of the tests says which. */
const FIRST = IS_NIGHTLY ? 1_000_000 + randomInt(2 ** 30) : 1;

function playAll(share: number): Judged[] {
  return Array.from({ length: PLAYS }, (_, i) => playAccountability(seededDraw(FIRST + i), share));
}

describe(`the accountability game from seed ${FIRST} on`, () => {
  const plays = playAll(25);

  it("sees no honest party accused alone", () => {
    expect(plays.flatMap(({ falsely }) => falsely)).toEqual([]);
    expect(plays.reduce((sum, { deviations }) => sum + deviations, 0)).toBeGreaterThan(10_000);
  });

  it("sees every listed deviation named, of each kind", () => {
    expect(plays.flatMap(({ unnamed }) => unnamed)).toEqual([]);
    const kinds = new Set(plays.flatMap(({ listed }) => listed.map(({ kind }) => kind)));
    const all: readonly Deviation["kind"][] = [
      "invented",
      "altered",
      "silent",
      "unregistered",
      "relabelled",
      "redirected",
    ];
    expect([...kinds].sort()).toEqual([...all].sort());
  });

  it("sees an honest sender accused by an auditor that takes an announcement for proof of what was sent", () => {
    const falsely = plays.flatMap(({ faults, corrupt }) =>
      faults.flatMap(({ sentence }) => {
        const [, accused] = /^M\S+ from (\S+) to \S+ was announced/.exec(sentence) ?? [];
        return accused !== undefined && !corrupt.has(accused) ? [accused] : [];
      }),
    );
    expect(falsely.length).toBeGreaterThan(100);
  });

  it("sees nobody accused where nobody deviates, whatever is lost", () => {
    const honest = playAll(0);
    expect(honest.flatMap(({ faults }) => faults.filter(({ blame }) => blame.is !== "cannot-be-told"))).toEqual([]);
    expect(honest.flatMap(({ faults }) => faults).length).toBeGreaterThan(100);
  });
});
