/** Models that were given to ProVerif 2.05 and what it printed, and programs that behave as it may, for tests. */
import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeFolder } from "../../../assess/example.ts";
import { describe } from "../../../core/protocol/dsl/describe.ts";
import { readBuilder } from "../../../core/protocol/dsl/protocol.ts";
import type { Description } from "../../../core/protocol/ir/description.ts";
import type { Model } from "../../../core/protocol/ir/script.ts";
import { project } from "../../../core/protocol/project/project.ts";
import { agree, dh, mac, nisynch, protocol, scalar, secret, shk } from "../../../index.ts";
import { loadSpdl } from "../../scyther/load.ts";
import type { ProverifSource } from "./proverif-session.ts";

const FIXTURES = fileURLToPath(new URL("fixtures/", import.meta.url));

/** The names of the recorded models. */
export const RECORDED = ["nspk", "exchange"] as const;
export type RecordedName = (typeof RECORDED)[number];

/** Needham-Schroeder in SPDL. */
const NSPK = "src/lenses/scyther/fixtures/experiments/e01-nspk.spdl";

/** An exchange that only one side confirms, with a long-term key: R is not sure of I. */
function makeExchange(): object {
  return protocol("exchange", { I: "initiator", R: "responder" })
    .uses(dh)
    .knows("I", { k: shk("I", "R") })
    .knows("R", { k: shk("I", "R") })
    .fresh("I", { x: scalar })
    .message("M1", "I", "R", ({ x }) => ({ X: dh.share(x) }))
    .fresh("R", { y: scalar })
    .computes("R", ({ X, y }) => ({ K: dh.key(X, y) }))
    .message("M2", "R", "I", ({ R, X, y, k }) => ({ Y: dh.share(y), proof: mac({ R, X, Y: dh.share(y) }, k) }))
    .computes("I", ({ Y, x }) => ({ K: dh.key(Y, x) }))
    .claims("I", ({ K }) => [secret(K), agree("R", [K]), nisynch()])
    .claims("R", ({ K }) => [secret(K), nisynch()]);
}

/** A recorded model, as a session gets it. */
export function loadRecorded(name: RecordedName): ProverifSource {
  const bounds = { maxRuns: 4, maxStates: 2_000 };
  const source = { kind: "spdl", source: name, path: name } as const;
  if (name === "nspk") {
    const { model } = loadSpdl(NSPK, (path) => ({ path, text: readFileSync(path, "utf8") }));
    return { model, source, bounds };
  }
  const { description, model } = readExchange();
  return { model, description, source, bounds };
}

function readExchange(): { readonly description: Description; readonly model: Model } {
  const recorded = readBuilder(makeExchange());
  const { description } = recorded === undefined ? {} : describe(recorded);
  if (description === undefined) throw new Error("the exchange is no description");
  return { description, model: project(description) };
}

/** Reads ProVerif's recorded output, and the model that it was given. */
export function readRecorded(name: RecordedName, ending: "pv" | "out"): string {
  return readFileSync(join(FIXTURES, `${name}.${ending}`), "utf8");
}

/** A program that answers as ProVerif 2.05 when asked for its version, and then does this in the shell. */
export function makeStub(behaviour: string): string {
  const version = 'if [ "$1" = -help ]; then echo "Proverif 2.05. Cryptographic protocol verifier, by"; exit 0; fi';
  const path = join(makeFolder({ proverif: `#!/bin/sh\n${version}\n${behaviour}\n` }), "proverif");
  chmodSync(path, 0o755);
  return path;
}

/** A program that prints what ProVerif printed of a model. */
export function makePlayer(name: RecordedName): string {
  return makeStub(`cat '${join(FIXTURES, `${name}.out`)}'`);
}
