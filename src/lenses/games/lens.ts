/** Attack games as a lens: adversaries that ship play what `expected.yaml` names, so often that an interval says enough. */
import type { Expectation, Verdict } from "../../core/verdict/verdict.ts";
import { count } from "../../core/verdict/words.ts";
import { type Lens, NATIVE_JUDGE, type Question } from "../lens.ts";
import type { LoadedSource } from "../loaded-source.ts";
import { type ExpectedGame, GAME_EXPECTATIONS, NETWORK_GAME } from "./expectations.ts";
import { GAME_VERDICTS } from "./verdict-kinds.ts";

const NAMED = { name: "games", lens: "games", engine: "native", title: "Games", judge: NATIVE_JUDGE } as const;

/** The seed of every audit: the same plays and sequences whoever asks. */
const AUDIT_SEED = "audit";

/** Games. */
export const games: Lens = {
  ...NAMED,
  verdicts: GAME_VERDICTS,
  summarise: (findings) => {
    const attacks = findings.filter(({ verdict }) => verdict.is === "estimated" && verdict.distinguished).length;
    return `${count(findings.length, "adversary", "adversaries")} played: ${attacks} with an advantage.`;
  },
  rule: { sentence: (game) => `No adversary that played has an advantage in the game ${game}.` },
  expectations: GAME_EXPECTATIONS,
  compare: (expected, verdict) => compareGame(expected as ExpectedGame, verdict),
  nameQuestion: ({ claim, on }) => `game ${claim} by ${on}`,
  applies: (subject, { plays, only }) => plays !== undefined && only.length === 0 && listExpected(subject).length > 0,
  plan: (subject, { plays }) => {
    const { description, digests } = subject;
    if (description === undefined || digests.description === undefined) return [];
    const [protocol, digest] = [description.name, digests.description];
    return listExpected(subject).map((expected) => ({
      lens: NAMED.name,
      subject: digest,
      options: { game: expected.game, adversary: expected.adversary, plays },
      seed: AUDIT_SEED,
      asks: [askGame(subject.source.source, protocol, expected)],
    }));
  },
  judging: {
    is: "run",
    time: "own",
    lasting: true,
    run: async (job, subject, conditions) => {
      const { judgeGame } = await import("./judge-games.ts");
      return judgeGame(job, subject, conditions);
    },
    combine: async (answers) => {
      const { combineGames } = await import("./judge-games.ts");
      return combineGames(answers);
    },
  },
  evidence: {
    examine: async (given) => {
      const { examineGame } = await import("./judge-games.ts");
      return examineGame(given);
    },
  },
  generates: {
    folder: "games",
    layout: "each",
    files: /\.game\.(test\.)?ts$/,
    write: async ({ description }) => {
      const { generateGames } = await import("./generate-games.ts");
      return generateGames(description);
    },
  },
};

function listExpected({ expectations }: LoadedSource): readonly ExpectedGame[] {
  return (expectations?.of(GAME_EXPECTATIONS) ?? []).filter(({ game }) => game !== NETWORK_GAME);
}

function askGame(source: string, protocol: string, expected: ExpectedGame): Question {
  const { game, adversary, place } = expected;
  const { lens, engine } = NAMED;
  const label = `${game}/${adversary}`;
  return { source, protocol, role: "adversary", claim: game, label, on: adversary, lens, engine, expected, place };
}

function compareGame({ advantage, why }: ExpectedGame, verdict: Verdict): Expectation | undefined {
  if (verdict.is !== "estimated") return undefined;
  return { verdict: verdict.is, advantage, why, met: verdict.distinguished === (advantage === "some") };
}
