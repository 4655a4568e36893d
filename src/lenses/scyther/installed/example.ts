/** The stub and the recorded outputs, for the tests of the installed Scyther. */
import { chmodSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { makeFolder } from "../../../assess/example.ts";
import type { ReadText } from "../syntax/source.ts";
import { type Output, readOutput } from "./read-output.ts";

const FIXTURES = new URL("./fixtures/", import.meta.url);

/** A program that behaves as its name says; see fixtures/stub.mjs. */
export function makeStub(behaviour: string): string {
  const stub = new URL("stub.mjs", FIXTURES).href;
  const path = join(makeFolder({ [behaviour]: `#!/usr/bin/env node\nimport(${JSON.stringify(stub)});\n` }), behaviour);
  chmodSync(path, 0o755);
  return path;
}

/** One recorded call of Scyther 1.3.0. */
export interface Recorded {
  readonly tag: string;
  readonly args: readonly string[];
  readonly exit: number;
}

/** Every recorded call. */
export function listRecorded(): readonly Recorded[] {
  return JSON.parse(readFileSync(new URL("recorded/index.json", FIXTURES), "utf8")) as readonly Recorded[];
}

/** Reads the record of one of its outputs. */
export function readRecorded({ tag }: Pick<Recorded, "tag">, stream: "stdout" | "stderr"): string {
  return readFileSync(new URL(`recorded/${tag}.${stream}`, FIXTURES), "utf8");
}

/** A recorded call, understood. */
export function understand(recorded: Recorded): Output {
  return readOutput({
    stdout: readRecorded(recorded, "stdout"),
    stderr: readRecorded(recorded, "stderr"),
    exitStatus: recorded.exit,
    signal: undefined,
  });
}

/** The model of a recorded call, by the name of its file. */
export function pathOfModel(name: string): string {
  return new URL(`../fixtures/experiments/${name}`, import.meta.url).pathname;
}

/** Reads files as a model's includes need it. */
export const readFile: ReadText = (path) => (existsSync(path) ? { path, text: readFileSync(path, "utf8") } : undefined);
