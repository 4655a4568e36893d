/**
 * Lenses side by side: what BAN logic derives and the symbolic verifier attacks, with the assumption or lint that the attack
 * shows to be wrong.
 *
 * The lenses know nothing of each other; here their findings on one protocol meet. A goal's counterparts are the claims of
 * its principal: secrecy of the key or secret that it is about, and authentication of the one whose belief it is about.
 */
import type { Analysis, BanResult, JudgedGoal } from "./analyse.ts";
import type { Assumption } from "./derive/prove.ts";
import { classifyAssumption } from "./explain/rank.ts";
import { type Bond, type Formula, subformulas } from "./formula/formula.ts";
import type { Lint } from "./lint/lint.ts";
import { printAscii } from "./print/ascii.ts";
import type { Finding } from "../../core/verdict/verdict.ts";
import { nameClaim } from "../../core/verdict/words.ts";

/** A derived goal whose counterpart is attacked. */
export interface Contrast {
  readonly goal: string;
  /** The claims that are attacked. */
  readonly attacked: readonly Finding[];
  /** The assumptions that the attacks show to be false. */
  readonly assumptions: readonly string[];
  /** The lints on messages or assumptions that the goal rests on. */
  readonly lints: readonly Lint[];
  readonly sentences: readonly string[];
}

/**
 * Every derived goal with an attacked counterpart. `all` are the symbolic findings of the same protocol; of them type flaws
 * do not count, as the logic takes every part for what it is.
 */
export function contrastLenses(analysis: Analysis, result: BanResult, all: readonly Finding[]): Contrast[] {
  const findings = all.filter(({ match }) => match === undefined);
  return result.goals.flatMap((goal) => {
    if (goal.outcome.is !== "derived") return [];
    const attacked = findings.filter((finding) => finding.verdict.is === "attack" && isCounterpart(goal, finding));
    return attacked.length === 0 ? [] : [contrast(goal, attacked, analysis, result, findings)];
  });
}

function contrast(
  goal: JudgedGoal,
  attacked: readonly Finding[],
  analysis: Analysis,
  result: BanResult,
  findings: readonly Finding[],
): Contrast {
  const { assumptions, messages } = listBasis(goal, result);
  const rests = analysis.assumptions.filter(({ id }) => assumptions.has(id));
  const broken = rests.flatMap((one) => {
    const by = findAttackOn(one, findings, attacked, analysis);
    return by === undefined ? [] : [{ ...one, by }];
  });
  const kinds = new Set(["sender-honesty", "unbacked", "foreign-freshness"]);
  const lints = result.lints.filter(
    ({ kind, about }) =>
      kinds.has(kind) && (about.is === "message" ? messages.has(about.id) : assumptions.has(about.id)),
  );
  const claims = attacked.map((finding) => `${finding.role} ${nameClaim(finding)}`).join(", ");
  const sentences = [`Derived, and yet attacked symbolically: ${claims}.`];
  for (const { id, formula, by } of broken) {
    sentences.push(`The attack on ${by.role} ${nameClaim(by)} violates the assumption ${id}: ${printAscii(formula)}.`);
  }
  for (const { kind, sentence } of lints) sentences.push(`Warned of by the lint ${kind}: ${sentence}`);
  if (broken.length === 0 && lints.length === 0) {
    sentences.push(
      "No assumption is contradicted: the attack uses what the logic leaves out, such as several runs at once.",
    );
  }
  return { goal: goal.id, attacked, assumptions: broken.map(({ id }) => id), lints, sentences };
}

/** Lists the basis of a goal, and what the senders of its messages rest on when they assert what it uses. */
function listBasis(goal: JudgedGoal, { grounds }: BanResult): { assumptions: Set<string>; messages: Set<string> } {
  const assumptions = new Set<string>();
  const messages = new Set<string>();
  const { outcome } = goal;
  if (outcome.is !== "derived") return { assumptions, messages };
  for (const { is, id } of [...outcome.rests, ...outcome.supports.flat()]) {
    (is === "assumption" ? assumptions : messages).add(id);
  }
  // A sender's ground may be a message with grounds of its own.
  for (let before = -1; before !== assumptions.size + messages.size; ) {
    before = assumptions.size + messages.size;
    for (const { message, leaves = [] } of grounds) {
      if (!messages.has(message)) continue;
      for (const { is, id } of leaves) (is === "assumption" ? assumptions : messages).add(id);
    }
  }
  return { assumptions, messages };
}

/** True for a claim of the goal's principal about the same key, secret or partner. */
function isCounterpart({ principal, formula }: JudgedGoal, finding: Finding): boolean {
  if (finding.role !== principal || formula.is !== "believes") return false;
  const { what } = formula;
  const partner = (what.is === "believes" || what.is === "said") && what.who.is === "atom" ? what.who.name : undefined;
  switch (finding.claim) {
    case "Secret":
    case "SKR":
    case "Unguessable":
      return bondsIn(what).some(({ by }) => printAscii(by) === finding.on);
    case "Alive":
    case "Weakagree":
    case "Agree":
    case "InjectiveAgree":
    case "Commit":
      return partner !== undefined && (finding.on === "-" || finding.on.split(" ")[0] === partner);
    case "Niagree":
    case "Nisynch":
    case "InjectiveSynch":
      return partner !== undefined;
    default:
      return false;
  }
}

/** The attack that shows an assumption to be false. */
function findAttackOn(
  { formula }: Assumption,
  findings: readonly Finding[],
  attacked: readonly Finding[],
  analysis: Analysis,
): Finding | undefined {
  if (formula.is !== "believes" || formula.who.is !== "atom") return undefined;
  const believer = formula.who.name;
  const { what } = formula;
  if (what.is === "sharedkey" || what.is === "secret") {
    const name = printAscii(what.by);
    const secrecy = findings.filter(({ claim, on }) => (claim === "Secret" || claim === "SKR") && on === name);
    // What its holder claims itself says most; what others claim of it counts where its holder claims nothing.
    const own = secrecy.filter(({ role }) => role === believer);
    return (own.length > 0 ? own : secrecy).find(({ verdict }) => verdict.is === "attack");
  }
  const kind = classifyAssumption(formula, analysis.symbols);
  if (kind !== "clock freshness" && kind !== "dubious freshness") return undefined;
  // Accepted twice: what counted as fresh was not.
  return attacked.find(
    ({ claim, role }) => (claim === "InjectiveAgree" || claim === "InjectiveSynch") && role === believer,
  );
}

function bondsIn(formula: Formula): readonly Bond[] {
  return [...subformulas(formula)].filter((term): term is Bond => term.is === "sharedkey" || term.is === "secret");
}
