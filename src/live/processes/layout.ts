/** The files of a company: one that says what is played, and for each member a folder with its key file and its journal. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { decodeContent, encodeContent, fieldOf, isWord } from "./content.ts";
import { ProcessFault } from "./process-fault.ts";
import { writeWhole } from "./write-whole.ts";

/** Public data of a company. */
export interface Prospectus {
  /** The name of this performance, which no other has. */
  readonly session: string;
  readonly members: readonly string[];
  /** PEM. */
  readonly authority: string;
  readonly certificates: Readonly<Record<string, string>>;
  /** The play, in the parent's words for the processes to load. */
  readonly play: unknown;
  /** Content that the company dealt to everybody. */
  readonly open: unknown;
}

/** The folder of a member, whatever its name has in it. */
export function folderOf(folder: string, member: string): string {
  const name = member.replaceAll(/[^a-z0-9-]/giu, "_");
  return join(folder, name === "" ? "_" : name);
}

/** A member's key file. */
export function keyFileOf(folder: string, member: string): string {
  return join(folderOf(folder, member), "key");
}

/** A member's journal. */
export function journalOf(folder: string, member: string): string {
  return join(folderOf(folder, member), "journal.jsonl");
}

/** Writes what everybody may know; from then on, the company is there. */
export async function writeProspectus(folder: string, prospectus: Prospectus): Promise<void> {
  await writeWhole(join(folder, "company"), encodeContent(prospectus));
}

/** Reads it; undefined where there is no company yet. Rejects with ProcessFault. */
export async function readProspectus(folder: string): Promise<Prospectus | undefined> {
  const path = join(folder, "company");
  const bytes = await readFile(path).catch(() => undefined);
  if (bytes === undefined) return undefined;
  const content = decodeContent(bytes);
  const [session, members, authority, certificates] = ["session", "members", "authority", "certificates"].map((name) =>
    fieldOf(content, name),
  );
  const areMembers = Array.isArray(members) && members.every((member) => isWord(member));
  if (!isWord(session) || !areMembers || typeof authority !== "string" || typeof certificates !== "object") {
    throw new ProcessFault(`${path} was changed: it describes no company of processes.`);
  }
  return content as Prospectus;
}
