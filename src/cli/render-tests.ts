/** The tests of an implementation's receivers in words: which it makes, and what comes of one that it leaves out. */
import { nameClaim } from "../core/protocol/claims/names.ts";
import { isRefusedAt, lacksTest, makesTest, type WithoutTest } from "../lenses/execution/leave-out-tests.ts";
import { renderStep, sayOutcome } from "./render-executed.ts";

/** The lines of one test. */
export function renderTest(done: WithoutTest, withSteps: boolean): string[] {
  const { test, attacks, isCut } = done;
  const head = `  ${test.role} compares ${test.field} of ${test.label}`.padEnd(34);
  const told =
    attacks.find(({ executed }) => executed.outcome.is === "succeeded") ??
    failsIn(done) ??
    attacks.find(({ executed }) => isRefusedAt(executed, test)) ??
    attacks[0];
  const cut = isCut ? ", and not everything was searched" : "";
  if (told === undefined) return [`${head}  no attack without it within the bounds${cut}`];
  const line = `${head}  ${nameState(done)}: attack on ${nameClaim(told.claim)} ${sayOutcome(told.executed)}`;
  return withSteps ? [line, ...told.executed.steps.map(renderStep)] : [line];
}

function nameState(done: WithoutTest): "NO" | "failed" | "yes" | "not seen" {
  if (lacksTest(done)) return "NO";
  if (failsIn(done) !== undefined) return "failed";
  return makesTest(done) ? "yes" : "not seen";
}

/** The first execution in which the implementation failed. */
export function failsIn({ attacks }: WithoutTest): WithoutTest["attacks"][number] | undefined {
  return attacks.find(({ executed }) => executed.outcome.is === "failed");
}

/** One sentence about all tests. */
export function summariseTests(title: string, tests: readonly WithoutTest[]): string {
  const lacking = tests.filter(lacksTest);
  const names = lacking.map(({ test }) => `${test.field} of ${test.label}`).join(", ");
  const shown = tests.filter(({ attacks }) => attacks.length > 0);
  const failed = shown.filter((each) => !lacksTest(each) && failsIn(each) !== undefined);
  const made = shown.filter((each) => makesTest(each) && failsIn(each) === undefined);
  const parts = [
    ...(lacking.length === 0 ? [] : [`does not compare ${names}`]),
    ...(failed.length === 0 ? [] : [`failed in ${failed.length} of ${shown.length} tests`]),
    `makes ${made.length} of the ${shown.length} tests without which there is an attack`,
  ];
  return `${title} ${parts.join(", ")}.`;
}
