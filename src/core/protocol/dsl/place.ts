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

const HERE = toPath(new URL(".", import.meta.url).href);

/** The toolkit's own code: the sources and what they are built to beside them, or the folder that this is bundled in. */
const OWN = HERE.endsWith("/core/protocol/dsl/")
  ? ["../../../", "../../../../dist/"].map((path) => toPath(new URL(path, import.meta.url).href))
  : [HERE];

/** The place of the author's call that led here. */
export function captureSpot(call: string): Spot {
  return { ...(findFrame(new Error().stack ?? "") ?? { file: "", line: 1, column: 1 }), call };
}

/** The author's place in the stack of an exception; undefined when there is none. */
export function findFrame(stack: string): Place | undefined {
  for (const line of stack.split("\n")) {
    if (!/^\s+at /.test(line)) continue;
    const found = /(?:^|[\s(])((?:file:\/\/)?\/[^()]*?|[A-Za-z]:\\[^()]*?):(\d+):(\d+)\)?$/.exec(line.trimEnd());
    if (found === null) continue;
    const file = toPath(found[1] as string);
    if (isOwn(file)) continue;
    return { file, line: Number(found[2]), column: Number(found[3]) };
  }
  return undefined;
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
