/**
 * Proofs cut into trees that fit a column: what is used more than once, and what would make a tree too wide or too high,
 * becomes a numbered lemma of its own.
 */
import type { Proof, ProofStep } from "../proof.ts";

/** A node of a tree: a leaf, a reference to a lemma, or an inference. */
export type ProofNode =
  | { readonly is: "leaf"; readonly conclusion: string; readonly label: string }
  | { readonly is: "lemma"; readonly conclusion: string; readonly number: number }
  | {
      readonly is: "step";
      readonly conclusion: string;
      readonly rule: string;
      readonly premises: readonly ProofNode[];
    };

export interface ProofTrees {
  /** In the order in which they are needed. */
  readonly lemmas: readonly Extract<ProofNode, { is: "step" }>[];
  /** One for each proof. */
  readonly roots: readonly ProofNode[];
}

export interface TreeLimit {
  /** In characters, as `widthOf` counts them. */
  readonly width: number;
  /** In inferences. */
  readonly height: number;
}

interface Built {
  readonly node: ProofNode;
  readonly width: number;
  readonly height: number;
}

const GAP = 3;

/** The trees of some proofs from the same premises; what several of them need is one lemma. */
export function cutProofs(
  proofs: readonly Proof[],
  widthOf: (conclusion: string) => number,
  { width, height }: TreeLimit,
): ProofTrees {
  const uses = countUses(proofs);
  const lemmas: Extract<ProofNode, { is: "step" }>[] = [];
  const numbers = new Map<string, number>();
  const refer = (built: Built): Built => {
    if (built.node.is !== "step") return built;
    const { conclusion } = built.node;
    let number = numbers.get(conclusion);
    if (number === undefined) {
      number = lemmas.push(built.node);
      numbers.set(conclusion, number);
    }
    return { node: { is: "lemma", conclusion, number }, width: widthOf(conclusion), height: 1 };
  };
  const roots = proofs.map(({ steps }) => {
    const built = new Map<number, Built>();
    for (const step of steps) {
      const isLast = step === steps.at(-1);
      const one = buildStep(step, built, { widthOf, refer, width, height });
      // Repeating a single inference from a leaf takes less room than a lemma.
      const isShared = !isLast && one.height > 2 && (uses.get(step.conclusion) ?? 0) > 1;
      built.set(step.id, isShared ? refer(one) : one);
    }
    return (built.get(steps.at(-1)?.id ?? 0) as Built).node;
  });
  return { lemmas, roots };
}

interface Building extends TreeLimit {
  readonly widthOf: (conclusion: string) => number;
  readonly refer: (built: Built) => Built;
}

function buildStep(step: ProofStep, built: ReadonlyMap<number, Built>, building: Building): Built {
  const { conclusion } = step;
  const own = building.widthOf(conclusion);
  if (step.rule === "assume")
    return { node: { is: "leaf", conclusion, label: step.assumption }, width: own, height: 1 };
  if (step.rule === "message") {
    return { node: { is: "leaf", conclusion, label: `message ${step.message}` }, width: own, height: 1 };
  }
  let premises = step.premises.map((id) => built.get(id) as Built);
  const spanOf = (some: readonly Built[]): number =>
    some.reduce((sum, one) => sum + one.width, 0) + GAP * Math.max(0, some.length - 1);
  const replace = (at: Built): void => {
    premises = premises.map((one) => (one === at ? building.refer(one) : one));
  };
  for (const high of premises.filter((one) => one.height >= building.height)) replace(high);
  while (spanOf(premises) > building.width) {
    // Only a tree that is wider than its own conclusion gets narrower as a lemma.
    const gain = (one: Built): number => one.width - building.widthOf(one.node.conclusion);
    const widest = premises
      .filter((one) => one.node.is === "step" && gain(one) > 0)
      .sort((a, b) => gain(b) - gain(a))[0];
    if (widest === undefined) break;
    replace(widest);
  }
  return {
    node: { is: "step", conclusion, rule: step.rule, premises: premises.map(({ node }) => node) },
    width: Math.max(own, spanOf(premises)),
    height: 1 + Math.max(0, ...premises.map((one) => one.height)),
  };
}

/** How many different conclusions are drawn from each. */
function countUses(proofs: readonly Proof[]): ReadonlyMap<string, number> {
  const users = new Map<string, Set<string>>();
  for (const { steps } of proofs) {
    const conclusions = new Map(steps.map(({ id, conclusion }) => [id, conclusion]));
    for (const step of steps) {
      if (step.rule === "assume" || step.rule === "message") continue;
      for (const id of step.premises) {
        const premise = conclusions.get(id) as string;
        users.set(premise, (users.get(premise) ?? new Set()).add(step.conclusion));
      }
    }
  }
  return new Map([...users].map(([conclusion, set]) => [conclusion, set.size]));
}
