/** The part of `expected.yaml` on goals of BAN logic: which should be derived, which not, and why. */
import { type Expected, type ExpectationSection, WHY } from "../expected.ts";
import { diagnose } from "../../files/diagnostics.ts";
import type { YamlFile } from "../../files/read-yaml.ts";
import { readKeys, readShape, type Shape } from "../../files/yaml-shape.ts";
import { suggestNearest } from "../../core/diagnostic/suggest.ts";

const GOAL = {
  goal: { is: "text", about: "The name of a goal of BAN logic.", required: true },
  verdict: { is: "word", words: ["derived", "underivable"], about: "Whether it can be derived.", required: true },
  why: WHY,
} as const satisfies Shape;

const KEYS = {
  goals: { is: "list", of: GOAL, about: "Every goal of the protocol's BAN analysis." },
} as const satisfies Shape;

/** The expectations of goals, by their names. */
export const GOAL_EXPECTATIONS: ExpectationSection<ReadonlyMap<string, Expected>> = {
  keys: KEYS,
  read: (file, { description }) =>
    readGoalExpectations(file, [...new Set((description?.ban?.goals ?? []).map(({ name }) => name))]),
  sketch: { key: "goals", nameEntry: ({ label }) => ({ goal: label }) },
};

/** Links the entries to the goals of the protocol; an entry without its goal is an error, and so is a goal without one. */
function readGoalExpectations(file: YamlFile, goals: readonly string[]): ReadonlyMap<string, Expected> {
  const byGoal = new Map<string, Expected>();
  const named = new Set<string>();
  for (const section of file.root === undefined ? [] : readKeys(file.root, KEYS).goals) {
    const { goal: name, verdict, ...rest } = readShape(section, GOAL);
    const why = rest.why?.trim() ?? "";
    if (name === undefined) {
      file.report("AS202", "An entry names its goal.", section.offset, "Add goal: <name>.");
      continue;
    }
    if (!goals.includes(name)) {
      const nearest = suggestNearest(name, goals);
      const help = nearest === undefined ? undefined : `Did you mean ${nearest}?`;
      file.report("AS204", `The protocol has no goal ${name}.`, section.offsetOf("goal"), help);
      continue;
    }
    if (named.has(name)) {
      file.report("AS203", `The goal ${name} is expected twice.`, section.offsetOf("goal"));
      continue;
    }
    named.add(name);
    if (why === "") file.report("AS206", "The entry does not say why.", section.offset);
    else if (verdict !== undefined) byGoal.set(name, { verdict, why });
    else if (!section.has("verdict")) {
      file.report("AS202", "The entry does not say what verdict is expected.", section.offset);
    }
  }
  if (file.root !== undefined) file.diagnostics.push(...findUnexpected(file, goals, named));
  return byGoal;
}

function findUnexpected(file: YamlFile, goals: readonly string[], named: ReadonlySet<string>) {
  return goals
    .filter((goal) => !named.has(goal))
    .map((goal) =>
      diagnose("AS205", `The goal ${goal} has no entry in ${file.path}.`, {
        place: { file: file.path, line: 1, column: 1 },
        help: `Add - goal: ${goal} below goals:, with its verdict and one sentence of why.`,
      }),
    );
}
