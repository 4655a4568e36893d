/**
 * Where this very Assay comes from, as a dependency in somebody's package.json says it.
 *
 * A name and a version alone would let whoever owns that name on a registry run code in other people's CI, so a new repository
 * depends on what it was made with: the same tarball, git address or folder, and the registry only if it came from there.
 */
import { readFileSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { readVersion } from "../files/own-files.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");

/** The dependency of a repository in `folder`; `root` is where the package lies. */
export function describeOrigin(folder: string, root: string = ROOT): string {
  const modules = dirname(root);
  if (basename(modules) !== "node_modules") return asFile(folder, root);
  const resolved = readResolved(join(modules, ".package-lock.json"), `node_modules/${basename(root)}`);
  if (resolved === undefined) return asFile(folder, root);
  if (resolved.startsWith("file:")) return asFile(folder, resolve(dirname(modules), resolved.slice("file:".length)));
  return resolved.startsWith("git") ? resolved : `^${readVersion()}`;
}

function asFile(folder: string, path: string): string {
  const way = relative(resolve(folder), path).replaceAll("\\", "/");
  return `file:${isAbsolute(way) || way.startsWith(".") ? way : `./${way}`}`;
}

/** Reads npm's note of an installed package: from where it took it. */
function readResolved(lock: string, name: string): string | undefined {
  try {
    const { packages } = JSON.parse(readFileSync(lock, "utf8")) as {
      readonly packages?: Readonly<Record<string, { readonly resolved?: unknown }>>;
    };
    const resolved = packages?.[name]?.resolved;
    return typeof resolved === "string" ? resolved : undefined;
  } catch {
    return undefined;
  }
}
