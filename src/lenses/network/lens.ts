/** The network adversary as a lens: sequences of actions against the running system, where `expected.yaml` asks for them. */
import type { Expectation, Verdict } from "../../core/verdict/verdict.ts";
import { count } from "../../core/verdict/words.ts";
import { type ExpectedGame, GAME_EXPECTATIONS, NETWORK_GAME } from "../games/expectations.ts";
import { type Lens, NATIVE_JUDGE } from "../lens.ts";
import type { LoadedSource } from "../loaded-source.ts";
import { DEFAULT_SEQUENCES } from "../options.ts";
import { NETWORK_VERDICTS } from "./verdict-kinds.ts";
import { CLAIM_EXPECTATIONS } from "../claim-expectations.ts";
import { digestSystems } from "../../files/digest-systems.ts";

const NAMED = { name: "network", lens: "games", engine: "native", title: "Games", judge: NATIVE_JUDGE } as const;

/** The seed of every audit: the same plays and sequences whoever asks. */
const AUDIT_SEED = "audit";

/** The network adversary. */
export const network: Lens = {
  ...NAMED,
  runsCode: true,
  verdicts: NETWORK_VERDICTS,
  summarise: (findings) => {
    const broken = findings.flatMap(({ verdict }) => (verdict.is === "searched" ? verdict.attacks : []));
    return `${count(findings.length, "network search", "network searches")}: ${count(broken.length, "goal")} broken.`;
  },
  compare: (expected, verdict) => compareSearch(expected as ExpectedGame, verdict),
  nameQuestion: ({ claim, on }) => `game ${claim} by ${on}`,
  applies: (subject, { plays, only }) => plays !== undefined && only.length === 0 && listExpected(subject).length > 0,
  plan: (subject, { sequences = DEFAULT_SEQUENCES }) => {
    const { description, digests, source, expectations } = subject;
    if (description === undefined || digests.description === undefined) return [];
    const [protocol, digest] = [description.name, digests.description];
    const claims = [...(expectations?.of(CLAIM_EXPECTATIONS)?.byLabel ?? [])];
    const holding = claims.flatMap(([label, { verdict }]) => (verdict === "holds" ? [label] : []));
    const { lens, engine } = NAMED;
    return listExpected(subject).map((expected) => {
      const { game, adversary, place } = expected;
      const named = { source: source.source, protocol, role: "adversary", claim: game, on: adversary };
      return {
        lens: NAMED.name,
        subject: digest,
        options: { adversary, sequences, holding, systems: digestSystems(source.path) },
        seed: AUDIT_SEED,
        asks: [{ ...named, label: `${game}/${adversary}`, lens, engine, expected, place }],
      };
    });
  },
  judging: {
    is: "run",
    time: "own",
    lasting: true,
    run: async (job, subject, conditions) => {
      // A worker runs the system that it has: another one would answer another question.
      if (job.options["systems"] !== digestSystems(subject.source.path)) {
        throw new Error("unable: the running system here is another one than that of the job.");
      }
      const { judgeNetwork } = await import("./judge-network.ts");
      return judgeNetwork(job, subject, conditions);
    },
  },
  evidence: {
    examine: async (given) => {
      const { examineNetwork } = await import("./judge-network.ts");
      return examineNetwork(given);
    },
  },
};

function listExpected({ expectations }: LoadedSource): readonly ExpectedGame[] {
  return (expectations?.of(GAME_EXPECTATIONS) ?? []).filter(({ game }) => game === NETWORK_GAME);
}

function compareSearch({ advantage, why }: ExpectedGame, verdict: Verdict): Expectation | undefined {
  if (verdict.is !== "searched") return undefined;
  const isBroken = verdict.attacks.length > 0;
  const met = isBroken === (advantage === "some") && verdict.contradictions.length === 0;
  return { verdict: verdict.is, advantage, why, met };
}
