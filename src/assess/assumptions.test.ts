/**
 * Tests the table of assumptions in docs/semantics.md: each claim in its last column, under the assumption and without.
 *
 * The variants are the catalogue's own descriptions with one phrase changed.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { listClaims } from "../core/protocol/claims/listing.ts";
import { runToEnd } from "../lenses/verifier/run-to-end.ts";
import { Verifier } from "../lenses/verifier/verify.ts";
import { makeFolder } from "./example.ts";
import { loadProtocol } from "../repository/load-protocol.ts";

type Change = readonly [from: string, to: string];

/** The verdict on a claim of a protocol of the catalogue, after these changes of its text. */
async function judge(name: string, label: string, ...changes: readonly Change[]): Promise<string> {
  let text = readFileSync(new URL(`../../protocol/${name}/protocol.ts`, import.meta.url), "utf8");
  for (const [from, to] of changes) {
    if (!text.includes(from)) throw new Error(`${name} has no ${from}`);
    text = text.replaceAll(from, to);
  }
  const { model } = await loadProtocol(join(makeFolder({ "protocol.ts": text }), "protocol.ts"));
  const claim = listClaims(model).find((one) => one.label === label);
  if (claim === undefined) throw new Error(`${name} has no claim ${label}`);
  return runToEnd(new Verifier(model), claim, { maxRuns: 5, maxStates: 100_000 }).verdict.is;
}

const TYPED: Change = [".match(2)", ""];
const TRUSTED: Change = ['{ title: "key server", trusted: true }', '"key server"'];
const NO_NAMES: Change = ["authentication();", 'authentication("names");'];

describe("an assumption", () => {
  it.each([
    ["that parts are well-typed", "otway-rees", "A1", [TYPED], []],
    ["that parts are well-typed", "kerberos-exchange", "A2", [TYPED], []],
    ["that a role is trusted", "needham-schroeder-shared", "A2", [], [TRUSTED]],
    ["that a role is trusted", "kerberos-exchange", "A2", [TYPED], [TYPED, TRUSTED]],
    ["that a role is trusted", "otway-rees", "B2", [TYPED], [TYPED, TRUSTED]],
    ["that a signal names nobody", "tls13-like", "C4", [], [[", { partner: false }", ""]]],
    [
      "that a key has a direction",
      "mac-authentication",
      "I2",
      [NO_NAMES, ['shk("I", "R")', 'shk.directed("I", "R")']],
      [NO_NAMES],
    ],
    ["that a theory has no other rule", "phr-sharing", "DO3", [['{ weaknesses: ["collusion"] }', "{}"]], []],
  ] as const satisfies readonly (readonly [string, string, string, readonly Change[], readonly Change[]])[])(
    "%s hides an attack on %s %s",
    async (_what, name, label, under, without) => {
      expect(await judge(name, label, ...under)).toBe("holds");
      expect(await judge(name, label, ...without)).toBe("attack");
    },
  );
});
