/**
 * Proofs by saturation: claims that no trace of any number of runs violates, as far as Horn clauses can tell.
 *
 * Sound, not complete: what is proved holds for any number of runs; what is not proved is open. The saturated clauses of
 * a model are computed once and serve all its claims.
 */
import { type Claim, honestRoles } from "../../../core/protocol/ir/script.ts";
import { isSecrecy } from "../claims/secrecy.ts";
import type { Prepared, Script } from "../prepare.ts";
import { OutOfTime } from "../pulse.ts";
import { TooManyVariables } from "./bindings.ts";
import type { Claimant, Clause } from "./clause.ts";
import { type Detail, type EncodedScript, Encoding } from "./encode.ts";
import { settleGoals } from "./goal.ts";
import { Granting } from "./granted.ts";
import { makeNode, makeVariable, mapVariables, type Node } from "./node.ts";
import { type Effort, type Efforts, saturate, type Solved, type Steps, type Tired } from "./saturate.ts";
import { TooManySorts } from "./vocabulary.ts";

/** True for claims that the intruder's knowledge alone does not decide. */
function speaksOfRuns(claim: Claim): boolean {
  return !isSecrecy(claim) && claim.kind !== "Reachable";
}

/** A saturation under way; `end` once it has come to one. */
interface Solving {
  readonly steps: Generator<Steps | Tired, Solved | undefined, void>;
  isTired: boolean;
  end: { readonly solved: Solved | undefined } | undefined;
}

export class Saturation {
  private readonly prepared: Prepared;
  private readonly efforts: Efforts;
  private encoding: Encoding | "unsupported" | undefined;
  private readonly solving = new Map<Detail, Solving>();

  constructor(prepared: Prepared) {
    this.prepared = prepared;
    const { clauseSize: size, firstClauses, firstAttempts, mostClauses, mostAttempts } = prepared.budgets;
    this.efforts = {
      first: { clauses: firstClauses, size, attempts: firstAttempts },
      most: { clauses: mostClauses, size, attempts: mostAttempts },
    };
  }

  /** True when the claim at event `at` of the scripts is proved; false says nothing. Yields the steps that it takes, and once that it is tired. */
  *prove(scripts: readonly Script[], at: number, claim: Claim): Generator<Steps | Tired, boolean, void> {
    const encoding = this.encode();
    if (encoding === undefined) return false;
    // What is derived without the facts is derived with them: the second way only serves where the first did not end.
    const details: readonly Detail[] = speaksOfRuns(claim) ? ["with runs"] : ["with runs", "knowledge only"];
    for (const much of ["first", "most"] as const) {
      let isOpen = false;
      for (const detail of details) {
        const solved = yield* this.solve(encoding, detail, much);
        if (solved === undefined || solved === "tired") {
          isOpen ||= solved === "tired";
          continue;
        }
        const settled = yield* unlessTooWide(
          this.proveVariants(encoding, solved, scripts, at, claim, this.efforts[much]),
          false,
        );
        if (settled !== undefined) return settled;
        isOpen = true;
        break;
      }
      if (!isOpen) return false;
      if (much === "first") yield "tired";
    }
    return false;
  }

  /** Undefined when the effort did not suffice. */
  private *proveVariants(
    encoding: Encoding,
    solved: Solved,
    scripts: readonly Script[],
    at: number,
    claim: Claim,
    effort: Effort,
  ): Generator<Steps, boolean | undefined, void> {
    for (const script of scripts) {
      const settled = yield* this.proveVariant(encoding, solved, script, at, claim, effort);
      if (settled !== true) return settled;
    }
    return true;
  }

