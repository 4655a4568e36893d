/**
 * A comparison for a terminal: how many claims agree, by kind of claim; what differs, one by one; times and memory.
 *
 * Nothing that differs is only counted: what was recorded and is neither `agree` nor plainly `better` has its line.
 */
import { sanitise } from "../../core/diagnostic/sanitise.ts";
import { AGREEMENTS, type ComparedClaim, type Conformance, type Tally } from "../../core/verdict/conformance.ts";
import { count } from "../../core/verdict/words.ts";

const SLOWEST = 5;

/** Renders the comparison as text; ends in a line feed. */
export function renderConformance(conformance: Conformance): string {
  const blocks = [
    renderHead(conformance),
    renderTable(conformance),
    ...renderDifferences(conformance),
    renderModels(conformance),
    renderTimes(conformance),
    renderSummary(conformance),
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

function renderHead({ library, against, options }: Conformance): string {
  const bound = options.maxRuns === "unbounded" ? "no bound" : `bound ${count(options.maxRuns, "run")}`;
  const others = against.map((one) => `compared with ${sanitise(`${one.tool} ${one.options}`.trim())}`);
  const own = `${sanitise(library)}    ${options.timeoutSeconds} s for each model    ${bound}`;
  return [own, ...others].join("\n");
}

function renderTable({ kinds, totals }: Conformance): string {
  const rows: (readonly [string, Tally])[] = [...Object.entries(kinds), ["all", totals]];
  const used = AGREEMENTS.filter((kind) => totals[kind] > 0 || kind === "contradiction" || kind === "weaker");
  const first = Math.max(...rows.map(([name]) => name.length));
  const widths = used.map((kind) => Math.max(kind.length, 5));
  const head = ["".padEnd(first), ...used.map((kind, i) => kind.padStart(widths[i] ?? 0))].join("  ");
  const lines = rows.map(([name, tally]) =>
    [sanitise(name).padEnd(first), ...used.map((kind, i) => String(tally[kind]).padStart(widths[i] ?? 0))].join("  "),
  );
  return [head, ...lines].join("\n");
}

function renderDifferences({ models }: Conformance): string[] {
  const claims = models.flatMap(({ model, claims: own }) => own.map((claim) => ({ model, claim })));
  const list = (title: string, isListed: (claim: ComparedClaim) => boolean): string[] => {
    const lines = claims.filter(({ claim }) => isListed(claim)).map(({ model, claim }) => describe(model, claim));
    return lines.length === 0 ? [] : [[title, ...lines].join("\n")];
  };
  return [
    ...list("Contradictions:", ({ agreement }) => agreement === "contradiction"),
    ...list("Weaker than recorded:", ({ agreement }) => agreement === "weaker"),
    ...list("Unexplained attacks within the bound, absent from the record:", ({ missed }) => missed === true),
    ...list("Better, for a known reason:", ({ agreement }) => agreement === "better-explained"),
    ...list("Undecided:", ({ agreement, recorded }) => agreement === "undecided" && recorded !== undefined),
  ];
}

function describe(model: string, claim: ComparedClaim): string {
  const { protocol, role, claim: kind, label, recorded, verdict, deviation } = claim;
  const said = recorded === undefined ? "nothing" : `${recorded.verdict}, ${recorded.status}`;
  const because = deviation === undefined ? "" : `  (${deviation})`;
  const own = [verdict.is, ...describeExtent(claim)].join(", ");
  return `  ${sanitise(`${model}  ${protocol},${role} ${kind} ${label}: ${own}; recorded: ${said}${because}`)}`;
}

function describeExtent({ verdict }: ComparedClaim): string[] {
  const { scope, why, reached, blocked, steps, runs } = verdict;
  if (scope !== undefined) return [scope === "unbounded" ? scope : `up to ${count(scope.runs, "run")}`];
  if (why !== undefined) return [`${why} after ${count(reached?.runs ?? 0, "run")}`];
  if (blocked !== undefined) return [`blocked at ${blocked}`];
  return steps === undefined ? [] : [`${count(steps, "step")}, ${count(runs ?? 0, "run")}`];
}

function renderModels({ models, stale }: Conformance): string {
  const both = models.filter(({ recorded, native }) => recorded === "rejected" && native === "rejected").length;
  const differing = models.filter(({ agreement }) => agreement !== "agree");
  const judged = models.filter(({ native }) => native === "judged").length;
  const lines = [`${count(judged, "model")} judged, ${both} rejected by both.`];
  for (const { model, agreement, recorded, rejection, deviation } of differing) {
    const because = deviation === undefined ? "" : `  (${deviation})`;
    const what = agreement === "accepted" ? "accepted, recorded as rejected" : `rejected, recorded as ${recorded}`;
    lines.push(`  ${sanitise(`${model}: ${what}${rejection === undefined ? "" : `: ${rejection}`}${because}`)}`);
  }
  for (const { deviation, entry, why } of stale) {
    lines.push(`  ${sanitise(`The deviation ${deviation} explains nothing at ${entry}: ${why}`)}`);
  }
  return lines.join("\n");
}

function renderTimes({ timings }: Conformance): string {
  const { summary, models, peakMebibytes } = timings;
  const { finished } = summary;
  const slowest = [...models].sort((a, b) => b.seconds - a.seconds).slice(0, SLOWEST);
  const lines = [
    `A model: median ${print(summary.median)} s, 90 % within ${print(summary.ninety)} s; ` +
      `all ${print(summary.total)} s; at most ${peakMebibytes} MiB.`,
  ];
  if (finished.models > 0) {
    lines.push(
      `${count(finished.models, "model")} that the other tool finished: ${print(finished.seconds)} s against ` +
        `${print(finished.recordedSeconds)} s, ${finished.ratio.toFixed(2)} times as long ` +
        `(median of the models: ${finished.medianRatio.toFixed(2)}).`,
    );
  }
  const named = slowest.map(({ model, seconds }) => `${sanitise(model)} ${print(seconds)} s`);
  if (named.length > 0) lines.push(`Slowest: ${named.join(", ")}.`);
  return lines.join("\n");
}

function renderSummary({ totals, stale, errors, interrupted }: Conformance): string {
  const parts = AGREEMENTS.filter((kind) => totals[kind] > 0).map((kind) => `${totals[kind]} ${kind}`);
  const sentences = [`${count(totals.claims, "claim")}: ${parts.join(", ")}.`];
  if (totals.silent > 0) {
    const decided = totals.silent - totals.silentUndecided;
    sentences.push(`${totals.silent} without a recorded answer, of which Assay decides ${decided}.`);
  }
  if (stale.length > 0) sentences.push(`${stale.length} stale explanations.`);
  if (errors.length > 0) sentences.push(`${count(errors.length, "error")}.`);
  if (interrupted === true) sentences.push("Interrupted: other models were not run.");
  return sentences.join(" ");
}

function print(seconds: number): string {
  return seconds.toFixed(seconds < 10 ? 3 : 1);
}
