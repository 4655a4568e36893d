/**
 * Where in the author's file a call stands, read off the stack of an exception: the first frame outside the toolkit.
 *
 * Columns in transpiled code are near misses, so the name of the call is kept for whoever has the source line.
 */
import type { Place } from "../../diagnostic/diagnostic.ts";

/** A place and the call that stands there. */
export interface Spot extends Place {
  readonly call?: string;
}

/** The toolkit's own code: the sources, what they are built to beside them, and the folder that this is bundled in. */
const OWN = [
  ...["../../../", "../../../../dist/"].map((path) => toPath(new URL(path, import.meta.url).href)),
  ...(new Error().stack ?? "")
    .split("\n")
    .flatMap((line) => readFrame(line)?.file.replace(/[^/\\]+$/, "") ?? [])
    .slice(0, 1),
];

/** The place of the author's call that led here. */
export function captureSpot(call: string): Spot {
  return { ...(findFrame(new Error().stack ?? "") ?? { file: "", line: 1, column: 1 }), call };
}

/** The author's place in the stack of an exception; undefined when there is none. */
export function findFrame(stack: string): Place | undefined {
  for (const line of stack.split("\n")) {
    const frame = readFrame(line);
    if (frame !== undefined && !isOwn(frame.file)) return frame;
  }
  return undefined;
}

function readFrame(line: string): Place | undefined {
  if (!/^\s+at /.test(line)) return undefined;
  const found = /(?:^|[\s(])((?:file:\/\/)?\/[^()]*?|[A-Za-z]:\\[^()]*?):(\d+):(\d+)\)?$/.exec(line.trimEnd());
  return found === null
    ? undefined
    : { file: toPath(found[1] as string), line: Number(found[2]), column: Number(found[3]) };
}

function isOwn(file: string): boolean {
  if (/[\\/]node_modules[\\/]/.test(file)) return true;
  return OWN.some((folder) => file.startsWith(folder)) && !/\.(test|types)\.ts$|[\\/]fixtures[\\/]/.test(file);
}

function toPath(url: string): string {
  const path = url.startsWith("file://") ? new URL(url).pathname : url;
  const cleaned = path.replace(/\?.*$/, "");
  return url.startsWith("file://") ? decodeURIComponent(cleaned) : cleaned;
}
