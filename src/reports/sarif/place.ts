/** Places in SARIF: files as URI references below the root of the sources, columns as they are. */
import type { Location } from "./sarif-log.ts";

/** A file as a URI reference; what a viewer should look for below its root has a base. */
export function locateFile(path: string): { readonly uri: string; readonly uriBaseId?: string } {
  const parts = path.replaceAll("\\", "/").split("/");
  const [drive = "", ...others] = parts;
  const isAbsolute = path.startsWith("/") || /^[A-Za-z]:$/.test(drive);
  if (!isAbsolute) return { uri: parts.map(encodePart).join("/"), uriBaseId: "%SRCROOT%" };
  const start = drive === "" ? "" : `/${drive}`;
  return { uri: `file://${[start, ...others.map(encodePart)].join("/")}` };
}

/** A place in a file. */
export function locate(file: string, line?: number, column?: number): Location {
  return {
    physicalLocation: {
      artifactLocation: locateFile(file),
      ...(line === undefined
        ? {}
        : { region: { startLine: line, ...(column === undefined ? {} : { startColumn: column }) } }),
    },
  };
}

function encodePart(part: string): string {
  return encodeURIComponent(part.replace(/\p{Cs}/gu, "\ufffd"));
}
