/** Writes a file as a whole or not at all: beside it first, synced, then in its place. */
import { mkdir, open, rename } from "node:fs/promises";
import { dirname } from "node:path";

/** Writes bytes to a file that is its owner's alone. */
export async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const beside = `${path}.new`;
  const file = await open(beside, "w", 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(beside, path);
  const folder = await open(dirname(path), "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
