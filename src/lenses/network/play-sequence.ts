/** Plays a sequence of actions in a scene of its own; what it broke is found after every action. */
import type { Action } from "./action.ts";
import type { Goal } from "./goals.ts";
import { findBroken } from "./judge.ts";
import { perform } from "./perform.ts";
import { Scene } from "./scene.ts";
import type { Stage } from "./stage.ts";

/** The outcome of a sequence. */
export interface Sequence {
  readonly scene: Scene;
  /** The goals that it broke. */
  readonly broken: readonly string[];
  /** The actions that found something to act on, up to the one that broke a goal. */
  readonly taken: readonly Action[];
}

/** Plays actions until one of the goals is broken. */
export async function playSequence(
  stage: Stage,
  actions: readonly Action[],
  goals: readonly Goal[],
): Promise<Sequence> {
  const scene = await Scene.open(stage);
  const taken: Action[] = [];
  try {
    for (const action of actions) {
      if (!(await perform(scene, action))) continue;
      taken.push(action);
      const broken = await findBroken(scene, goals);
      if (broken.length > 0) return { scene, broken, taken };
    }
    return { scene, broken: [], taken };
  } finally {
    await scene.close();
  }
}
