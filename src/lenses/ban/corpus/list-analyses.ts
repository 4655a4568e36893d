/** The scenarios of a corpus as analyses, for everything that is told of one beyond its outcomes. */
import type { Analysis } from "../analyse.ts";
import type { Corpus } from "./corpus.ts";

/** One scenario: its analysis, called `protocol/scenario`, and what is expected of its goals. */
export interface ScenarioAnalysis {
  readonly protocol: string;
  readonly analysis: Analysis;
  readonly expected: ReadonlyMap<string, boolean>;
}

/** Every scenario of every protocol, in the order of the file. */
export function listAnalyses({ protocols }: Corpus): readonly ScenarioAnalysis[] {
  return protocols.flatMap(({ id, symbols, scenarios, goals }) =>
    scenarios.map(({ id: scenario, profile, assumptions, messages }) => ({
      protocol: id,
      analysis: { name: `${id}/${scenario}`, symbols, profile, assumptions, messages, goals },
      expected: new Map(
        goals.flatMap((goal) => {
          const wanted = goal.expected.get(scenario);
          return wanted === undefined ? [] : [[goal.id, wanted] as const];
        }),
      ),
    })),
  );
}
