/**
 * Why an operation never succeeds: the intended run itself leaves it stuck, so the author has mixed something up.
 *
 * Works from the rules alone: the rule that comes nearest says which key would have been right.
 */
import { match } from "../../term/match.ts";
import { type Substitution, substitute } from "../../term/substitution.ts";
import type { Application, Term } from "../../term/term.ts";
import { eraseNames } from "../../theory/intended.ts";
import type { Rewrite } from "../../theory/theory.ts";
import { type Holder, recall } from "../project/hold.ts";
import { printIntended } from "../project/print-intended.ts";
import { rootOf, rulesOf, type World } from "../project/world.ts";
import { reject } from "./rejection.ts";

/** Throws Rejection CP302 to CP306 for `term`, whose operation has rules none of which applies. */
export function rejectStuck(world: World, holder: Holder, term: Application): never {
  const erased = eraseNames(term) as Application;
  const operation = world.operations.get(term.op);
  for (const rule of rulesOf(world, term.op)) {
    if (rule.left.kind !== "application") continue;
    const [pattern] = rule.left.args;
    const [part] = erased.args;
    if (pattern === undefined || part === undefined) continue;
    if (part.kind === "application" && rootOf(rule.right) === part.op && rootOf(pattern) !== part.op) {
      reject("CP305", `${term.op} takes ${printIntended(part)}, which is re-encrypted already.`, {
        help: "A re-encrypted ciphertext has one hop only; re-encrypt the original for the second receiver.",
      });
    }
    const bound = match(pattern, part);
    if (bound === undefined) continue;
    rejectKey(world, holder, term, rule, bound, operation?.args ?? []);
  }
  reject("CP306", `${printIntended(term)} can never succeed: no rule of ${term.op} fits what it is given.`, {
    help: "Compare the parts with the theory's rules.",
  });
}

function rejectKey(
  world: World,
  holder: Holder,
  term: Application,
  rule: Rewrite,
  bound: Substitution,
  argNames: readonly string[],
): void {
  if (rule.left.kind !== "application") return;
  const part = printIntended(term.args[0] as Term);
  for (const [i, pattern] of rule.left.args.entries()) {
    const given = term.args[i] as Term;
    if (i === 0 || match(pattern, eraseNames(given), 0, bound) !== undefined) continue;
    const wanted = substitute(pattern, bound);
    if (argNames[i] === "re-encryption key") {
      reject("CP304", `${printIntended(given)} does not re-encrypt ${part}: it goes in another direction.`, {
        help: "A re-encryption key goes from the owner of the ciphertext to the new reader.",
      });
    }
    if (recall(world, holder, wanted) !== undefined) {
      reject("CP302", `${holder.role} opens ${part} with the wrong key, ${printIntended(given)}.`, {
        help: `Use ${printIntended(wanted)}.`,
      });
    }
    reject("CP303", `${holder.role} opens ${part}, but has no key for it.`, {
      note: `It takes ${printIntended(wanted)}; ${holder.role} uses ${printIntended(given)}.`,
      help: "Let a role open it that has the key, or seal it for this one.",
    });
  }
}
