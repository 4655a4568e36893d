/**
 * One description, several opinions: where the verifier's methods contradict the judge.
 *
 * The judge executes the description, the verifier the scripts that were projected from it, so that a mistake of the
 * projection shows too. An execution of the judge is followed once more, step by step, before it counts; so is one of
 * the verifier, whatever its size. Where the judge found nothing the verifier may have looked further: that is no
 * contradiction.
 */
import { DiagnosticError } from "../../../src/core/diagnostic/diagnostic.ts";
import type { ClaimWord, Description } from "../../../src/core/protocol/ir/description.ts";
import type { Model } from "../../../src/core/protocol/ir/script.ts";
import { project } from "../../../src/core/protocol/project/project.ts";
import type { Verdict } from "../../../src/core/verdict/verdict.ts";
import type { Engine, Opinion } from "../../compare/engine.ts";
import { type ClaimAt, claimsIn } from "../../explorer/world.ts";
import { check } from "../judge/check.ts";
import { Refused } from "../judge/compile.ts";
import { type Bounds, type Exploration, explore, type Play } from "../judge/explore.ts";
import type { ProgramClaim } from "../judge/program.ts";
import { makeWorld, type World } from "../judge/world.ts";
import { readPlay } from "./follow.ts";
import { contradictProgram, nameClaim, type ProgramJudge, type Said } from "./program-judge.ts";

export type DisagreementKind =
  | "missed attack"
  | "missed reach"
  | "false attack"
  | "error"
  | "judge's mistake"
  /** A program shows an execution that cannot be replayed: a mistake of the encoding, or of reading its trace. */
  | "unreplayed"
  | "only one loads";

export interface Disagreement {
  readonly kind: DisagreementKind;
  readonly engine: string;
  readonly claim: ProgramClaim | undefined;
  /** The reason of each side, in one sentence. */
  readonly because: string;
  readonly world?: World | undefined;
  readonly play?: Play | undefined;
}

export interface Comparison {
  /** The description is none that the verifier takes: the diagnostic. */
  readonly refused: string | undefined;
  readonly disagreements: readonly Disagreement[];
  /** How each claim was settled, for the totals. */
  readonly outcomes: readonly string[];
  readonly exhausted: number;
  readonly claims: number;
}

/**
 * Compares all opinions about every claim of a description. The first engine is asked about all of them, the others about
 * what the judge has found against. `readModel` is how the verifier reads the description.
 */
export function compareDescription(
  description: Description,
  engines: readonly Engine[],
  bounds: Bounds,
  readModel: (description: Description) => Model = project,
  programs: readonly ProgramJudge[] = [],
): Comparison {
  const model = guard(() => readModel(description));
  const nothing = { disagreements: [], outcomes: [], exhausted: 0, claims: 0 };
  if (model instanceof DiagnosticError) {
    return { ...nothing, refused: model.diagnostics[0]?.code ?? "unknown" };
  }
  if (model instanceof Error) return { ...nothing, refused: undefined, disagreements: [report("projection", model)] };
  const world = guard(() => makeWorld(description));
  if (world instanceof Error) {
    const kind = world instanceof Refused ? "only one loads" : "error";
    const because = `the projection takes the description; the judge says: ${world.message}`;
    const one: Disagreement = { kind, engine: "judge", claim: undefined, because };
    return { ...nothing, refused: undefined, disagreements: [one] };
  }
  const exploration = explore(world, bounds);
  const judged = { description, model, world, exploration };
  const answers = programs.map((program) => ({ program, said: guard(() => program.ask(description)) }));
  const results = engines.map((engine, i) => compareEngine(judged, engine, i === 0 ? answers : "not asked"));
  const refusal = answers.flatMap(({ program: { name }, said }) =>
    said instanceof Error ? [report(name, said)] : typeof said === "string" ? [refuse(name, said)] : [],
  );
  const own = checkOwn(world, exploration);
  return {
    refused: undefined,
    disagreements: [...own, ...refusal, ...results.flatMap(({ disagreements }) => disagreements)],
    outcomes: results.flatMap(({ outcomes }) => outcomes),
    exhausted: exploration.exhausted,
    claims: world.program.claims.length,
  };
}

const INJECTIVE: ReadonlySet<ClaimWord> = new Set<ClaimWord>(["isynch", "injective agree"]);

interface Judged {
  readonly description: Description;
  readonly model: Model;
  readonly world: World;
  readonly exploration: Exploration;
}

