/** A process that reads requests from standard input, one a line, and writes answers to standard output, one a line. */
import { Failed } from "../live/generic/failed.ts";
import { type Channel, MOST_ANSWER } from "./channel.ts";
import { failSilent, startChild } from "./child.ts";

/** Starts the process. */
export function openProcess(command: readonly string[], folder: string): Channel {
  const child = startChild(command, folder);
  const { stdin, stdout } = child.process;
  let [id, pending]: [number, Buffer] = [0, Buffer.alloc(0)];
  let failed: Failed | undefined;
  let waiting:
    | { readonly at: string; readonly id: number; readonly settle: (end: Failed | object) => void }
    | undefined;
  const fail = (failure: Failed): void => {
    failed ??= failure;
    child.end();
    waiting?.settle(failed);
    waiting = undefined;
  };
  const hear = (line: string): void => {
    if (line.trim() === "") return;
    if (waiting === undefined) return fail(new Failed("flood", "unasked", "It writes a line that nobody asked for."));
    const { at, id: asked, settle } = waiting;
    const answer = parse(line);
    if (answer === undefined) return fail(new Failed("nonsense", at, "Its answer is not one line of JSON."));
    if (answer.id !== asked) {
      return fail(new Failed("nonsense", at, `Its answer is not to the request ${asked}: the member "id" is another.`));
    }
    waiting = undefined;
    settle(answer);
  };
  stdout.on("data", (data: Buffer) => {
    if (failed !== undefined) return;
    pending = Buffer.concat([pending, data]);
    for (let end = pending.indexOf(10); end >= 0 && failed === undefined; end = pending.indexOf(10)) {
      const line = pending.subarray(0, end).toString("utf8");
      pending = pending.subarray(end + 1);
      hear(line);
    }
    if (pending.length > MOST_ANSWER) {
      fail(new Failed("flood", waiting?.at ?? "unasked", `It writes a line of more than ${MOST_ANSWER} bytes.`));
      pending = Buffer.alloc(0);
    }
  });
  const hearEnd = (): void => {
    // Its exit status may come after the end of its output.
    setTimeout(() => {
      const why = child.explainEnd() ?? "It has closed its standard output.";
      fail(new Failed("ended", waiting?.at ?? "unasked", why));
    }, 50);
  };
  stdout.on("close", hearEnd);
  child.process.on("error", hearEnd);
  return {
    close: child.end,
    ask: (request, milliseconds) =>
      new Promise((resolve, reject) => {
        const at = request.do;
        if (failed !== undefined) return reject(new Failed(failed.failure.kind, at, failed.failure.because));
        id += 1;
        const timer = setTimeout(() => fail(failSilent(child, at, milliseconds)), milliseconds);
        const settle = (end: Failed | object): void => {
          clearTimeout(timer);
          if (end instanceof Failed) reject(new Failed(end.failure.kind, at, end.failure.because));
          else resolve(end);
        };
        waiting = { at, id, settle };
        stdin.write(`${JSON.stringify({ id, ...request })}\n`);
      }),
  };
}

function parse(line: string): { readonly id?: unknown } | undefined {
  try {
    const answer = JSON.parse(line) as unknown;
    return typeof answer === "object" && answer !== null && !Array.isArray(answer) ? answer : undefined;
  } catch {
    return undefined;
  }
}
