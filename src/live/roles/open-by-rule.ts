/**
 * How a box is opened at once by the rules of its theory, with the theory's own implementation.
 *
 * One that is verified counts once it was opened with the public half of the signing key, which the operation that reads
 * it gets as one argument more.
 */
import { match } from "../../core/term/match.ts";
import { substitute } from "../../core/term/substitution.ts";
import type { Application, Term } from "../../core/term/term.ts";
import { listVerifying } from "../../core/protocol/project/open.ts";
import { opensSomething } from "../../core/protocol/project/world.ts";
import type { Value } from "../wire/value.ts";
import { compute, type Meant, NOTHING_DRAWN } from "./compute.ts";
import { type Holding, type Means, recall } from "./holding.ts";

/** One way to open a box. */
export interface Opener {
  /** The term inside. */
  readonly content: Term;
  /** The public keys that verify the box. */
  readonly proof: readonly Application[];
  /** Opens it with these keys beside those of the rule; undefined when one is not at hand. Throws Refused. */
  readonly open: (proof: readonly Term[]) => Promise<Value | undefined>;
}

/** The ways to open a box that a receiver opens at once. */
export function listOpeners(means: Means, holding: Holding, box: Application, value: Value, at: string): Opener[] {
  const { world } = means.plan;
  if (world.operations.get(box.op)?.opens === undefined) return [];
  return world.rewrites.filter(opensSomething).flatMap(({ left, right }): Opener[] => {
    const [pattern, ...keys] = left.kind === "application" ? left.args : [];
    const bound = pattern === undefined ? undefined : match(pattern, box);
    if (left.kind !== "application" || pattern === undefined || bound === undefined) return [];
    const open: Opener["open"] = async (proof) => {
      const args: Meant[] = [{ intended: box, value }];
      for (const key of [...keys.map((each) => substitute(each, bound)), ...proof]) {
        const known = await recall(means, holding, key);
        if (known === undefined) return undefined;
        args.push({ intended: key, value: known });
      }
      return compute(means, left.op, args, NOTHING_DRAWN, at);
    };
    const proof = listVerifying(world, pattern).map((key) => substitute(key, bound) as Application);
    return [{ content: substitute(right, bound), proof, open }];
  });
}