function guard<T>(work: () => T): T | Error {
  try {
    return work();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function report(engine: string, error: Error, claim?: ProgramClaim): Disagreement {
  return { kind: "error", engine, claim, because: `${error.name}: ${error.message}` };
}

/** Checks that the explorer's finding is an execution that violates the claim. */
function checkOwn(world: World, { found }: Exploration): Disagreement[] {
  return world.program.claims.flatMap((claim): Disagreement[] => {
    const play = found.get(claim.index);
    if (play === undefined) return [];
    const checked = check(world, play, claim);
    if ("violated" in checked && checked.violated) return [];
    const because = "refused" in checked ? checked.refused : "its execution violates nothing";
    return [{ kind: "judge's mistake", engine: "judge", claim, because, world, play }];
  });
}

function compareEngine(
  { model, world, exploration }: Judged,
  engine: Engine,
  answers: readonly Answers[] | "not asked",
): { disagreements: Disagreement[]; outcomes: string[] } {
  const judge = guard(() => engine.makeJudge(model));
  if (judge instanceof Error) return { disagreements: [report(engine.name, judge)], outcomes: [] };
  const disagreements: Disagreement[] = [];
  const outcomes: string[] = [];
  const asksEverything = answers !== "not asked";
  for (const at of claimsIn(model)) {
    const claim = findClaim(world, at);
    if (claim === undefined) continue;
    const play = exploration.found.get(claim.index);
    // Saturation is never asked about injectivity: the verifier argues for it by other means.
    if (!asksEverything && (play === undefined || INJECTIVE.has(claim.word))) continue;
    const opinion = guard(() => judge(at));
    if (opinion instanceof Error) {
      disagreements.push(report(engine.name, opinion, claim));
      outcomes.push(`${engine.name}: error`);
      continue;
    }
    const against = contradict(world, model, engine.name, claim, opinion, exploration);
    if (against !== undefined) disagreements.push({ ...against, world });
    outcomes.push(`${engine.name}: ${against?.kind ?? settle(opinion.verdict, claim, play)}`);
    for (const { program, said } of answers === "not asked" ? [] : answers) {
      const answer = isSaid(said) ? said.get(nameClaim(at.role, at.claim.label)) : undefined;
      if (answer === undefined) {
        outcomes.push(`${program.name}: no answer`);
        continue;
      }
      const isReachable = claim.word === "reachable";
      const other =
        contradictProgram(program.title, answer, opinion.verdict, isReachable) ??
        contradictJudge(program.title, answer, play, isReachable);
      if (other !== undefined) disagreements.push({ ...other, engine: program.name, claim, world });
      outcomes.push(`${program.name}: ${other?.kind ?? answer.is}`);
    }
  }
  return { disagreements, outcomes };
}

interface Answers {
  readonly program: ProgramJudge;
  readonly said: ReturnType<ProgramJudge["ask"]> | Error;
}

function isSaid(said: Answers["said"]): said is ReadonlyMap<string, Said> {
  return typeof said === "object" && !(said instanceof Error);
}

/** The judge's own execution against what a program proves. */
function contradictJudge(
  title: string,
  said: Said,
  play: Play | undefined,
  isReachable: boolean,
): Contradiction | undefined {
  if (said.is !== "proved" || play === undefined || isReachable) return undefined;
  return { kind: "false attack", because: `${title} proves what the judge has an execution against`, play };
}

type Contradiction = Pick<Disagreement, "kind" | "because" | "play">;

function refuse(engine: string, because: string): Disagreement {
  return { kind: "error", engine, claim: undefined, because };
}

/** The judge's claim that is this one: they have the same place. */
function findClaim({ program }: World, { claim }: ClaimAt): ProgramClaim | undefined {
  return program.claims.find(({ place }) => place === claim.place);
}

function contradict(
  world: World,
  model: Model,
  engine: string,
  claim: ProgramClaim,
  { verdict, play: shown }: Opinion,
  { found, reached }: Exploration,
): Disagreement | undefined {
  const play = found.get(claim.index);
  const isReachable = claim.word === "reachable";
  if (verdict.is === "attack" || (verdict.is === "holds" && isReachable)) {
    if (shown === undefined) return undefined;
    const read = readPlay(world, model, shown);
    const checked = typeof read === "string" ? { refused: read } : check(world, read, claim);
    if ("violated" in checked && checked.violated) return undefined;
    const because =
      "refused" in checked
        ? `${engine} shows an execution that cannot take place: ${checked.refused}`
        : `${engine} shows an execution that violates nothing`;
    return { kind: "false attack", engine, claim, because, play: typeof read === "string" ? undefined : read };
  }
  if (verdict.is === "vacuous") {
    const way = reached.get(claim.index);
    if (way === undefined) return undefined;
    const because = `a run with honest agents comes to the claim; ${engine} says 'vacuous'`;
    return { kind: "missed reach", engine, claim, because, play: way };
  }
  if (verdict.is !== "holds" || play === undefined) return undefined;
  const runs = countRuns(play);
  if (verdict.scope !== "unbounded" && verdict.scope.runs < runs) return undefined;
  const because = `there is an attack with ${runs} runs; ${engine} says 'holds'`;
  return { kind: "missed attack", engine, claim, because, play };
}

/** The runs that do something, and the claimant. */
function countRuns({ steps, claimant }: Play): number {
  return new Set([claimant, ...steps.map(({ run }) => run)]).size;
}

function settle(verdict: Verdict, claim: ProgramClaim, play: Play | undefined): string {
  const isShown = verdict.is === "attack" || (verdict.is === "holds" && claim.word === "reachable");
  if (isShown) return play === undefined ? "shown, beyond the judge" : "shown, and found by the judge";
  if (verdict.is === "holds") return verdict.scope === "unbounded" ? "holds" : "holds, bounded";
  if (verdict.is === "inconclusive") return play === undefined ? "open" : "open, attacked by the judge";
  return verdict.is;
}
