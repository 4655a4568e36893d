/** BAN logic as a lens: it derives the goals that an author states, or says what is missing. */
import type { Description } from "../../core/protocol/ir/description.ts";
import { count } from "../../core/verdict/words.ts";
import { diagnose } from "../../files/diagnostics.ts";
import { compareVerdict, type Expected } from "../expected.ts";
import { type Lens, NATIVE_JUDGE, type Question } from "../lens.ts";
import type { LoadedSource } from "../loaded-source.ts";
import { BAN_VERDICTS } from "./verdict-kinds.ts";
import { GOAL_EXPECTATIONS } from "./expectations.ts";

const NAMED = { name: "ban", lens: "ban", engine: "native", title: "BAN logic", judge: NATIVE_JUDGE } as const;

/** BAN logic. */
export const ban: Lens = {
  ...NAMED,
  verdicts: BAN_VERDICTS,
  summarise: (findings) => {
    const derived = findings.filter(({ verdict }) => verdict.is === "derived").length;
    return `${count(findings.length, "goal")}: ${derived} derived, ${findings.length - derived} not.`;
  },
  rule: {
    name: "Goal",
    sentence: () =>
      "BAN logic derives the goal from the assumptions; that is an argument as good as they are, no proof of security.",
  },
  expectations: GOAL_EXPECTATIONS,
  compare: (expected, verdict) => compareVerdict(expected as Expected, verdict),
  nameQuestion: ({ label }) => `goal ${label}`,
  applies: ({ description }, options) => options.ban !== undefined && description?.ban !== undefined,
  plan: (subject) => {
    const { description, digests } = subject;
    if (description === undefined || digests.description === undefined) return [];
    return [{ lens: NAMED.name, subject: digests.description, options: {}, asks: askGoals(description, subject) }];
  },
  judging: {
    is: "run",
    time: "source",
    explainCut: (source, how) => diagnose("AS133", `The goals of BAN logic of ${source} were not derived ${how}.`),
    run: async (job, subject, conditions) => {
      const { judgeGoals } = await import("./judge-goals.ts");
      return judgeGoals(job, subject, conditions);
    },
  },
  evidence: {
    examine: async (given) => {
      const { examineGoal } = await import("./judge-goals.ts");
      return examineGoal(given);
    },
  },
  check: async (description) => {
    const { loadAnalysis } = await import("./load-analysis.ts");
    return loadAnalysis(description)?.warnings ?? [];
  },
  generates: {
    folder: "ban",
    layout: "one",
    files: /\.(md|json|tex)$/,
    write: async ({ description }) => {
      const { generateDerivations } = await import("./generate-derivations.ts");
      return generateDerivations(description);
    },
  },
  appendix: {
    key: "ban",
    gather: (parts) => Promise.resolve(parts.length === 0 ? undefined : { value: parts }),
  },
};

/** A goal is known by its name; whose it is and what it says is read when it is derived. */
function askGoals({ name, ban: annotated }: Description, { source, expectations }: LoadedSource): readonly Question[] {
  const byGoal = expectations?.of(GOAL_EXPECTATIONS);
  return (annotated?.goals ?? []).map((goal): Question => {
    const expected = byGoal?.get(goal.name);
    return {
      source: source.source,
      protocol: name,
      role: "",
      claim: goal.name,
      label: goal.name,
      on: "",
      lens: NAMED.lens,
      engine: NAMED.engine,
      ...(expected === undefined ? {} : { expected }),
      ...(annotated === undefined ? {} : { place: annotated.place }),
    };
  });
}