  private *proveVariant(
    encoding: Encoding,
    solved: Solved,
    script: Script,
    at: number,
    claim: Claim,
    effort: Effort,
  ): Generator<Steps, boolean | undefined, void> {
    const encoded = encoding.scripts.find((one) => one.script === script);
    if (encoded === undefined) return false;
    const { role } = script;
    const name = role.singular ? `${script.protocol.name} ${role.role}` : "of the claim";
    const run = encoding.vocabulary.run(name);
    const claimant: Claimant = { run, script: encoded.index, roleOf: encoding.roleOf };
    const goal = this.pose(encoding, encoded, at, claim, claimant);
    if (goal === undefined) return true;
    const granting = new Granting(encoding, encoded, claim, at);
    const isSettled = (one: Clause): boolean => granting.isSettled(one);
    return yield* settleGoals([goal], solved, claimant, encoding.resolution, isSettled, effort);
  }

  /** The claimant's run at its claim; undefined when it can never be there. */
  private pose(
    encoding: Encoding,
    script: EncodedScript,
    at: number,
    claim: Claim,
    claimant: Claimant,
  ): Clause | undefined {
    const { received, equations, unequal } = encoding.upTo(script, at);
    const { vocabulary } = encoding;
    const masks = [...script.masks];
    const honest = honestRoles(script.script.role, claim);
    for (const [i, agent] of script.script.agents.entries()) {
      const isHonest = honest.includes(script.script.role.roles[i] as string);
      masks[1 + i] = vocabulary.maskOfAgent(agent, isHonest ? "honestly" : "by anyone");
    }
    const own = (node: Node): Node => mapVariables(node, (id) => (id === 0 ? claimant.run : makeVariable(id)));
    const secret = claim.term === undefined ? [] : [{ term: script.events[at]?.terms[0] as Node, before: at }];
    const isSecret = isSecrecy(claim);
    const bound = script.boundAfter[at] as number;
    return encoding.resolution.make(
      {
        conclusion: makeNode(
          vocabulary.operation("at the claim"),
          Array.from({ length: bound }, (_, i) => own(makeVariable(i))),
        ),
        needs: [
          ...received.map((one) => ({ term: own(one.term), before: one.at })),
          ...(isSecret ? secret.map(({ term, before }) => ({ term: own(term), before })) : []),
        ],
        happened: [],
        unlike: [],
        unequal: unequal.map(([a, b]) => [own(a), own(b)] as const),
      },
      masks,
      equations.map(([a, b]) => [own(a), own(b)] as const),
      claimant,
    );
  }

  private encode(): Encoding | undefined {
    if (this.encoding === undefined) {
      // What took too long once is not tried for the next claim again.
      try {
        this.encoding = new Encoding(this.prepared);
      } catch (error) {
        if (error instanceof TooManySorts || error instanceof OutOfTime) this.encoding = "unsupported";
        if (!(error instanceof TooManySorts)) throw error;
      }
    }
    return this.encoding === "unsupported" ? undefined : this.encoding;
  }

  /**
   * The solved clauses; "tired" where they took the first effort and are not all. Claims that are examined in turns drive
   * the same saturation on, whichever has its turn.
   */
  private *solve(
    encoding: Encoding,
    detail: Detail,
    much: keyof Efforts,
  ): Generator<Steps, Solved | Tired | undefined, void> {
    const solving = this.solving.get(detail) ?? {
      steps: unlessTooWide(saturateFrom(encoding, detail, this.efforts), undefined),
      isTired: false,
      end: undefined,
    };
    this.solving.set(detail, solving);
    while (solving.end === undefined) {
      if (solving.isTired && much === "first") return "tired";
      const step = solving.steps.next();
      if (step.done === true) solving.end = { solved: step.value };
      else if (step.value === "tired") solving.isTired = true;
      else yield step.value;
    }
    return solving.end.solved;
  }
}

function* saturateFrom(encoding: Encoding, detail: Detail, efforts: Efforts): ReturnType<typeof saturate> {
  return yield* saturate(encoding.list(detail), encoding.resolution, efforts);
}

/** Runs `steps`; yields `open` where a clause has too many variables: then nothing is proved. */
function* unlessTooWide<Y, R>(steps: Generator<Y, R, void>, open: R): Generator<Y, R, void> {
  try {
    return yield* steps;
  } catch (error) {
    if (!(error instanceof TooManyVariables)) throw error;
    return open;
  }
}
