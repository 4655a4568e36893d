/** An assessment in one line, and the sentences that its verdicts rest on. */
import { isExpected, listSettling } from "./agreement.ts";
import type { Assessment, Finding } from "../core/verdict/verdict.ts";
import { count } from "../core/verdict/words.ts";
import { LENSES } from "../lenses/registry.ts";
import { nameEngine } from "./list-lenses.ts";

/** How many claims hold, for how many runs, and whether that was expected. */
export function summarise(assessment: Assessment): string {
  const { findings: all, disagreements = [], errors, interrupted } = assessment;
  const settling = listSettling(all);
  const flaws = settling.filter(({ match }) => match !== undefined);
  const findings = settling.filter(({ match }) => match === undefined);
  const having = (is: Finding["verdict"]["is"]): number => findings.filter(({ verdict }) => verdict.is === is).length;
  const unbounded = findings.filter(({ verdict }) => verdict.is === "holds" && verdict.scope === "unbounded").length;
  const scope = unbounded === 0 ? "" : ` (${unbounded} for any number of runs)`;
  const parts = [`${having("holds")} hold${scope}`, count(having("attack"), "attack")];
  if (having("vacuous") > 0) parts.push(`${having("vacuous")} vacuous`);
  if (having("inconclusive") > 0) parts.push(`${having("inconclusive")} inconclusive`);
  const apart = LENSES.flatMap(({ verdicts = {}, summarise: say }) => {
    const own = say === undefined ? [] : findings.filter(({ verdict }) => verdict.is in verdicts);
    return say === undefined || own.length === 0 ? [] : [{ number: own.length, sentence: say(own) }];
  });
  const claims = apart.reduce((left, { number }) => left - number, findings.length);
  const gaps = warnOfGaps(assessment);
  const sentences = [...(gaps === undefined ? [] : [gaps]), `${count(claims, "claim")}: ${parts.join(", ")}.`];
  if (flaws.length > 0) {
    const shown = flaws.filter(({ verdict }) => verdict.is === "attack").length;
    sentences.push(`${count(shown, "type flaw")}${shown < flaws.length ? `, ${flaws.length - shown} not shown` : ""}.`);
  }
  sentences.push(...apart.map(({ sentence }) => sentence));
  sentences.push(summariseExpectations(settling, assessment));
  if (disagreements.length > 0) sentences.push(`The engines contradict each other on ${disagreements.length}.`);
  if (interrupted === true) sentences.push("Interrupted: other claims were not examined.");
  if (errors.length > 0) sentences.push(`${count(errors.length, "error")}.`);
  return sentences.filter((sentence) => sentence !== "").join(" ");
}

function summariseExpectations(findings: readonly Finding[], { incomplete }: Pick<Assessment, "incomplete">): string {
  const told = findings.filter(({ expected }) => expected !== undefined);
  if (told.length === 0) return "";
  const different = told.filter((finding) => !isExpected(finding)).length;
  if (different > 0) return `${different} not as expected.`;
  return told.length === findings.length && incomplete === undefined
    ? "All as expected."
    : told.length === findings.length
      ? `${told.length} as expected, the others are missing.`
      : `${told.length} as expected; nothing was expected of the others.`;
}

/** The first line of every report that lacks findings; undefined where all are there. */
export function warnOfGaps({ incomplete }: Pick<Assessment, "incomplete">): string | undefined {
  if (incomplete === undefined) return undefined;
  const { asked, missing } = incomplete;
  return `Incomplete: ${missing} of ${count(asked, "requested finding")} ${missing === 1 ? "is" : "are"} missing.`;
}

/** Collects approximations: those of the source, and the further ones of models for other programs. */
export function collectApproximations(findings: readonly Finding[]): {
  readonly own: readonly string[];
  readonly others: readonly { readonly name: string; readonly sentences: readonly string[] }[];
} {
  const of = (engine: Finding["engine"]): readonly string[] =>
    collectSentences(
      findings.filter((finding) => finding.engine === engine),
      "approximations",
    );
  const own = of("native");
  const engines = [...new Set(findings.map(({ engine }) => engine))].filter((engine) => engine !== "native");
  const others = engines.flatMap((engine) => {
    const sentences = of(engine).filter((sentence) => !own.includes(sentence));
    return sentences.length === 0 ? [] : [{ name: nameEngine(engine), sentences }];
  });
  return { own, others };
}

/** The distinct sentences of one kind that the verdicts of some findings carry, in order. */
export function collectSentences(
  findings: readonly Finding[],
  kind: "approximations" | "assumptions",
): readonly string[] {
  return [
    ...new Set(
      findings.flatMap(({ verdict }) => (verdict.is === "holds" || verdict.is === "attack" ? verdict[kind] : [])),
    ),
  ];
}
