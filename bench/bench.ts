/**
 * How long the verifier takes: `npm run bench`, with `-- --json` for machines, `-- --repeat 9` for calmer medians.
 *
 * Every claim of every protocol of this project is judged again and again with the default bounds; what counts is the
 * median for all claims of a protocol together, and the number of states, which does not depend on the machine.
 */
import { arch, availableParallelism, platform } from "node:os";
import { parseArgs } from "node:util";
import { loadProtocol } from "../src/assess/load-protocol.ts";
import { DEFAULT_OPTIONS } from "../src/assess/options.ts";
import { listProtocols, resolveSources } from "../src/assess/resolve-sources.ts";
import type { Model } from "../src/protocol/ir/script.ts";
import { listClaims } from "../src/verifier/claims/listing.ts";
import { Verifier } from "../src/verifier/verify.ts";

interface Measured {
  readonly model: string;
  readonly claims: number;
  readonly states: number;
  readonly milliseconds: { readonly median: number; readonly least: number; readonly most: number };
}

/** A claim that takes longer is left, in milliseconds; its states then depend on the machine. */
const LONGEST = 10_000;

/** A model that takes longer is judged once only, in milliseconds. */
const SLOW = 10_000;

/** Judges all claims once; a verifier of its own, so that nothing is remembered. */
function judgeOnce(model: Model): { milliseconds: number; states: number } {
  const began = performance.now();
  const verifier = new Verifier(model);
  let states = 0;
  for (const claim of listClaims(model)) {
    const search = verifier.verify(claim, DEFAULT_OPTIONS);
    const deadline = performance.now() + LONGEST;
    let reached = 0;
    for (let step = search.next(); step.done !== true; ) {
      reached = step.value.states;
      step = search.next(performance.now() < deadline ? "go" : "timeout");
    }
    states += reached;
  }
  return { milliseconds: performance.now() - began, states };
}

function measure(name: string, model: Model, repeat: number): Measured {
  const first = judgeOnce(model);
  const passes = first.milliseconds > SLOW ? [first] : Array.from({ length: repeat }, () => judgeOnce(model));
  const times = passes.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  const round = (time: number | undefined): number => Math.round((time ?? 0) * 10) / 10;
  return {
    model: name,
    claims: listClaims(model).length,
    states: passes[0]?.states ?? 0,
    milliseconds: { median: round(times[times.length >> 1]), least: round(times[0]), most: round(times.at(-1)) },
  };
}

const { values } = parseArgs({
  options: { json: { type: "boolean", default: false }, repeat: { type: "string", default: "5" } },
});
const measured: Measured[] = [];
for (const { source, path } of resolveSources(listProtocols()).sources) {
  const { model } = await loadProtocol(path);
  measured.push(measure(source, model, Math.max(1, Number(values.repeat))));
}
const machine = { node: process.versions.node, platform: platform(), arch: arch(), cpus: availableParallelism() };
if (values.json) {
  process.stdout.write(`${JSON.stringify({ schema: "assay/bench-1", measured, machine }, undefined, 2)}\n`);
} else {
  const width = Math.max(...measured.map(({ model }) => model.length));
  for (const { model, claims, states, milliseconds } of measured) {
    const { median, least, most } = milliseconds;
    process.stdout.write(
      `${model.padEnd(width)}  ${String(claims).padStart(3)} claims  ${String(states).padStart(8)} states  ` +
        `${String(median).padStart(8)} ms (${least} to ${most})\n`,
    );
  }
}
